"""Practice people: invented accounts of a demo hub, marked so wherever they appear."""

import uuid

import flask
from flask_security import hash_password
from sqlalchemy import select

from coordhub import clock
from coordhub.accounts.models import CoveredCounty, PersonSpecialty, Role, Specialty, User
from coordhub.db import db
from coordhub.errors import NotAllowed

# name, role, state, time zone, counties, specialties, takes what has no other owner
PEOPLE: tuple[tuple[str, Role, str | None, str, tuple[str, ...], tuple[Specialty, ...], bool], ...] = (
    ("Rosa Delgado", Role.DIRECTOR, "TX", "America/Chicago", (), (), False),
    ("Luis Ortega", Role.COORDINATOR, "TX", "America/Chicago", (), (Specialty.RECORDS, Specialty.CREDIT), True),
    ("Ben Okafor", Role.RECRUITER, "MI", "America/Detroit", ("26055", "26089"), (Specialty.RECRUITMENT,), False),
    ("Mei Tran", Role.DIRECTOR, "MI", "America/Detroit", (), (), True),
    ("Dana Whitfield", Role.COORDINATOR, "FL", "America/New_York", (), (Specialty.RECORDS,), True),
    ("Pat Lindqvist", Role.SITE_MANAGER, "WA", "America/Los_Angeles", (), (Specialty.PASS,), True),
    ("Olive Hart", Role.OBSERVER, None, "America/New_York", (), (), False),
    ("Sam Rivers", Role.COORDINATOR, "OH", "America/New_York", (), (), False),
    ("Ada Moreno", Role.ADMINISTRATOR, None, "America/New_York", (), (), False),
)
NOT_YET_APPROVED = "Sam Rivers"


def load_demo() -> int:
    """Add the practice people that are missing and return how many; raises NotAllowed on a hub without practice."""
    if not flask.current_app.config["HUB_DEMO"]:
        raise NotAllowed("Practice people exist only on a practice hub (HUB_DEMO).")
    known = set(db.session.scalars(select(User.email).where(User.is_demo)))
    missing = [person for person in PEOPLE if _address(person[0]) not in known]
    if missing:
        # One hash for all of them: argon2 is slow by design, and this password is no secret.
        password = hash_password(flask.current_app.config["HUB_DEMO_PASSWORD"])
        db.session.add_all(_user(*person, password) for person in missing)
    return len(missing)


def remove_demo() -> int:
    """Close the accounts of the practice people and return how many; what they did stays, marked as practice."""
    found = db.session.scalars(select(User).where(User.is_demo, User.active)).all()
    for user in found:
        user.active, user.password = False, None
    return len(found)


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


def _user(
    name: str,
    role: Role,
    state_code: str | None,
    time_zone: str,
    counties: tuple[str, ...],
    specialties: tuple[Specialty, ...],
    is_default: bool,
    password: str,
) -> User:
    now = clock.now()
    return User(
        email=_address(name),
        display_name=name,
        role=role,
        state_code=state_code,
        time_zone=time_zone,
        password=password,
        fs_uniquifier=uuid.uuid4().hex,
        is_demo=True,
        is_state_default=is_default,
        active=True,
        created_at=now,
        confirmed_at=now,
        approved_at=None if name == NOT_YET_APPROVED else now,
        counties=[CoveredCounty(county_code=code) for code in counties],
        specialties=[PersonSpecialty(specialty=one) for one in specialties],
    )
