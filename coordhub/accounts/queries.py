"""Questions about people."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import selectinload

from coordhub.accounts.models import STATE_ROLES, CoveredCounty, Role, User
from coordhub.db import db

PEOPLE_LISTED = 500  # more than any state has; a bound so that no page grows without end


def user_with_email(email: str) -> User | None:
    """Return the person with this address, however it is capitalized."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def user_by_id(user_id: int) -> User | None:
    """Return the person with this key, with counties and specialties."""
    return db.session.scalar(_people().where(User.id == user_id))


def members_of(state_code: str) -> Sequence[User]:
    """Return the approved, active people who act for a state, with counties and specialties, by name."""
    found = _people().where(User.state_code == state_code, User.role.in_(STATE_ROLES)).where(*_working())
    return db.session.scalars(found.order_by(User.display_name, User.id).limit(PEOPLE_LISTED)).all()


def members() -> Sequence[User]:
    """Return everybody approved and active who acts for a state, by state and name."""
    found = select(User).where(User.role.in_(STATE_ROLES)).where(*_working())
    return db.session.scalars(found.order_by(User.state_code, User.display_name, User.id)).all()


def readers() -> Sequence[User]:
    """Return everybody approved and active, of whatever role."""
    return db.session.scalars(select(User).where(*_working()).order_by(User.id)).all()


def directors_of(state_code: str) -> Sequence[User]:
    """Return the directors of a state."""
    found = select(User).where(User.state_code == state_code, User.role == Role.DIRECTOR).where(*_working())
    return db.session.scalars(found.order_by(User.id)).all()


def administrators() -> Sequence[User]:
    """Return the people who run the hub."""
    found = select(User).where(User.role == Role.ADMINISTRATOR).where(*_working())
    return db.session.scalars(found.order_by(User.id)).all()


def covered_counties(state_code: str) -> set[str]:
    """Return the county codes that some member of the state covers; practice people are no answer for a real county."""
    real = (User.state_code == state_code, User.is_demo.is_(False))
    found = select(CoveredCounty.county_code).join(User).where(*real, *_working())
    return set(db.session.scalars(found))


def demo_sign_ins() -> Sequence[tuple[str, str, str, str]]:
    """Return (name, role, state code, address) of the practice people, by state."""
    found = select(User).where(User.is_demo).order_by(User.state_code, User.display_name)
    return [(one.display_name, one.role.label, one.state_code or "", one.email) for one in db.session.scalars(found)]


def demo_people_exist() -> bool:
    """Say whether there is a practice person in the database."""
    return db.session.scalar(select(User.id).where(User.is_demo, User.active).limit(1)) is not None


def waiting_people() -> Sequence[User]:
    """Return those who wait for approval, longest first."""
    found = select(User).where(User.approved_at.is_(None), User.active.is_(True))
    return db.session.scalars(found.order_by(User.created_at, User.id).limit(PEOPLE_LISTED)).all()


def _people() -> Select[User]:
    return select(User).options(selectinload(User.counties), selectinload(User.specialties))


def _working() -> tuple[ColumnElement[bool], ...]:
    return (User.active.is_(True), User.approved_at.is_not(None))
