"""The people and offices of Michigan for tests of routing."""

from collections.abc import Callable
from datetime import date

import pytest

from coordhub.accounts.models import Absence, Role, Specialty, User
from coordhub.coordination.models import Seat
from coordhub.db import db
from coordhub.directory.models import Closure, Entry
from tests.directory.entries import an_office
from tests.directory.starter import load_starter
from tests.factories import a_person

TUESDAY = date(2026, 6, 16)
FRIDAY = date(2026, 6, 19)


@pytest.fixture
def starter(app, on_tuesday):
    """The states with their time zones, on Tuesday, June 16, 2026."""
    load_starter()


@pytest.fixture
def mei(cast) -> User:
    """Mei Tran directs Michigan's program."""
    person = a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI", time_zone="America/Detroit")
    db.session.commit()
    return person


@pytest.fixture
def carl(cast) -> User:
    """Carl Young keeps Michigan's records."""
    person = a_person("Carl Young", state_code="MI", specialties=(Specialty.RECORDS,), time_zone="America/Detroit")
    db.session.commit()
    return person


@pytest.fixture
def office(cast) -> Callable[..., Entry]:
    """Return a function that adds an office of Michigan."""

    def add(key: str, *, closed: tuple[date, date] | None = None, **more: object) -> Entry:
        found = an_office(key, state_code="MI", **more)
        if closed:
            db.session.add(Closure(entry_id=found.id, starts_on=closed[0], ends_on=closed[1]))
        db.session.commit()
        db.session.expire(found)
        return found

    return add


def sit(user: User, office: Entry, *, is_backup: bool = False) -> None:
    """Let somebody sit in an office, without the deed."""
    db.session.add(Seat(user_id=user.id, office_id=office.id, is_backup=is_backup))
    db.session.commit()


def away(user: User, first: date = TUESDAY, last: date = FRIDAY, delegate: User | None = None) -> Absence:
    """Let somebody be away, without the deed."""
    absence = Absence(user=user, first_day=first, last_day=last, delegate=delegate)
    db.session.add(absence)
    db.session.commit()
    return absence
