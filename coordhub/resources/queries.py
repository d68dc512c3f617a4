"""Questions about events and updates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.resources import rules
from coordhub.resources.models import Event, Update

A_PAGE = 25
EVENTS_LOOKED_AT = 500  # of the next two weeks


@dataclass(frozen=True)
class EventLine:
    """An event as a digest lists it, in its reader's zone."""

    title: str
    when_words: str
    url_path: str


def events(now: datetime, *, past: bool, page: int) -> Sequence[Event]:
    """Return a page of the events to come, the next first, or of those that are over; one more than a page shows."""
    which = Event.ends_at <= now if past else Event.ends_at > now
    order = (Event.starts_at.desc(), Event.id.desc()) if past else (Event.starts_at, Event.id)
    found = select(Event).where(which).options(selectinload(Event.states), joinedload(Event.by)).order_by(*order)
    return db.session.scalars(found.offset((page - 1) * A_PAGE).limit(A_PAGE + 1)).all()


def event_by_id(event_id: int, *, to_change: bool = False) -> Event | None:
    """Return an event with its states and who published it; `to_change` keeps others waiting until the commit."""
    found = select(Event).where(Event.id == event_id).options(selectinload(Event.states), joinedload(Event.by))
    if to_change:
        found = found.with_for_update(of=Event).execution_options(populate_existing=True)
    return db.session.scalar(found)


def updates(*, page: int) -> Sequence[Update]:
    """Return a page of updates, the newest first; one more than a page shows."""
    found = select(Update).options(joinedload(Update.by)).order_by(Update.dated_on.desc(), Update.id.desc())
    return db.session.scalars(found.offset((page - 1) * A_PAGE).limit(A_PAGE + 1)).all()


def update_by_id(update_id: int) -> Update | None:
    """Return an update with who published it."""
    return db.session.scalar(select(Update).where(Update.id == update_id).options(joinedload(Update.by)))


def next_events(people: Sequence[User], now: datetime) -> Mapping[int, Sequence[EventLine]]:
    """Return, by user id, the events of the next 14 days that concern all states or the person's, at most five each.

    Two statements, however many people there are; people without one are left out. Cancelled events are no events.
    """
    found = (
        select(Event)
        .where(Event.ends_at > now, Event.starts_at <= now + rules.AHEAD, Event.cancelled_at.is_(None))
        .options(selectinload(Event.states))
        .order_by(Event.starts_at, Event.id)
        .limit(EVENTS_LOOKED_AT)
    )
    coming = [(event, set(event.state_codes)) for event in db.session.scalars(found)]
    lines: dict[int, Sequence[EventLine]] = {}
    for person in people:
        theirs = [event for event, codes in coming if not codes or person.state_code in codes][: rules.LINES_AT_MOST]
        if theirs:
            lines[person.id] = [
                EventLine(one.title, rules.when_words(one, person.time_zone), f"/events/{one.id}") for one in theirs
            ]
    return lines
