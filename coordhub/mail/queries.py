"""Questions about letters and workers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, or_, select, true

from coordhub.db import db
from coordhub.mail.hosts import Host
from coordhub.mail.models import WAITING, Delivery, DeliveryWorker, MailHost, OutgoingEmail
from coordhub.mail.rules import SENT_AGAIN

LETTERS_LISTED = 100


@dataclass(frozen=True)
class OutboxState:
    """How the outbox stands; counts are letters, `oldest_waiting_seconds` is None when none waits.

    `paused` are hosts that rest; `stopped` those that an administrator stopped, EVERY_HOST among them.
    """

    waiting: int
    oldest_waiting_seconds: int | None
    failed: int
    uncertain: int
    suppressed: int
    sent_last_day: int
    worker_seen_at: datetime | None
    paused: Sequence[MailHost]
    stopped: Sequence[MailHost]


@dataclass(frozen=True)
class HostState:
    """How one host stands: letters that wait for it, that it took in the last hour, and that it got in this minute."""

    name: str
    waiting: int
    sent_last_hour: int
    handed_last_minute: int
    paused_until: datetime | None
    stopped_at: datetime | None
    reason: str


@dataclass(frozen=True)
class HourOfMail:
    """What was written, sent and given up in the hour that begins at `hour_at`."""

    hour_at: datetime
    written: int
    sent: int
    failed: int


def outbox_state(now: datetime) -> OutboxState:
    """Return how the outbox stands at `now`."""
    status = OutgoingEmail.status
    counts = dict(db.session.execute(select(status, func.count()).group_by(status)).all())
    oldest = db.session.scalar(
        select(func.min(OutgoingEmail.created_at)).where(status.in_((*WAITING, Delivery.CLAIMED)))
    )
    sent = db.session.scalar(select(func.count()).where(OutgoingEmail.sent_at > now - timedelta(days=1)))
    held_up = or_(MailHost.paused_until > now, MailHost.stopped_at.is_not(None))
    hosts = db.session.scalars(select(MailHost).where(held_up).order_by(MailHost.host)).all()
    return OutboxState(
        waiting=sum(counts.get(one, 0) for one in (*WAITING, Delivery.CLAIMED, Delivery.HANDING)),
        oldest_waiting_seconds=int((now - oldest).total_seconds()) if oldest else None,
        failed=counts.get(Delivery.FAILED, 0),
        uncertain=counts.get(Delivery.UNCERTAIN, 0),
        suppressed=counts.get(Delivery.SUPPRESSED, 0),
        sent_last_day=sent or 0,
        worker_seen_at=db.session.scalar(select(func.max(DeliveryWorker.seen_at))),
        paused=[one for one in hosts if one.paused_until is not None and one.paused_until > now],
        stopped=[one for one in hosts if one.stopped_at is not None],
    )


def host_states(now: datetime, hosts: Sequence[Host]) -> Sequence[HostState]:
    """Return how each of `hosts` stands, in their order."""
    letter = OutgoingEmail
    waits = letter.status.in_((*WAITING, Delivery.CLAIMED, Delivery.HANDING))
    waiting = db.session.execute(select(letter.domain, func.count()).where(waits).group_by(letter.domain)).all()
    is_sent, is_new = letter.status == Delivery.SENT, letter.handed_at > now - timedelta(minutes=1)
    lately = {
        host: (sent, handed)
        for host, sent, handed in db.session.execute(
            select(letter.host, func.sum(case((is_sent, 1), else_=0)), func.sum(case((is_new, 1), else_=0)))
            .where(letter.host.in_([one.name for one in hosts]), letter.handed_at > now - timedelta(hours=1))
            .group_by(letter.host)
        )
    }
    rows = {row.host: row for row in db.session.scalars(select(MailHost))}
    found = []
    for host in hosts:
        row, (sent, handed) = rows.get(host.name), lately.get(host.name, (0, 0))
        rests = row is not None and row.paused_until is not None and row.paused_until > now
        found.append(
            HostState(
                name=host.name,
                waiting=sum(number for domain, number in waiting if host.takes(domain)),
                sent_last_hour=sent,
                handed_last_minute=handed,
                paused_until=row.paused_until if row and rests else None,
                stopped_at=row.stopped_at if row else None,
                reason=row.reason if row and rests else "",
            )
        )
    return found


def hourly(now: datetime) -> Sequence[HourOfMail]:
    """Return what happened in each of the last 24 hours, the oldest first and the one that runs last."""
    running = now.replace(minute=0, second=0, microsecond=0)
    starts = [running - timedelta(hours=back) for back in reversed(range(24))]
    letter, counts = OutgoingEmail, []
    is_any, is_failed = true(), letter.status == Delivery.FAILED  # an index holds the few that failed
    for instant, counted in ((letter.created_at, is_any), (letter.sent_at, is_any), (letter.failed_at, is_failed)):
        of_hours = [
            func.sum(case((and_(instant >= start, instant < start + timedelta(hours=1)), 1), else_=0))
            for start in starts
        ]
        counts.append(db.session.execute(select(*of_hours).where(instant >= starts[0], counted)).one())
    return [
        HourOfMail(start, *(number or 0 for number in three)) for start, *three in zip(starts, *counts, strict=True)
    ]


def letters() -> Sequence[OutgoingEmail]:
    """Return the newest letters, without their bytes."""
    return db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id.desc()).limit(LETTERS_LISTED)).all()


def letter(letter_id: int) -> OutgoingEmail | None:
    """Return one letter with its bytes."""
    return db.session.get(OutgoingEmail, letter_id)


def unsettled(before: datetime) -> Sequence[OutgoingEmail]:
    """Return letters that were handed over before an instant, are uncertain since, and were told of in no digest.

    Oldest first, some hundred at once, without their bytes, locked until the transaction ends; those that somebody else
    has locked are left out. Kinds that are sent once more are not among them.
    """
    letter = OutgoingEmail
    found = select(letter).where(
        letter.status == Delivery.UNCERTAIN,
        letter.handed_at < before,
        letter.told_again_at.is_(None),
        letter.kind.not_in(sorted(SENT_AGAIN)),
    )
    listed = found.order_by(letter.handed_at, letter.id).limit(LETTERS_LISTED)
    return db.session.scalars(listed.with_for_update(skip_locked=True)).all()


def uncertain_by_message_id(message_ids: Collection[str]) -> Sequence[OutgoingEmail]:
    """Return the uncertain letters with these Message-IDs, by id, without their bytes."""
    is_one = (OutgoingEmail.status == Delivery.UNCERTAIN, OutgoingEmail.message_id.in_(message_ids))
    found = select(OutgoingEmail).where(*is_one).order_by(OutgoingEmail.id)
    return db.session.scalars(found).all()


def number_uncertain() -> int:
    """Return how many letters are uncertain."""
    return db.session.scalar(select(func.count()).where(OutgoingEmail.status == Delivery.UNCERTAIN)) or 0


def number_due(now: datetime) -> int:
    """Return how many letters are due."""
    due = (OutgoingEmail.status.in_(WAITING), OutgoingEmail.next_at <= now)
    return db.session.scalar(select(func.count()).where(*due)) or 0


def waiting_ids(now: datetime, limit: int) -> Sequence[int]:
    """Return the ids of the letters that are due, `limit` at most."""
    due = select(OutgoingEmail.id).where(OutgoingEmail.status.in_(WAITING), OutgoingEmail.next_at <= now)
    return db.session.scalars(due.order_by(OutgoingEmail.id).limit(limit)).all()
