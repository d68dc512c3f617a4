"""Telling people: a row in the inbox of each, and a letter for those who want this kind at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import flask
from sqlalchemy import select, update

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.mail import letters, outbox
from coordhub.notifications import preferences, rules
from coordhub.notifications.kinds import KINDS
from coordhub.notifications.models import Notification, Preference
from coordhub.notifications.stopping import stop_url


@dataclass(frozen=True)
class Recipient:
    """Somebody who is to hear of it, and why: a clause that follows "because"."""

    user: User
    reason: str


@dataclass(frozen=True)
class RequestFacts:
    """All that a letter may say about a request between two states. Nothing else fits in here, on purpose."""

    number: str
    type_label: str
    from_state: str
    to_state: str
    due_on: date | None
    due_words: str


@dataclass(frozen=True)
class RequestList:
    """Requests that a letter lists under a heading: (facts, working days overdue, path) each; `more` are not listed."""

    heading: str
    lines: Sequence[tuple[RequestFacts, int, str]]
    more: int = 0


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
) -> None:
    """Tell each recipient once of one event; never the person who did it.

    `about` is a plain key, `url` a path, `title` may stand in a letter (no private text, no small count). The same
    `event_key` told twice leaves one row. Adds to the open transaction.
    """
    told = {one.user.id: one for one in recipients if one.user.id != actor_id}
    known = set(
        db.session.scalars(
            select(Notification.user_id).where(Notification.event_key == event_key, Notification.user_id.in_(told))
        )
    )
    wanted = preferences.preferences_of(list(told))
    now = clock.now()
    for user_id, recipient in told.items():
        if user_id in known:
            continue
        row = Notification(
            user_id=user_id,
            event_key=event_key,
            kind=kind,
            about=about,
            title=title,
            url=url,
            reason=recipient.reason,
            due_on=due_on,
            created_at=now,
        )
        db.session.add(row)
        preference = wanted.get(user_id) or preferences.add_defaults(recipient.user, now)
        if rules.leaves_at_once(kind, preference):
            _mail(row, recipient, preference, facts, lists)


def mark_read(user: User, about: str) -> None:
    """Mark everything about one thing as read."""
    _mark(user, Notification.about == about)


def mark_all_read(user: User) -> None:
    """Mark everything as read."""
    _mark(user, Notification.id > 0)


def _mark(user: User, which: object) -> None:
    db.session.execute(
        update(Notification)
        .where(Notification.user_id == user.id, Notification.read_at.is_(None), which)  # type: ignore[arg-type]
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def forget_letters_before(before: datetime) -> None:
    """Count as read what was mailed so long ago that the letter is forgotten, so that no digest takes it for news."""
    db.session.execute(
        update(Notification)
        .where(Notification.created_at < before, Notification.mailed_id.is_not(None), Notification.read_at.is_(None))
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _mail(
    row: Notification,
    recipient: Recipient,
    preference: Preference,
    facts: RequestFacts | None,
    lists: Sequence[RequestList],
) -> None:
    user = recipient.user
    kind = KINDS[row.kind]
    letter = letters.compose(
        row.kind,
        address=user.email,
        name=user.display_name,
        context={
            "words": kind.words,
            "title": row.title,
            "url": flask.current_app.config["HUB_URL"] + row.url,
            "facts": facts,
            "lists": lists,
            "hub_url": flask.current_app.config["HUB_URL"],
            "settings_url": flask.current_app.config["HUB_URL"] + "/notifications/preferences",
        },
        message_key=f"{row.event_key}.u{user.id}",
        thread_key=f"{row.about}.u{user.id}",
        list_name=kind.group.value,
        stop_url=stop_url(user, kind.group.value),
        reason=f"You get this because {recipient.reason}.",
    )
    sent = outbox.put(letter, dedup_key=f"n:{user.id}:{row.event_key}", kind=row.kind, user_id=user.id)
    row.mailed_id = sent.id if sent else None
