"""The private address of a person's calendar."""

import hashlib
import secrets

from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.coordination import queries
from coordhub.coordination.models import CalendarAddress
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed

TOKEN_BYTES = 32


def make_calendar_address(user: User) -> str:
    """Give a person a new private address and return its token, which is shown once and not kept.

    The address before stops working. Raises NotAllowed for people who act for no state, Conflict when they press in two
    windows at once.
    """
    if not user.is_member:
        raise NotAllowed("Only people who act for a state have due dates.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    address = queries.calendar_address_of(user) or CalendarAddress(user_id=user.id)
    address.token_hash, address.created_at = hash_of(token), clock.now()
    db.session.add(address)
    try:
        db.session.flush()  # A person has one address.
    except IntegrityError as error:
        raise Conflict("An address was made in another window. Make a new one if you did not copy it.") from error
    record(user.id, "calendar-address-made", f"user-{user.id}")
    return token


def revoke_calendar_address(user: User) -> bool:
    """End the address of a person: it opens nothing any more. False when there is none."""
    address = queries.calendar_address_of(user)
    if address is None:
        return False
    db.session.delete(address)
    record(user.id, "calendar-address-revoked", f"user-{user.id}")
    return True


def hash_of(token: str) -> str:
    """Return what is kept of a token: enough to know it again, too little to open a calendar."""
    return hashlib.sha256(token.encode()).hexdigest()
