"""Deeds on events and updates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.accounts.queries import names_of_members
from coordhub.audit.actions import record
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.markdown import RENDERER_VERSION, to_html
from coordhub.notifications.actions import announce
from coordhub.places.states import STATES
from coordhub.privacy.checks import check_text
from coordhub.privacy.surfaces import Surface
from coordhub.resources import rules
from coordhub.resources.models import Event, EventKind, EventState, Update


@dataclass(frozen=True)
class EventFacts:
    """What is said of an event; no state means all states."""

    title: str
    kind: EventKind
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    is_all_day: bool
    place: str
    link: str
    source: str
    state_codes: Sequence[str]


def publish_event(facts: EventFacts, *, by: User, confirmed: bool = False) -> Event:
    """Publish an event and tell whom it concerns. Raises NotAllowed and PrivacyRefusal."""
    if not rules.may_publish_for(by, facts.state_codes):
        raise NotAllowed("Directors publish for their own state; OME and the hub for all.")
    _check({"title": facts.title, "place": facts.place}, confirmed)
    event = Event(by=by, published_at=clock.now(), revision=1)
    _fill(event, facts)
    event.states = [EventState(state_code=code) for code in facts.state_codes]
    db.session.add(event)
    db.session.flush()  # The announcement's key holds the event's id.
    record(by.id, "event-published", event.key)
    _announce(event, "event-new", f"{event.title}, {_when(event)}", by)
    return event


def change_event(event: Event, facts: EventFacts, *, by: User, seen: int, confirmed: bool = False) -> bool:
    """Change an event, and tell again when its time has changed; False when nothing has.

    `seen` is the revision that `by` looked at. Raises NotAllowed, Conflict and PrivacyRefusal.
    """
    if not rules.may_change(by, event) or not rules.may_publish_for(by, facts.state_codes):
        raise NotAllowed("Only who published this event, its state’s director or a hub administrator changes it.")
    if seen != event.revision:
        raise Conflict("Somebody changed this event while you did. Look at it, then change it again.")
    _check({"title": facts.title, "place": facts.place}, confirmed)
    before, span = _facts_of(event), (event.starts_at, event.ends_at, event.is_all_day)
    if before == facts:
        return False
    _fill(event, facts)
    kept = {one.state_code: one for one in event.states}
    event.states = [kept.get(code) or EventState(state_code=code) for code in facts.state_codes]
    event.revision += 1
    record(by.id, "event-changed", event.key)
    if span != (event.starts_at, event.ends_at, event.is_all_day):
        _announce(event, "event-changed", f"{event.title}: now {_when(event)}", by)
    return True


def cancel_event(event: Event, *, by: User) -> None:
    """Cancel an event and tell whom it concerned. Raises NotAllowed, also for one that was cancelled before."""
    if not rules.may_change(by, event):
        raise NotAllowed("Only who published this event, its state’s director or a hub administrator cancels it, once.")
    event.cancelled_at = clock.now()
    event.revision += 1
    record(by.id, "event-cancelled", event.key)
    if event.ends_at > event.cancelled_at:
        _announce(event, "event-changed", f"Cancelled: {event.title}, {_when(event)}", by)


def publish_update(
    title: str, text: str, *, dated_on: date, link: str, state_code: str | None, by: User, confirmed: bool = False
) -> Update:
    """Publish an update and tell whom it concerns: a state, or all. Raises NotAllowed and PrivacyRefusal."""
    if not rules.may_publish_for(by, [state_code] if state_code else []):
        raise NotAllowed("Directors publish for their own state; OME and the hub for all.")
    _check({"title": title, "text": text}, confirmed)
    update = Update(
        title=title,
        text=text,
        html=str(to_html(text)),
        renderer_version=RENDERER_VERSION,
        dated_on=dated_on,
        link=link,
        state_code=state_code,
        by=by,
        published_at=clock.now(),
    )
    db.session.add(update)
    db.session.flush()  # The announcement's key holds the update's id.
    record(by.id, "update-published", update.key)
    announce(
        kind="update-new",
        about=update.key,
        title=title,
        url=f"/updates/{update.id}",
        reason=_because("an update", state_code),
        event_key=update.key,
        actor_id=by.id,
        state_code=state_code,
    )
    return update


def _check(fields: dict[str, str], confirmed: bool) -> None:
    names = names_of_members()
    check_text(fields, Surface.BOARD, confirmed=confirmed, allowed_names=names)


def _fill(event: Event, facts: EventFacts) -> None:
    for name in ("title", "kind", "starts_at", "ends_at", "time_zone", "is_all_day", "place", "link", "source"):
        setattr(event, name, getattr(facts, name))


def _facts_of(event: Event) -> EventFacts:
    return EventFacts(
        event.title,
        event.kind,
        event.starts_at,
        event.ends_at,
        event.time_zone,
        event.is_all_day,
        event.place,
        event.link,
        event.source,
        event.state_codes,
    )


def _when(event: Event) -> str:
    return rules.when_words(event, event.time_zone)


def _announce(event: Event, kind: str, title: str, by: User) -> None:
    """Tell everybody, or the people of each state that an event concerns."""
    codes: Sequence[str | None] = event.state_codes or [None]
    for code in codes:
        announce(
            kind=kind,
            about=event.key,
            title=title,
            url=f"/events/{event.id}",
            reason=_because("an event", code),
            event_key=f"{event.key}/{event.revision}" + (f"/{code}" if code else ""),
            actor_id=by.id,
            state_code=code,
        )


def _because(what: str, state_code: str | None) -> str:
    return f"it is {what} for {STATES[state_code].in_sentence if state_code else 'all states'}"
