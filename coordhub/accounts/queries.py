"""Questions about people."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from coordhub import clock
from coordhub.accounts.models import STATE_ROLES, Absence, CoveredCounty, Role, User
from coordhub.accounts.rules import is_away
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


def names_of_members() -> list[str]:
    """Return the names of everybody approved and active who acts for a state, each once."""
    found = select(User.display_name).where(User.role.in_(STATE_ROLES)).where(*_working()).distinct()
    return list(db.session.scalars(found))


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


def absences_on(people: Sequence[User], at: datetime) -> dict[int, Absence]:
    """Return the absence that holds at an instant where each of `people` is, with its delegate, by the person's id."""
    today = [clock.date_in(one.time_zone, at) for one in people]
    if not today:
        return {}
    by_id = {one.id: one for one in people}
    found = absences_between(list(by_id), min(today), max(today))
    return {one.user_id: one for one in found if is_away(one, by_id[one.user_id], at)}


def absences_between(user_ids: Sequence[int], first: date, last: date) -> Sequence[Absence]:
    """Return the absences of these people that touch these days, those without a delegate first."""
    found = select(Absence).where(Absence.user_id.in_(user_ids), Absence.first_day <= last, Absence.last_day >= first)
    order = (Absence.delegate_id.is_not(None), Absence.last_day, Absence.id)
    return db.session.scalars(found.options(joinedload(Absence.delegate)).order_by(*order)).all()


def absences_coming(user: User, at: datetime) -> Sequence[Absence]:
    """Return the absences of a person that are not over at an instant, with their delegates, first to begin first."""
    found = select(Absence).where(Absence.user_id == user.id, Absence.last_day >= clock.date_in(user.time_zone, at))
    found = found.options(joinedload(Absence.delegate)).order_by(Absence.first_day, Absence.id)
    return db.session.scalars(found.limit(PEOPLE_LISTED)).all()


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
