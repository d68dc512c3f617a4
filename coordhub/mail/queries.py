"""Questions about letters and workers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer

from coordhub.db import db
from coordhub.mail.models import WAITING, Delivery, DeliveryWorker, MailHost, OutgoingEmail

LETTERS_LISTED = 100


@dataclass(frozen=True)
class OutboxState:
    """How the outbox stands; counts are letters, `oldest_waiting_seconds` is None when none waits."""

    waiting: int
    oldest_waiting_seconds: int | None
    failed: int
    uncertain: int
    sent_last_day: int
    worker_seen_at: datetime | None
    paused: Sequence[MailHost]


def outbox_state(now: datetime) -> OutboxState:
    """Return how the outbox stands at `now`."""
    status = OutgoingEmail.status
    counts = dict(db.session.execute(select(status, func.count()).group_by(status)).all())
    oldest = db.session.scalar(
        select(func.min(OutgoingEmail.created_at)).where(status.in_((*WAITING, Delivery.CLAIMED)))
    )
    sent = db.session.scalar(select(func.count()).where(OutgoingEmail.sent_at > now - timedelta(days=1)))
    return OutboxState(
        waiting=sum(counts.get(one, 0) for one in (*WAITING, Delivery.CLAIMED, Delivery.HANDING)),
        oldest_waiting_seconds=int((now - oldest).total_seconds()) if oldest else None,
        failed=counts.get(Delivery.FAILED, 0),
        uncertain=counts.get(Delivery.UNCERTAIN, 0),
        sent_last_day=sent or 0,
        worker_seen_at=db.session.scalar(select(func.max(DeliveryWorker.seen_at))),
        paused=db.session.scalars(select(MailHost).where(MailHost.paused_until > now).order_by(MailHost.host)).all(),
    )


def dead_letters() -> Sequence[OutgoingEmail]:
    """Return the letters that failed for good or may have got lost, newest first, without their bytes."""
    found = select(OutgoingEmail).where(OutgoingEmail.status.in_((Delivery.FAILED, Delivery.UNCERTAIN)))
    return db.session.scalars(_listed(found)).all()


def letters() -> Sequence[OutgoingEmail]:
    """Return the newest letters, without their bytes."""
    return db.session.scalars(_listed(select(OutgoingEmail))).all()


def letter(letter_id: int) -> OutgoingEmail | None:
    """Return one letter with its bytes."""
    return db.session.get(OutgoingEmail, letter_id)


def waiting_ids(now: datetime) -> Sequence[int]:
    """Return the ids of the letters that are due."""
    due = select(OutgoingEmail.id).where(OutgoingEmail.status.in_(WAITING), OutgoingEmail.next_at <= now)
    return db.session.scalars(due.order_by(OutgoingEmail.id).limit(LETTERS_LISTED)).all()


def _listed(found: Select[OutgoingEmail]) -> Select[OutgoingEmail]:
    return found.options(defer(OutgoingEmail.content)).order_by(OutgoingEmail.id.desc()).limit(LETTERS_LISTED)
