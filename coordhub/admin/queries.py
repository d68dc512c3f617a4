"""Questions about mail that only administrators ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from coordhub.db import db
from coordhub.mail.models import (
    WAITING,
    Delivery,
    DeliveryWorker,
    Incoming,
    IncomingEmail,
    MailHost,
    OutgoingEmail,
)
from coordhub.mail.rules import without_addresses

DEAD = (Delivery.FAILED, Delivery.UNCERTAIN)
LETTERS_A_PAGE = 25
WORKERS_LISTED = 20
INCOMING_FOR = timedelta(days=30)
WORDS_OF_A_REASON = 60  # characters, where the reason is no code of a server


@dataclass(frozen=True)
class DeadGroup:
    """Letters that one host refused for one reason: its code or first words, and an example without addresses."""

    host: str
    reason: str
    number: int
    example: str


def reason_of() -> ColumnElement[str]:
    """Return what letters are grouped by: the code of the server's answer, or its first words when it has none."""
    words = OutgoingEmail.last_error
    has_code = func.substr(words, 1, 1).in_(list("0123456789"))
    return case((has_code, func.substr(words, 1, 3)), else_=func.substr(words, 1, WORDS_OF_A_REASON))


def failed_by_reason() -> Sequence[DeadGroup]:
    """Return the letters that failed for good by host and reason, most first; not the uncertain ones."""
    one = (
        select(OutgoingEmail.host, reason_of().label("reason"), OutgoingEmail.last_error)
        .where(OutgoingEmail.status == Delivery.FAILED)
        .subquery()
    )
    number = func.count()
    found = (
        select(one.c.host, one.c.reason, number, func.min(one.c.last_error))
        .group_by(one.c.host, one.c.reason)
        .order_by(number.desc(), one.c.host, one.c.reason)
        .limit(LETTERS_A_PAGE)
    )
    return [
        DeadGroup(host, reason, many, without_addresses(words))
        for host, reason, many, words in db.session.execute(found)
    ]


def dead_letters(*, page: int) -> Sequence[OutgoingEmail]:
    """Return a page of the letters that failed for good or are uncertain, newest first; one more than a page shows."""
    found = select(OutgoingEmail).where(OutgoingEmail.status.in_(DEAD)).order_by(OutgoingEmail.id.desc())
    return db.session.scalars(found.offset((page - 1) * LETTERS_A_PAGE).limit(LETTERS_A_PAGE + 1)).all()


def waiting_by_hour(hours: Sequence[datetime]) -> Sequence[int]:
    """Return how many letters waited at the end of each hour, given by its beginning; the last one runs still.

    A letter waits from when it was written until it is sent or given up; uncertain and suppressed ones do not wait.
    """
    letter = OutgoingEmail
    waits = letter.status.in_((*WAITING, Delivery.CLAIMED, Delivery.HANDING))
    ends = [one + timedelta(hours=1) for one in hours]
    at_ends = [
        func.sum(case((and_(letter.created_at < end, or_(waits, letter.sent_at >= end, letter.failed_at >= end)), 1),
                      else_=0))
        for end in ends
    ]  # fmt: skip
    first = hours[0]
    lately = or_(waits, letter.sent_at >= first, letter.failed_at >= first)
    return [number or 0 for number in db.session.execute(select(*at_ends).where(lately)).one()]


def workers(now: datetime) -> Sequence[DeliveryWorker]:
    """Return the workers that were seen in the last day, the latest first."""
    found = select(DeliveryWorker).where(DeliveryWorker.seen_at > now - timedelta(days=1))
    return db.session.scalars(
        found.order_by(DeliveryWorker.seen_at.desc(), DeliveryWorker.name).limit(WORKERS_LISTED)
    ).all()


def incoming_by_kind(now: datetime) -> Sequence[tuple[Incoming, int]]:
    """Return how many letters came in within 30 days, by what they turned out to be, in the order of the kinds."""
    lately = IncomingEmail.received_at > now - INCOMING_FOR
    found = select(IncomingEmail.kind, func.count()).where(lately).group_by(IncomingEmail.kind)
    counts = dict(db.session.execute(found).all())
    return [(kind, counts[kind]) for kind in Incoming if kind in counts]


def stopped_hosts() -> Sequence[MailHost]:
    """Return the hosts to which an administrator lets no letter leave, the row for all of them first."""
    return db.session.scalars(select(MailHost).where(MailHost.stopped_at.is_not(None)).order_by(MailHost.host)).all()
