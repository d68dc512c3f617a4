"""What a person's calendar holds, and whose calendar an address opens."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from coordhub.accounts.models import Absence, User
from coordhub.coordination.models import CalendarAddress, CoordinationRequest
from coordhub.coordination.rules import UNDER_WAY
from coordhub.db import db

CALENDAR_AT_MOST = 500  # requests; the soonest due come first


def calendar_address_of(user: User) -> CalendarAddress | None:
    """Return the private address of a person's calendar, None when they have none."""
    return db.session.get(CalendarAddress, user.id)


def person_with_calendar(token_hash: str) -> User | None:
    """Return whose calendar an address opens; None for an unknown one, and for people who work here no more."""
    found = (
        select(User)
        .join(CalendarAddress, CalendarAddress.user_id == User.id)
        .where(CalendarAddress.token_hash == token_hash, User.active.is_(True))
    )
    user = db.session.scalar(found)
    return user if user is not None and user.is_member else None


def calendar_requests(user: User, today: date) -> Sequence[CoordinationRequest]:
    """Return the requests of the person's state with an answer still to come that they answer or sent, soonest first.

    Those of colleagues for whom they stand in on `today` are among them.
    """
    away = select(Absence.user_id).join(User, User.id == Absence.user_id).where(
        Absence.delegate_id == user.id,
        Absence.first_day <= today,
        Absence.last_day >= today,
        User.state_code == user.state_code,
    )  # fmt: skip
    whose = (user.id, *db.session.scalars(away))
    found = select(CoordinationRequest).where(
        CoordinationRequest.status.in_(UNDER_WAY),
        or_(
            (CoordinationRequest.owner_id.in_(whose)) & (CoordinationRequest.to_state == user.state_code),
            (CoordinationRequest.sender_id.in_(whose)) & (CoordinationRequest.from_state == user.state_code),
        ),
    )
    order = (CoordinationRequest.due_on, CoordinationRequest.id)
    return db.session.scalars(found.order_by(*order).limit(CALENDAR_AT_MOST)).all()
