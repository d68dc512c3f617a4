"""Questions about notifications."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from coordhub.db import db
from coordhub.notifications.kinds import Subject
from coordhub.notifications.models import Notification

NOTICES_SHOWN = 100


@dataclass(frozen=True)
class NoticeGroup:
    """All about one thing: its newest notification, and how many are unread."""

    about: str
    latest: Notification
    unread: int

    @property
    def since(self) -> datetime:
        """When the newest thing happened."""
        return self.latest.created_at


def unread_count(user_id: int) -> int:
    """Return about how many things a person has unread notifications; several about one request count once."""
    found = select(func.count(Notification.about.distinct())).where(
        Notification.user_id == user_id, Notification.read_at.is_(None)
    )
    return db.session.scalar(found) or 0


def inbox(user_id: int, *, limit: int = NOTICES_SHOWN) -> Sequence[NoticeGroup]:
    """Return what a person was told, grouped by what it is about, the newest first."""
    groups = (
        select(
            func.max(Notification.id).label("latest_id"),
            (func.count() - func.count(Notification.read_at)).label("unread"),
        )
        .where(Notification.user_id == user_id)
        .group_by(Notification.about)
        .order_by(func.max(Notification.id).desc())
        .limit(limit)
        .subquery()
    )
    found = select(Notification, groups.c.unread).join(groups, Notification.id == groups.c.latest_id)
    rows = db.session.execute(found.order_by(Notification.id.desc())).all()
    return [NoticeGroup(row.about, row, unread) for row, unread in rows]


def subjects_of_letter(letter_id: int) -> Sequence[Subject]:
    """Return the subjects that a letter told its reader of, each once."""
    found = select(Notification.subject).where(Notification.letter_id == letter_id).distinct()
    return db.session.scalars(found.order_by(Notification.subject)).all()
