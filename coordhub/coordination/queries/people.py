"""The people around requests: where they sit, who watches, who may be named."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from coordhub.accounts.models import User
from coordhub.accounts.queries import members_of
from coordhub.coordination.models import CoordinationRequest, RequestWatch, Seat
from coordhub.db import db
from coordhub.directory.models import Closure
from coordhub.workdays import days


def seat_of(user: User) -> Seat | None:
    """Return where a person sits, None when nobody said."""
    return db.session.get(Seat, user.id)


def office_of(user: User) -> int | None:
    """Return the key of the office that a person sits in, None when nobody said."""
    seat = seat_of(user)
    return seat.office_id if seat else None


def seated_in(office_id: int | None) -> Sequence[User]:
    """Return the people who sit in an office, by id; empty without an office."""
    found = select(Seat).where(Seat.office_id == office_id).options(joinedload(Seat.user)).order_by(Seat.user_id)
    return [one.user for one in db.session.scalars(found)] if office_id is not None else []


def watchers_of(request: CoordinationRequest) -> Sequence[User]:
    """Return those who watch a request and still act for one of its states, by id."""
    found = (
        select(RequestWatch)
        .where(RequestWatch.request_id == request.id)
        .options(joinedload(RequestWatch.user))
        .order_by(RequestWatch.user_id)
    )
    states = (request.from_state, request.to_state)
    return [one.user for one in db.session.scalars(found) if one.user.is_member and one.user.state_code in states]


def names_of_the_two_states(request: CoordinationRequest) -> list[str]:
    """Return the names of the people of both states, who may be named in a message."""
    return [one.display_name for code in (request.from_state, request.to_state) for one in members_of(code)]


def closed_days(office_id: int | None) -> frozenset[date]:
    """Return the days on which an office is closed, of all closures that are listed; empty without an office."""
    if office_id is None:
        return frozenset()
    found = select(Closure.starts_on, Closure.ends_on).where(Closure.entry_id == office_id)
    return frozenset(day for first, last in db.session.execute(found) for day in days(first, last))
