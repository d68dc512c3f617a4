"""How letters and notifications stand, for machines and for /status: counted in the database, in few statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from coordhub.db import db
from coordhub.mail.models import (
    EVERY_HOST,
    WAITING,
    Delivery,
    DeliveryWorker,
    IncomingEmail,
    MailHost,
    OutgoingEmail,
)
from coordhub.notifications.models import Announcement, Digest, Notification

WORKERS_LOOKED_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Unwritten:
    """News that is late on its way to people: announcements not spread, notifications whose letter is not written.

    `late_seconds` is how long the oldest of them is due, None when none is.
    """

    announcements: int
    notifications: int
    late_seconds: int | None


@dataclass(frozen=True)
class Host:
    """Whether letters to a host are held up, and by whom."""

    rests: bool
    is_stopped: bool


@dataclass(frozen=True)
class Sight:
    """Every figure that /metrics shows. Ages are in seconds; None when there is nothing of that age."""

    letters: Mapping[str, int]
    oldest_waiting_seconds: int | None
    hosts: Mapping[str, Host]
    workers: Mapping[str, int]
    digests: Mapping[str, int]
    unwritten: Unwritten
    incoming: Mapping[str, int]


def unwritten(now: datetime) -> Unwritten:
    """Return what the workers should have turned into rows and letters by now."""
    announced, first_announced = db.session.execute(
        select(func.count(), func.min(Announcement.created_at)).where(Announcement.spread_at.is_(None))
    ).one()
    due, first_due = db.session.execute(
        select(func.count(), func.min(Notification.mail_at)).where(
            Notification.mail_at <= now, Notification.told_at.is_(None), Notification.read_at.is_(None)
        )
    ).one()
    since = min((one for one in (first_announced, first_due) if one is not None), default=None)
    return Unwritten(announced, due, int((now - since).total_seconds()) if since else None)


def all_mail_is_stopped() -> bool:
    """Say whether an administrator lets no letter leave at all."""
    row = db.session.get(MailHost, EVERY_HOST)
    return row is not None and row.stopped_at is not None


def sight(now: datetime) -> Sight:
    """Return all figures at `now`."""
    counts = dict(db.session.execute(select(OutgoingEmail.status, func.count()).group_by(OutgoingEmail.status)).all())
    waits = OutgoingEmail.status.in_((*WAITING, Delivery.CLAIMED))
    oldest = db.session.scalar(select(func.min(OutgoingEmail.created_at)).where(waits))
    seen = db.session.execute(
        select(DeliveryWorker.name, DeliveryWorker.seen_at).where(DeliveryWorker.seen_at > now - WORKERS_LOOKED_BACK)
    ).all()
    incoming = db.session.execute(select(IncomingEmail.kind, func.count()).group_by(IncomingEmail.kind)).all()
    digests = db.session.execute(select(Digest.kind, func.count()).group_by(Digest.kind)).all()
    return Sight(
        letters={status.value: counts.get(status, 0) for status in Delivery},
        oldest_waiting_seconds=int((now - oldest).total_seconds()) if oldest else None,
        hosts={
            row.host: Host(row.paused_until is not None and row.paused_until > now, row.stopped_at is not None)
            for row in db.session.scalars(select(MailHost).order_by(MailHost.host))
        },
        workers={name: int((now - at).total_seconds()) for name, at in sorted(seen)},
        digests={kind.value: number for kind, number in digests},
        unwritten=unwritten(now),
        incoming={kind.value: number for kind, number in incoming},
    )
