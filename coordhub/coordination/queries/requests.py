"""Requests that somebody may see. Permission is part of every question."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from coordhub.accounts.models import User
from coordhub.coordination.models import (
    CoordinationRequest,
    Message,
    MessageMention,
    RequestCounter,
    RequestRead,
    Step,
)
from coordhub.coordination.rules import ENDED
from coordhub.db import db


def request_for(user: User, number: str) -> CoordinationRequest | None:
    """Return the request with its people, steps, messages and MSIX IDs, None unless `user` is a party to it."""
    return db.session.scalar(_numbered(user, number).options(*_timeline()))


def request_head_for(user: User, number: str) -> CoordinationRequest | None:
    """Return what request_for() returns, without its timeline, so that a long one makes no deed and no page dearer."""
    return db.session.scalar(_numbered(user, number))


def _timeline() -> tuple[ExecutableOption, ...]:
    """Return what loads the steps of a request with everything that its timeline shows."""
    steps = selectinload(CoordinationRequest.steps)
    message = steps.joinedload(Step.message)
    return (
        steps.joinedload(Step.actor),
        message.selectinload(Message.edits),
        message.selectinload(Message.mentions).joinedload(MessageMention.user),
    )


def around() -> tuple[ExecutableOption, ...]:
    """Return what loads beside the people: what a request follows, and its MSIX IDs."""
    return (joinedload(CoordinationRequest.follows), selectinload(CoordinationRequest.msix_ids))


def exists(number: str) -> bool:
    """Say whether there is a request with this number, whoever asks; for the audit trail only."""
    return db.session.scalar(select(CoordinationRequest.id).where(CoordinationRequest.number == number)) is not None


def request_sent_with(sending_key: str, sender: User) -> CoordinationRequest | None:
    """Return the request that this very form has already sent."""
    found = select(CoordinationRequest).where(
        CoordinationRequest.sending_key == sending_key, CoordinationRequest.sender_id == sender.id
    )
    return db.session.scalar(found)


def open_requests_of(person: User, *, to_change: bool = False) -> Sequence[CoordinationRequest]:
    """Return the requests of the person's state that have not ended and that they answer or sent, oldest first.

    `to_change` locks them, where the database can, so that two people who hand them over at once do it once.
    """
    found = select(CoordinationRequest).where(
        CoordinationRequest.status.not_in(ENDED),
        or_(
            and_(CoordinationRequest.owner_id == person.id, CoordinationRequest.to_state == person.state_code),
            and_(CoordinationRequest.sender_id == person.id, CoordinationRequest.from_state == person.state_code),
        ),
    )
    found = found.options(*_people(), selectinload(CoordinationRequest.steps).joinedload(Step.actor))
    if to_change:
        found = found.with_for_update(of=CoordinationRequest).execution_options(populate_existing=True)
    return db.session.scalars(found.order_by(CoordinationRequest.id)).all()


def requests_to_change(user: User, numbers: Sequence[str]) -> Sequence[CoordinationRequest]:
    """Return those of `numbers` that `user` is a party to, with people and steps, locked where the database can.

    They come in the order of their id, so that two people who change the same ones at once do not block each other.
    """
    found = _of_state_of(user).where(CoordinationRequest.number.in_(numbers)).order_by(CoordinationRequest.id)
    found = found.options(*_people(), selectinload(CoordinationRequest.steps).joinedload(Step.actor))
    found = found.with_for_update(of=CoordinationRequest).execution_options(populate_existing=True)
    return db.session.scalars(found).all()


def numbers_known(numbers: Sequence[str]) -> set[str]:
    """Return those of `numbers` that belong to some request, whoever asks; for the audit trail only."""
    return set(db.session.scalars(select(CoordinationRequest.number).where(CoordinationRequest.number.in_(numbers))))


def positions_read(user: User, requests: Sequence[CoordinationRequest]) -> dict[int, int]:
    """Return how far `user` has read each of `requests`, by request id."""
    found = select(RequestRead.request_id, RequestRead.position).where(
        RequestRead.user_id == user.id, RequestRead.request_id.in_([one.id for one in requests])
    )
    return dict(db.session.execute(found).all())


def last_number(year: int) -> RequestCounter | None:
    """Return the counter of a year, locked until the transaction ends, so that no number is given twice."""
    return db.session.scalar(select(RequestCounter).where(RequestCounter.year == year).with_for_update())


def _numbered(user: User, number: str) -> Select[CoordinationRequest]:
    found = _of_state_of(user).where(CoordinationRequest.number == number)
    return found.options(*_people(), *around())


def _of_state_of(user: User) -> Select[CoordinationRequest]:
    state = user.state_code if user.is_member else None
    return select(CoordinationRequest).where(
        or_(CoordinationRequest.from_state == state, CoordinationRequest.to_state == state)
    )


def _people() -> tuple[ExecutableOption, ...]:
    return (joinedload(CoordinationRequest.sender), joinedload(CoordinationRequest.owner))
