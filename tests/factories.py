"""Factories: each makes a valid row from the fewest arguments and flushes it."""

from itertools import count

from coordhub import clock
from coordhub.accounts.models import CoveredCounty, PersonSpecialty, Role, Specialty, User
from coordhub.db import db

_numbers = count(1)

GRAND_TRAVERSE = "26055"
LEELANAU = "26089"


def a_person(
    name: str = "",
    *,
    role: Role = Role.COORDINATOR,
    state_code: str | None = "TX",
    counties: tuple[str, ...] = (),
    specialties: tuple[Specialty, ...] = (),
    approved: bool = True,
    time_zone: str = "America/Chicago",
    **more: object,
) -> User:
    """A person who can work at once: confirmed, approved, active."""
    number = next(_numbers)
    name = name or f"Person {number}"
    user = User(
        email=f"{name.split()[0].lower()}.{number}@example.org",
        display_name=name,
        role=role,
        state_code=None if role in (Role.OBSERVER, Role.ADMINISTRATOR) else state_code,
        fs_uniquifier=f"unique-{number}",
        time_zone=time_zone,
        created_at=clock.now(),
        confirmed_at=clock.now(),
        approved_at=clock.now() if approved else None,
        active=True,
        counties=[CoveredCounty(county_code=code) for code in counties],
        specialties=[PersonSpecialty(specialty=one) for one in specialties],
        **more,
    )
    db.session.add(user)
    db.session.flush()
    return user
