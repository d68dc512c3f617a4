"""Deeds on letters and workers."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.engine import CursorResult

from coordhub import clock
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.mail.models import Delivery, DeliveryWorker, OutgoingEmail

FINISHED = (Delivery.SENT, Delivery.FAILED, Delivery.UNCERTAIN, Delivery.SUPPRESSED)
RETRIABLE = (Delivery.FAILED, Delivery.UNCERTAIN, Delivery.DEFERRED, Delivery.SUPPRESSED)


def try_again(letter: OutgoingEmail) -> None:
    """Put a dead letter back into the queue, with all its attempts; raises NotAllowed for one that is on its way."""
    if letter.status not in RETRIABLE:
        raise NotAllowed("This letter is on its way or was sent.")
    letter.status = Delivery.QUEUED
    letter.attempts = 0
    letter.next_at = clock.now()


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
        letter.smtp_reply, letter.last_error = words[:300], ""
    else:
        letter.status, letter.last_error = Delivery.FAILED, words[:300]
