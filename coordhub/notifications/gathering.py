"""Writing the letters that leave at once: all that is new about one thing, in one letter to each reader.

An edge of its own: it commits letter by letter, so that what fails for one reader is not undone for another.
"""

from collections.abc import Sequence
from datetime import datetime

import flask
from sqlalchemy import select, update

from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.mail import letters, outbox
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications import preferences, rules
from coordhub.notifications.facts import from_json
from coordhub.notifications.kinds import KINDS
from coordhub.notifications.models import Notification
from coordhub.notifications.stopping import stop_url

LETTERS_A_LOOK = 500


def gather(now: datetime) -> int:
    """Write the letters whose hold is over, and return how many; can run twice and beside other workers."""
    written = 0
    due = (
        select(Notification.user_id, Notification.about)
        .where(Notification.mail_at <= now, Notification.told_at.is_(None), Notification.read_at.is_(None))
        .group_by(Notification.user_id, Notification.about)
        .order_by(Notification.user_id, Notification.about)
        .limit(LETTERS_A_LOOK)
    )
    threads = db.session.execute(due).all()
    db.session.rollback()
    for user_id, about in threads:
        written += _write(user_id, about, now)
        db.session.commit()
    return written


def _write(user_id: int, about: str, now: datetime) -> int:
    user = db.session.get_one(User, user_id)
    preference = preferences.preferences_of([user])[user_id]
    quiet = rules.quiet_until(preference, now, user.time_zone)
    if quiet is not None:
        _hold(user_id, about, quiet)
        return 0
    rows = _claim(user_id, about, now)
    if not rows or not user.active:
        return 0
    letter = _letter(user, rows)
    for row in rows:
        row.letter_id = letter.id if letter else None
    return int(letter is not None)


def _hold(user_id: int, about: str, until: datetime) -> None:
    """Let the letter wait for the end of quiet hours."""
    waiting = update(Notification).where(Notification.user_id == user_id, Notification.about == about)
    waits = waiting.where(Notification.mail_at < until, Notification.told_at.is_(None))
    db.session.execute(waits.values(mail_at=until).execution_options(synchronize_session=False))


def _claim(user_id: int, about: str, now: datetime) -> Sequence[Notification]:
    """Take everything about one thing that waits for a letter, also what is still held; the oldest first."""
    taken = db.session.scalars(
        update(Notification)
        .where(
            Notification.user_id == user_id,
            Notification.about == about,
            Notification.mail_at.is_not(None),
            Notification.told_at.is_(None),
            Notification.read_at.is_(None),
        )
        .values(told_at=now, mail_at=None)
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    ).all()
    found = select(Notification).where(Notification.id.in_(taken)).order_by(Notification.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def _letter(user: User, rows: Sequence[Notification]) -> OutgoingEmail | None:
    last = rows[-1]
    kind = KINDS[last.kind]
    facts, lists = from_json(last.facts)
    letter = letters.compose(
        last.kind,
        address=user.email,
        name=user.display_name,
        context={
            "words": kind.words,
            "title": last.title,
            "url": flask.current_app.config["HUB_URL"] + last.url,
            "facts": facts,
            "lists": lists,
            "hub_url": flask.current_app.config["HUB_URL"],
            "settings_url": flask.current_app.config["HUB_URL"] + "/notifications/preferences",
        },
        message_key=f"{last.event_key}.u{user.id}",
        thread_key=f"{last.about}.u{user.id}",
        list_name=kind.list.value,
        stop_url=stop_url(user, last.subject.value),
        reason=f"You get this because {last.reason}.",
    )
    return outbox.put(letter, dedup_key=f"n:{user.id}:{last.event_key}", kind=last.kind, user_id=user.id)
