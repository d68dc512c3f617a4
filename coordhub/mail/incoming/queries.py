"""Questions about what came in, and about the letters that it is about."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import exists, func, select

from coordhub.db import db
from coordhub.mail.addresses import letter_of
from coordhub.mail.incoming.message import Received
from coordhub.mail.incoming.reports import envelope_id_in
from coordhub.mail.models import Delivery, Incoming, IncomingEmail, MailAddress, OutgoingEmail

REFUSALS_A_LOOK = 200
ADDRESSES_LISTED = 200


def is_known(key: str) -> bool:
    """Say whether a copy of this letter came in before."""
    return db.session.scalar(select(IncomingEmail.id).where(IncomingEmail.key == key)) is not None


def letter_by_address(received: Received) -> OutgoingEmail | None:
    """Return the letter of the hub whose signed address this came to, or that its envelope's id repeats."""
    returned = envelope_id_in(received)
    domain = received.recipients[0].rpartition("@")[2] if received.recipients else ""
    for address in (*received.recipients, returned, f"{returned}@{domain}"):
        letter_id = letter_of(address)
        if letter_id is not None:
            return _letter(letter_id)
    return None


def letter_by_message_id(received: Received) -> OutgoingEmail | None:
    """Return the letter of the hub that this one answers or returns, the nearest first."""
    ids = received.mentioned_ids
    found = select(OutgoingEmail).where(OutgoingEmail.message_id.in_(ids))
    known = {one.message_id: one for one in db.session.scalars(found)}
    return next((known[one] for one in ids if one in known), None)


def letters_written(user_id: int, kinds: Collection[str], since: datetime) -> int:
    """Return how many letters of these kinds a person was written since an instant."""
    found = select(func.count()).where(
        OutgoingEmail.user_id == user_id, OutgoingEmail.kind.in_(kinds), OutgoingEmail.created_at > since
    )
    return db.session.scalar(found) or 0


def uncounted_refusals() -> Sequence[OutgoingEmail]:
    """Return letters that a server refused for good, and whose address has not been held to account, oldest first."""
    counted = exists().where(IncomingEmail.letter_id == OutgoingEmail.id, IncomingEmail.kind == Incoming.BOUNCE)
    found = select(OutgoingEmail).where(
        OutgoingEmail.status == Delivery.FAILED, OutgoingEmail.last_error.like("5%"), ~counted
    )
    found = found.order_by(OutgoingEmail.id).limit(REFUSALS_A_LOOK)
    return db.session.scalars(found).all()


def is_counted(letter_id: int) -> bool:
    """Say whether the address of this letter was held to account for it."""
    counted = select(IncomingEmail.id).where(
        IncomingEmail.letter_id == letter_id, IncomingEmail.kind == Incoming.BOUNCE
    )
    return db.session.scalar(counted.limit(1)) is not None


def bounced_addresses() -> Sequence[MailAddress]:
    """Return the addresses that letters came back from: first those that get none any more, then the latest."""
    order = (MailAddress.suppressed_at.is_(None), MailAddress.bounced_on.desc(), MailAddress.address)
    return db.session.scalars(select(MailAddress).order_by(*order).limit(ADDRESSES_LISTED)).all()


def _letter(letter_id: int) -> OutgoingEmail | None:
    if letter_id >= 2**31:
        return None  # PostgreSQL has no such key.
    found = select(OutgoingEmail).where(OutgoingEmail.id == letter_id)
    return db.session.scalar(found)
