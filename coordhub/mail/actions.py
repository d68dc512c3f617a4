"""Deeds on letters and workers."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.engine import CursorResult

from coordhub import clock
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.mail.models import Delivery, DeliveryWorker, IncomingEmail, MailAddress, OutgoingEmail

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
    """Delete what is older than an instant, and return how many rows that was.

    These are the letters that are not on their way any more, what came in, and addresses that have not bounced since.
    """
    old = (
        delete(OutgoingEmail).where(OutgoingEmail.created_at < before, OutgoingEmail.status.in_(FINISHED)),
        delete(IncomingEmail).where(IncomingEmail.received_at < before),
        delete(MailAddress).where(MailAddress.bounced_on < before.date()),
    )
    number = 0
    for one in old:
        gone = db.session.execute(one.execution_options(synchronize_session=False))
        assert isinstance(gone, CursorResult)
        number += gone.rowcount
    return number


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
