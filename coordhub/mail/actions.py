"""Deeds on letters and workers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.engine import CursorResult

from coordhub import clock
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.mail.models import EVERY_HOST, Delivery, DeliveryWorker, MailHost, OutgoingEmail

FINISHED = (Delivery.SENT, Delivery.FAILED, Delivery.UNCERTAIN, Delivery.SUPPRESSED)
RETRIABLE = (Delivery.FAILED, Delivery.UNCERTAIN, Delivery.DEFERRED, Delivery.SUPPRESSED)


def try_again(letter: OutgoingEmail) -> None:
    """Put a dead letter back into the queue, with all its attempts; raises NotAllowed for one that is on its way."""
    if letter.status not in RETRIABLE:
        raise NotAllowed("This letter is on its way or was sent.")
    letter.status = Delivery.QUEUED
    letter.attempts = 0
    letter.next_at = clock.now()
    # The sender of an uncertain one may still wait for an answer; it must not speak for the new copy.
    letter.owner = letter.lease_until = letter.failed_at = None
    letter.host = ""


def try_all_again() -> Sequence[int]:
    """Put all letters that failed for good back into the queue, and return their ids; not the uncertain ones."""
    queued = db.session.scalars(
        update(OutgoingEmail)
        .where(OutgoingEmail.status == Delivery.FAILED)
        .values(status=Delivery.QUEUED, attempts=0, next_at=clock.now(), failed_at=None, host="")
        .returning(OutgoingEmail.id)
        .execution_options(synchronize_session=False)
    ).all()
    return sorted(queued)


def stop_mail(host: str = EVERY_HOST) -> bool:
    """Let no more letters be claimed for a host, or for all; what is claimed already still leaves.

    Returns False when it was stopped before.
    """
    row = db.session.get(MailHost, host) or MailHost(host=host, refusals=0, reason="")
    if row.stopped_at is not None:
        return False
    row.stopped_at = clock.now()
    db.session.add(row)
    return True


def start_mail(host: str = EVERY_HOST) -> bool:
    """Let letters leave to a host again, or to all that are not stopped by themselves; a rest it was given ends, too.

    Returns False when nothing held them up.
    """
    row = db.session.get(MailHost, host)
    if row is None or (row.stopped_at is None and row.paused_until is None):
        return False
    row.stopped_at = row.paused_until = None
    row.refusals, row.reason = 0, ""
    return True


def beat(worker_name: str) -> None:
    """Note that a worker is alive."""
    row = db.session.get(DeliveryWorker, worker_name) or DeliveryWorker(name=worker_name)
    row.seen_at = clock.now()
    db.session.add(row)


def forget_before(before: datetime) -> int:
    """Delete the letters written before an instant that are not on their way any more, and return how many."""
    old = (OutgoingEmail.created_at < before, OutgoingEmail.status.in_(FINISHED))
    gone = db.session.execute(delete(OutgoingEmail).where(*old).execution_options(synchronize_session=False))
    assert isinstance(gone, CursorResult)
    return gone.rowcount


def settle(letter: OutgoingEmail, *, arrived: bool, words: str) -> None:
    """Record what a report or the relay's log says of a letter; `words` stand where the server's answer would.

    One that arrived is sent, whatever was thought of it; one that did not is a dead letter.
    """
    letter.owner = letter.lease_until = None
    if arrived:
        letter.status, letter.sent_at = Delivery.SENT, letter.sent_at or clock.now()
        letter.smtp_reply, letter.last_error, letter.failed_at = words[:300], "", None
    else:
        letter.status, letter.failed_at, letter.last_error = Delivery.FAILED, clock.now(), words[:300]
