"""Deeds of administrators on mail that no worker does."""

from sqlalchemy import update
from sqlalchemy.engine import CursorResult

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.admin.queries import reason_of
from coordhub.audit.actions import record
from coordhub.db import db
from coordhub.mail import bounces
from coordhub.mail.models import Delivery, OutgoingEmail


def try_reason_again(host: str, reason: str, *, by: User) -> int:
    """Put the letters that one host refused for one reason back into the queue, and return how many.

    Uncertain ones are not among them: they may have arrived.
    """
    letter = OutgoingEmail
    queued = db.session.execute(
        update(letter)
        .where(letter.status == Delivery.FAILED, letter.host == host, reason_of() == reason)
        .values(status=Delivery.QUEUED, attempts=0, next_at=clock.now(), failed_at=None, host="")
        .execution_options(synchronize_session=False)
    )
    assert isinstance(queued, CursorResult)
    record(by.id, "letters-tried-again", "mail", str(queued.rowcount))
    return queued.rowcount


def trust_address(address: str, *, by: User) -> bool:
    """Write to an address again, with a clean slate; False when nothing is known of it."""
    if not bounces.forgive(address):
        return False
    record(by.id, "address-trusted", "mail")
    return True
