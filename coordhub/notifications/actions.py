"""Telling people: a row in the inbox of each, on the way that each chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import flask
from sqlalchemy import Select, delete, select, update
from sqlalchemy.engine import CursorResult

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.accounts.queries import absences_on
from coordhub.db import db
from coordhub.notifications import preferences, queries, rules
from coordhub.notifications.facts import PostFacts, RequestFacts, RequestList, to_json
from coordhub.notifications.kinds import KINDS, Subject, Way
from coordhub.notifications.models import Announcement, Notification


@dataclass(frozen=True)
class Recipient:
    """Somebody who is to hear of it, and why: a clause that follows "because".

    `subject` is the row of their table of choices, where it is not that of the kind.
    """

    user: User
    reason: str
    subject: Subject | None = None


def notify(
    recipients: Sequence[Recipient],
    *,
    kind: str,
    about: str,
    title: str,
    url: str,
    event_key: str,
    actor_id: int | None,
    due_on: date | None = None,
    facts: RequestFacts | None = None,
    lists: Sequence[RequestList] = (),
    post: PostFacts | None = None,
    is_urgent: bool = False,
) -> None:
    """Tell each recipient once of one event; never the person who did it, nor who chose to hear nothing of it.

    `about` is a plain key, `url` a path, `title` may stand in a letter (no private text, no small count). The same
    `event_key` told twice leaves one row. Letters are written later, by gathering.py: several events about one thing
    make one. What is urgent waits for no burst, and not for the end of quiet hours unless its reader wants that.
    Adds to the open transaction.
    """
    told = {one.user.id: one for one in reversed(recipients) if one.user.id != actor_id}
    known = select(Notification.user_id).where(Notification.event_key == event_key, Notification.user_id.in_(told))
    for user_id in db.session.scalars(known).all():
        del told[user_id]
    people = [one.user for one in told.values()]
    if not people:
        return
    now = clock.now()
    wanted = preferences.wishes_of(people)
    away = absences_on(people, now)
    muted = queries.muted(about, list(told))
    preferences.add_defaults(people, now)
    urgent = is_urgent or KINDS[kind].is_urgent
    waits = flask.current_app.config["MAIL_HOLDS"] and not urgent
    for user_id, recipient in sorted(told.items()):
        subject = recipient.subject or KINDS[kind].subject
        way = rules.way_now(wanted[user_id].way(subject), kind, is_away=user_id in away)
        if way == Way.NOTHING:
            continue
        if user_id in muted and subject != Subject.LATE:
            way = Way.HUB
        row = Notification(
            user_id=user_id,
            event_key=event_key,
            kind=kind,
            subject=subject,
            way=way,
            about=about,
            title=title,
            url=url,
            reason=recipient.reason,
            due_on=due_on,
            facts=to_json(facts, lists, post),
            created_at=now,
            mail_at=rules.letter_at(way, now, waits=waits),
            is_urgent=urgent,
        )
        db.session.add(row)
        flask.g.letters_waiting = True  # The worker looks at once; what is held for a burst, its next sweeps find.


def announce(
    *,
    kind: str,
    about: str,
    title: str,
    url: str,
    reason: str,
    event_key: str,
    actor_id: int | None,
    state_code: str | None = None,
    matter: Mapping[str, Any] | None = None,
    post: PostFacts | None = None,
) -> None:
    """Tell everybody approved, or everybody of a state, of one event; the worker spreads it (spreading.py).

    `matter` is what people's interests are matched with: forum (a slug), specialties, states, words (lower case).
    The deed writes one row, however many people there are. Adds to the open transaction.
    """
    db.session.add(
        Announcement(
            event_key=event_key,
            kind=kind,
            subject=KINDS[kind].subject,
            about=about,
            title=title,
            url=url,
            reason=reason,
            state_code=state_code,
            matter=dict(matter or {}),
            facts=to_json(None, (), post),
            actor_id=actor_id,
            created_at=clock.now(),
        )
    )
    flask.g.letters_waiting = True


def mark_read(user: User, about: str) -> None:
    """Mark everything about one thing as read."""
    db.session.execute(
        update(Notification)
        .where(Notification.user_id == user.id, Notification.about == about, Notification.read_at.is_(None))
        .values(read_at=clock.now(), mail_at=None)
        .execution_options(synchronize_session=False)
    )


def forget_before(before: datetime, *, kept: Select[str]) -> int:
    """Delete the notices older than an instant, less those about what `kept` selects, and return how many."""
    old = (Notification.created_at < before, Notification.about.not_in(kept))
    gone = db.session.execute(delete(Notification).where(*old).execution_options(synchronize_session=False))
    assert isinstance(gone, CursorResult)
    return gone.rowcount


def forget_letters_before(before: datetime) -> None:
    """Count as read what was mailed so long ago that the letter is forgotten, so that no digest takes it for news."""
    db.session.execute(
        update(Notification)
        .where(Notification.created_at < before, Notification.told_at.is_not(None), Notification.read_at.is_(None))
        .values(read_at=clock.now(), mail_at=None)
        .execution_options(synchronize_session=False)
    )
