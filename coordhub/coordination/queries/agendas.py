"""The agendas of many people at once, for digests: two statements, however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, case, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, joinedload, load_only

from coordhub.accounts.models import Absence, User
from coordhub.accounts.rules import is_away
from coordhub.coordination.models import CoordinationRequest
from coordhub.coordination.queries.desk import STOOD_IN_FOR
from coordhub.coordination.queries.queue import today_there
from coordhub.coordination.rules import Side
from coordhub.coordination.rules.queue import zones_by_date
from coordhub.db import db

LISTED_AT_MOST = 26  # of one person under one heading: one more than a digest has lines


@dataclass
class Agendas:
    """The first requests of one desk, worst first: what needs its people, and what waits for others."""

    to_do: list[CoordinationRequest] = field(default_factory=list)
    waiting: list[CoordinationRequest] = field(default_factory=list)


def agendas_of(people: Sequence[User], now: datetime) -> dict[int, Agendas]:
    """Return what stands at the desks of `people`, by their ids; who acts for no state is missing.

    The same requests in the same order as in their queues, at most LISTED_AT_MOST of each person under each heading.
    """
    members = {one.id: one for one in people if one.is_member and one.state_code}
    if not members:
        return {}
    desks: dict[int, list[int]] = {id_: [id_] for id_ in members}
    for absence in _absences(members, now):
        desks[absence.delegate_id or 0].append(absence.user_id)
    readers: dict[int, list[int]] = {}
    for reader, owners in desks.items():
        for owner in owners[: STOOD_IN_FOR + 1]:
            readers.setdefault(owner, []).append(reader)
    found: dict[int, Agendas] = {id_: Agendas() for id_ in members}
    for request, person, side, to_do in _requests(list(readers), now):
        state = request.to_state if side == Side.RECEIVER else request.from_state
        for reader in readers[person]:
            lines = found[reader].to_do if to_do else found[reader].waiting
            # Who moved to another state left theirs behind; both people of a request may sit at one desk.
            if members[reader].state_code == state and len(lines) < LISTED_AT_MOST:
                lines.append(request)
    return found


def _absences(members: dict[int, User], now: datetime) -> Sequence[Absence]:
    """Return the absences in which one of `members` stands in for a colleague of their state, now."""
    today = now.date()
    found = (
        select(Absence)
        .where(Absence.delegate_id.in_(list(members)), Absence.last_day >= today - timedelta(days=1))
        .where(Absence.first_day <= today + timedelta(days=1))
        .options(joinedload(Absence.user))
        .order_by(Absence.last_day, Absence.id)
    )
    held: dict[tuple[int | None, int], Absence] = {}
    for one in db.session.scalars(found):
        member = members[one.delegate_id or 0]
        if one.user.state_code == member.state_code and is_away(one, one.user, now):
            held.setdefault((one.delegate_id, one.user_id), one)
    return list(held.values())


def _requests(people: Sequence[int], now: datetime) -> Sequence[tuple[CoordinationRequest, int, str, bool]]:
    """Return (request, person, side, is it theirs to move), worst first, only so many of each person and side."""
    request = CoordinationRequest
    sides = union_all(
        _side(people, request.owner_id, Side.RECEIVER, now), _side(people, request.sender_id, Side.SENDER, now)
    ).subquery()
    found = (
        select(request, sides.c.person, sides.c.side, sides.c.others_move)
        .join(sides, sides.c.id == request.id)
        .where(sides.c.place <= LISTED_AT_MOST)
        .options(load_only(*_LISTED))
        .order_by(sides.c.rank, request.target_on, request.id)
    )
    return [(one, person, side, not others_move) for one, person, side, others_move in db.session.execute(found)]


def _side(people: Sequence[int], person: InstrumentedAttribute[int], side: Side, now: datetime) -> Select[int]:
    request = CoordinationRequest
    # Only the receiver is ever late.
    late = and_(request.mover == Side.RECEIVER, request.target_on < today_there(zones_by_date(now)))
    rank = case((late, 0), else_=1)
    others_move = case((request.mover == side, 0), else_=1)
    place = func.row_number().over(
        partition_by=(person, others_move),
        order_by=(rank, request.target_on, request.id),
    )
    open_ = request.mover.in_((Side.RECEIVER, Side.SENDER, Side.HUB))
    return select(
        request.id,
        person.label("person"),
        literal(side.value).label("side"),
        others_move.label("others_move"),
        rank.label("rank"),
        place.label("place"),
    ).where(person.in_(people), open_)


_LISTED = (
    CoordinationRequest.number,
    CoordinationRequest.type_code,
    CoordinationRequest.status,
    CoordinationRequest.from_state,
    CoordinationRequest.to_state,
    CoordinationRequest.time_zone,
    CoordinationRequest.acknowledge_by,
    CoordinationRequest.due_on,
    CoordinationRequest.closed_at,
)
