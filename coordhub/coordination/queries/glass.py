"""Requests that somebody from outside the two states opened, or is about to open, with a reason."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from coordhub.accounts.models import User
from coordhub.coordination.models import BrokenGlass, CoordinationRequest
from coordhub.coordination.rules import may_break_glass
from coordhub.db import db


def request_to_open(number: str) -> CoordinationRequest | None:
    """Return a request of whatever states with its people, locked so that two openings of one person make one."""
    found = select(CoordinationRequest).where(CoordinationRequest.number == number)
    found = found.options(joinedload(CoordinationRequest.sender), joinedload(CoordinationRequest.owner))
    return db.session.scalar(found.with_for_update(of=CoordinationRequest))


def open_glass(user: User, request: CoordinationRequest, now: datetime) -> BrokenGlass | None:
    """Return the opening of a request by `user` that lasts still, None when there is none or their role has changed."""
    if not may_break_glass(user):
        return None
    found = select(BrokenGlass).where(
        BrokenGlass.user_id == user.id, BrokenGlass.request_id == request.id, BrokenGlass.until_at > now
    )
    return db.session.scalar(found.order_by(BrokenGlass.until_at.desc()).limit(1))


def request_through_glass(user: User, number: str, now: datetime) -> tuple[CoordinationRequest, datetime] | None:
    """Return the request that `user` opened and until when, without its MSIX IDs; None when it is not open to them."""
    if not may_break_glass(user):
        return None
    found = (
        select(CoordinationRequest, BrokenGlass.until_at)
        .join(BrokenGlass, BrokenGlass.request_id == CoordinationRequest.id)
        .where(CoordinationRequest.number == number, BrokenGlass.user_id == user.id, BrokenGlass.until_at > now)
        .options(
            joinedload(CoordinationRequest.sender),
            joinedload(CoordinationRequest.owner),
            joinedload(CoordinationRequest.follows),
        )
        .order_by(BrokenGlass.until_at.desc())
        .limit(1)
    )
    row = db.session.execute(found).first()
    return (row[0], row[1]) if row else None
