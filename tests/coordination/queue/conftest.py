"""A queue of known people: Ben and Mei in Michigan, Rosa and Luis in Texas, Dana in Florida."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from coordhub import clock
from coordhub.accounts.models import Absence, User
from coordhub.coordination import queries, rules
from coordhub.coordination.models import CoordinationRequest, Deed, RequestRead, Seat, Status, Step
from coordhub.coordination.queries import Desk
from coordhub.coordination.rules.queue import QueueFilter
from coordhub.db import db
from tests.cast import Cast
from tests.factories import a_person

_request_numbers = iter(range(1, 1_000_000))


@pytest.fixture
def people(cast: Cast, on_tuesday: datetime) -> SimpleNamespace:
    """The cast, with a colleague for Ben and one for Rosa."""
    more = {"mei": a_person("Mei Tran", state_code="MI", time_zone="America/Detroit"), "luis": a_person("Luis Ortega")}
    db.session.commit()
    return SimpleNamespace(**vars(cast), **more)


@pytest.fixture
def put(people: SimpleNamespace) -> Callable[..., CoordinationRequest]:
    """Return a function that stores a request in any status: from Rosa to Ben, due next week, unless told otherwise."""

    def store(status: Status = Status.SENT, **more: Any) -> CoordinationRequest:
        request = a_request(status, **({"sender": people.rosa, "owner": people.ben} | more))
        db.session.commit()
        return request

    return store


def a_request(status: Status, *, sender: User, owner: User, **more: Any) -> CoordinationRequest:
    """Add a request that stands where it is told to, with one step of its sender, who has read it."""
    now = clock.now()
    number = next(_request_numbers)
    given = {
        "number": f"R-2026-{number:05}",
        "sending_key": f"queue-{number}",
        "type_code": "MOVE",
        "from_state": sender.state_code,
        "to_state": owner.state_code,
        "time_zone": "America/Detroit",
        "routed_because": "covers Grand Traverse County",
        "children_count": 3,
        "grade_bands": ["K-5"],
        "flags": [],
        "language": "",
        "urgency": "normal",
        "details": {},
        "acknowledge_by": now.date() + timedelta(days=2),
        "due_on": now.date() + timedelta(days=9),
        "sent_at": now,
        "changed_at": now,
        "last_position": 1,
        "closed_at": now if status in rules.ENDED else None,
    }
    step = Step(position=1, deed=Deed.SEND, status_after=Status.SENT, actor=sender, code="", at=now)
    request = CoordinationRequest(status=status, sender=sender, owner=owner, steps=[step], **(given | more))
    db.session.add(request)
    db.session.flush()  # its id goes into the read mark
    db.session.add(RequestRead(request_id=request.id, user_id=sender.id, position=1))
    return request


def desk(user: User) -> Desk:
    """Return somebody's desk."""
    found = queries.desk_of(user, clock.now())
    assert found is not None
    return found


def numbers(user: User, page: int = 1, **asked: Any) -> list[str]:
    """Return the numbers on a page of somebody's queue, in order."""
    found = queries.queue_page(desk(user), QueueFilter(**asked), page, clock.now())
    return [one.request.number for one in found.rows]


def sit(user: User, office_id: int) -> None:
    """Give somebody a seat."""
    db.session.add(Seat(user_id=user.id, office_id=office_id))
    db.session.commit()


def send_away(user: User, delegate: User, first: datetime, last: datetime) -> None:
    """Note that somebody is away and who stands in."""
    db.session.add(Absence(user_id=user.id, first_day=first.date(), last_day=last.date(), delegate_id=delegate.id))
    db.session.commit()


def noon(year: int, month: int, day: int) -> datetime:
    """Return noon, UTC."""
    return datetime(year, month, day, 12, tzinfo=UTC)
