"""What was said and done on a request, in portions, and who has read it."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from coordhub.accounts.models import User
from coordhub.coordination.models import (
    BrokenGlass,
    CoordinationRequest,
    Message,
    MessageMention,
    RequestRead,
    Step,
)
from coordhub.db import db

STEPS_SHOWN = 50
READERS_NAMED = 50


def steps_shown(request: CoordinationRequest, *, before: int | None = None) -> Sequence[Step]:
    """Return the first step and the last STEPS_SHOWN ones, or those that stand before the position `before`.

    Positions have no gaps, so that a long timeline costs no more than a short one.
    """
    last = request.last_position if before is None else before - 1
    portion = Step.position.between(last - STEPS_SHOWN + 1, last)
    return db.session.scalars(_steps(request).where(or_(Step.position == 1, portion))).all()


def whole_timeline(request: CoordinationRequest) -> Sequence[Step]:
    """Return every step: a record that leaves some out proves nothing."""
    return db.session.scalars(_steps(request)).all()


def step_at(request: CoordinationRequest, position: int) -> Step | None:
    """Return the step at a position with its message, None when there is none."""
    if not 1 <= position <= request.last_position:
        return None
    return db.session.scalar(_steps(request).where(Step.position == position))


def messages_quoted(request: CoordinationRequest, positions: Collection[int]) -> Sequence[Step]:
    """Return the steps at `positions` with who wrote them and what they say now."""
    if not positions:
        return []
    found = select(Step).where(Step.request_id == request.id, Step.position.in_(positions))
    return db.session.scalars(found.options(joinedload(Step.actor), joinedload(Step.message))).all()


def who_sent(request: CoordinationRequest) -> int | None:
    """Return the key of the person who sent a request, who may have handed it over since."""
    return db.session.scalar(select(Step.actor_id).where(Step.request_id == request.id, Step.position == 1))


def readers_to(request: CoordinationRequest, position: int) -> Sequence[User]:
    """Return the people of the two states who have read a request at least up to `position`, by name."""
    found = (
        select(User)
        .join(RequestRead, RequestRead.user_id == User.id)
        .where(RequestRead.request_id == request.id, RequestRead.position >= position)
        .where(User.state_code.in_((request.from_state, request.to_state)))
        .order_by(User.display_name, User.id)
        .limit(READERS_NAMED)
    )
    return db.session.scalars(found).all()


def reasons_given(request: CoordinationRequest) -> dict[tuple[int, str], str]:
    """Return why the glass was broken, by who did it and when (ISO)."""
    found = select(BrokenGlass).where(BrokenGlass.request_id == request.id).order_by(BrokenGlass.id)
    return {(one.user_id, one.opened_at.isoformat()): one.reason for one in db.session.scalars(found)}


def _steps(request: CoordinationRequest) -> Select[Step]:
    message = joinedload(Step.message)
    return (
        select(Step)
        .where(Step.request_id == request.id)
        .options(
            joinedload(Step.actor),
            message.selectinload(Message.edits),
            message.selectinload(Message.mentions).joinedload(MessageMention.user),
        )
        .order_by(Step.position)
    )
