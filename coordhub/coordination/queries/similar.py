"""Requests that look like one which somebody is about to send. Only those of the asker's own state are looked at."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from coordhub.accounts.models import User
from coordhub.coordination.models import CoordinationRequest, RequestMsixId
from coordhub.coordination.rules import ENDED
from coordhub.db import db

SIMILAR_LISTED = 5
SHARING_AT_MOST = 100  # the newest requests about the same children, of whatever states, among which ours are found


def similar_requests(
    user: User,
    *,
    to_state: str,
    type_code: str,
    county_code: str | None = None,
    children_count: int = 0,
    move_month: str | None = None,
    msix_ids: Collection[str] = (),
) -> Sequence[CoordinationRequest]:
    """Return open requests of the user's state to `to_state` that may be the same one, newest first, at most a few.

    They are of the same type, and share an MSIX ID, or county, number of children and month.
    """
    if not user.is_member:
        return []
    ours = _between(user.state_code, to_state).where(
        CoordinationRequest.type_code == type_code, CoordinationRequest.status.not_in(ENDED)
    )
    found = {one.id: one for one in _sharing(ours, msix_ids)}
    if county_code:
        alike = ours.where(
            CoordinationRequest.to_county_code == county_code,
            CoordinationRequest.children_count == children_count,
            _same_month(move_month),
        )
        found |= {one.id: one for one in _newest(alike)}
    return sorted(found.values(), key=lambda one: one.id, reverse=True)[:SIMILAR_LISTED]


def told_already(user: User, *, from_state: str, msix_ids: Collection[str]) -> Sequence[CoordinationRequest]:
    """Return move notices that `from_state` sent to the user's state about one of the MSIX IDs, newest first."""
    if not user.is_member:
        return []
    theirs = _between(from_state, user.state_code).where(CoordinationRequest.type_code == "MOVE")
    return _sharing(theirs, msix_ids)


def _between(from_state: str | None, to_state: str | None) -> Select[CoordinationRequest]:
    return (
        select(CoordinationRequest)
        .where(CoordinationRequest.from_state == from_state, CoordinationRequest.to_state == to_state)
        .options(joinedload(CoordinationRequest.sender), joinedload(CoordinationRequest.owner))
    )


def _same_month(move_month: str | None) -> ColumnElement[bool]:
    return (
        CoordinationRequest.move_month.is_(None) if move_month is None else CoordinationRequest.move_month == move_month
    )


def _sharing(found: Select[CoordinationRequest], msix_ids: Collection[str]) -> Sequence[CoordinationRequest]:
    """Return those of `found` that carry one of the MSIX IDs.

    The IDs are looked up first and by themselves: a child has few requests, two states have many.
    """
    if not msix_ids:
        return []
    sharing = select(RequestMsixId.request_id).where(RequestMsixId.msix_id.in_(msix_ids)).distinct()
    ids = db.session.scalars(sharing.order_by(RequestMsixId.request_id.desc()).limit(SHARING_AT_MOST)).all()
    return _newest(found.where(CoordinationRequest.id.in_(ids))) if ids else []


def _newest(found: Select[CoordinationRequest]) -> Sequence[CoordinationRequest]:
    return db.session.scalars(found.order_by(CoordinationRequest.id.desc()).limit(SIMILAR_LISTED)).all()
