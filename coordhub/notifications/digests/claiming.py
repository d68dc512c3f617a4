"""Taking what is new in hand for the digests of a batch, in a number of statements that does not grow with it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, or_, select, update

from coordhub.db import add_missing, db
from coordhub.notifications.digests.lines import News
from coordhub.notifications.digests.people import Due
from coordhub.notifications.kinds import Way
from coordhub.notifications.models import Digest, DigestKind, Notification
from coordhub.notifications.rules import may_hear

# A letter at once that has no time to leave was taken back, or its reader changed their mind: the digest tells of it.
_LEFT_OVER = and_(Notification.way == Way.AT_ONCE, Notification.mail_at.is_(None))
WAYS = {DigestKind.DAILY: (Way.DAILY,), DigestKind.WEEKLY: (Way.DAILY, Way.WEEKLY)}
COLUMNS = (
    Notification.id,
    Notification.user_id,
    Notification.kind,
    Notification.subject,
    Notification.about,
    Notification.title,
    Notification.url,
    Notification.facts,
    Notification.is_told_again,
)


def begin(due: Sequence[Due], now: datetime) -> dict[int, int]:
    """Add the digests of these people for their local dates; return the ids by person, without who had one already."""
    rows = [
        {"user_id": one.user.id, "kind": one.kind, "local_date": one.today, "created_at": now}
        for one in sorted(due, key=lambda one: one.user.id)
    ]
    return dict(add_missing(Digest, rows, Digest.user_id, Digest.id))


def claim(due: Sequence[Due], digests: Mapping[int, int], now: datetime) -> dict[int, list[News]]:
    """Take the unread, untold notifications of these people for their digests, by person, the oldest first.

    One that is committed later is told next time; one that somebody else takes at this moment is theirs.
    """
    # Said as a table of values: what a database plans for a subquery depends on how full the digests were.
    whose = case(dict(digests), value=Notification.user_id)
    taken = db.session.execute(
        update(Notification)
        .where(*_waiting(due))
        .values(digest_id=whose, told_at=now, mail_at=None)
        .returning(*COLUMNS)
        .execution_options(synchronize_session=False)
    ).all()
    return _by_person(taken, due)


def look(due: Due) -> list[News]:
    """Return what a digest of this person would take now; takes nothing."""
    rows = db.session.execute(select(*COLUMNS).where(*_waiting([due]))).all()
    return _by_person(rows, [due]).get(due.user.id, [])


def news_of(row: Any) -> News:
    """Return a row of COLUMNS as digests read it."""
    return News(row.id, row.kind, row.subject, row.about, row.title, row.url, row.is_told_again)


def drop(digest_ids: Collection[int]) -> None:
    """Take back digests that hold nothing, so that a later one of the same date is still possible."""
    if digest_ids:
        gone = delete(Digest).where(Digest.id.in_(list(digest_ids)))
        db.session.execute(gone.execution_options(synchronize_session=False))


def _waiting(due: Sequence[Due]) -> tuple[ColumnElement[bool], ...]:
    """Return what finds the notifications that these digests tell of: weekly ones those that come weekly, too."""
    everything = [one.user.id for one in due if one.kind == DigestKind.WEEKLY or one.was_away]
    ways = [Notification.way == Way.DAILY, _LEFT_OVER]
    if everything:
        ways.append(and_(Notification.way == Way.WEEKLY, Notification.user_id.in_(everything)))
    return (
        Notification.user_id.in_([one.user.id for one in due]),
        Notification.told_at.is_(None),
        Notification.read_at.is_(None),
        or_(*ways),
    )


def _by_person(rows: Sequence[Any], due: Sequence[Due]) -> dict[int, list[News]]:
    """Return the news of each, the oldest first, without what they may not read any more: they left or moved."""
    users = {one.user.id: one.user for one in due}
    found: dict[int, list[News]] = {}
    for row in sorted(rows, key=lambda one: int(one.id)):
        if row.facts is None or may_hear(users[row.user_id], [row]):
            found.setdefault(row.user_id, []).append(news_of(row))
    return found
