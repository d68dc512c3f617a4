"""Decisions about requests: who may see and do what, which step may follow, who gets it, when it is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from coordhub import workdays
from coordhub.accounts.models import Role, User
from coordhub.coordination.models import CoordinationRequest, Deed, Status
from coordhub.coordination.types import Ending, RequestType


class Side(StrEnum):
    """Which of the two states a person acts for."""

    SENDER = "sender"
    RECEIVER = "receiver"


_OPEN_AT_RECEIVER = (Status.ACKNOWLEDGED, Status.IN_PROGRESS)

# The one table of the lifecycle (domain guide, section 4): (status, side, deed) → status. What is not here is refused.
# An outcome leads to its own ending, so RECORD_OUTCOME stands with RESOLVED and status_after() looks closer.
TRANSITIONS: Mapping[tuple[Status, Side, Deed], Status] = {
    (Status.SENT, Side.RECEIVER, Deed.ACKNOWLEDGE): Status.ACKNOWLEDGED,
    (Status.SENT, Side.RECEIVER, Deed.DECLINE): Status.DECLINED,
    (Status.SENT, Side.SENDER, Deed.WRITE): Status.SENT,
    (Status.WAITING, Side.SENDER, Deed.ANSWER): Status.IN_PROGRESS,
    (Status.WAITING, Side.RECEIVER, Deed.WRITE): Status.WAITING,
    (Status.WAITING, Side.RECEIVER, Deed.RECORD_OUTCOME): Status.RESOLVED,
    (Status.WAITING, Side.RECEIVER, Deed.DECLINE): Status.DECLINED,
    **{(status, Side.RECEIVER, Deed.ASK): Status.WAITING for status in _OPEN_AT_RECEIVER},
    **{(status, Side.RECEIVER, Deed.WRITE): Status.IN_PROGRESS for status in _OPEN_AT_RECEIVER},
    **{(status, Side.RECEIVER, Deed.RECORD_OUTCOME): Status.RESOLVED for status in _OPEN_AT_RECEIVER},
    **{(status, Side.RECEIVER, Deed.DECLINE): Status.DECLINED for status in _OPEN_AT_RECEIVER},
    **{(status, Side.SENDER, Deed.WRITE): status for status in _OPEN_AT_RECEIVER},
    **{
        (status, Side.SENDER, Deed.WITHDRAW): Status.WITHDRAWN
        for status in (Status.SENT, *_OPEN_AT_RECEIVER, Status.WAITING)
    },
    **{(status, Side.SENDER, Deed.CONFIRM): Status.CLOSED for status in (Status.RESOLVED, Status.NOT_LOCATED)},
    **{(status, Side.SENDER, Deed.DISPUTE): Status.IN_PROGRESS for status in (Status.RESOLVED, Status.NOT_LOCATED)},
    **{(status, Side.RECEIVER, Deed.WRITE): status for status in (Status.RESOLVED, Status.NOT_LOCATED)},
}
ENDED = frozenset({Status.CLOSED, Status.DECLINED, Status.WITHDRAWN})
# With these the next move is the receiver's, with those the sender's.
RECEIVER_TO_MOVE = frozenset({Status.SENT, Status.ACKNOWLEDGED, Status.IN_PROGRESS})
SENDER_TO_MOVE = frozenset({Status.WAITING, Status.RESOLVED, Status.NOT_LOCATED})


def side_of(user: User, request: CoordinationRequest) -> Side | None:
    """Return the state that `user` acts for in `request`, None for everybody who is no party to it."""
    if not user.is_member:
        return None
    if user.state_code == request.from_state:
        return Side.SENDER
    return Side.RECEIVER if user.state_code == request.to_state else None


def may_read(user: User, request: CoordinationRequest) -> bool:
    """Say whether `user` may open `request`: members of its two states, nobody else, whatever their role."""
    return side_of(user, request) is not None


def deeds_open_to(user: User, request: CoordinationRequest) -> frozenset[Deed]:
    """Return what `user` may do with `request` now."""
    side = side_of(user, request)
    return frozenset(deed for status, who, deed in TRANSITIONS if status == request.status and who == side)


def may_do(user: User, request: CoordinationRequest, deed: Deed) -> bool:
    """Say whether `user` may do `deed` with `request` now."""
    return deed in deeds_open_to(user, request)


def status_after(request: CoordinationRequest, side: Side, deed: Deed, code: str = "") -> Status:
    """Return the status that `deed` leaves; `code` is the outcome's. Raises KeyError for a step the table lacks."""
    after = TRANSITIONS[(request.status, side, deed)]
    if deed == Deed.RECORD_OUTCOME and request.type.outcome(code).ending == Ending.NOT_LOCATED:
        return Status.NOT_LOCATED
    return after


@dataclass(frozen=True)
class Targets:
    """The two dates of a request, in the receiving state."""

    sent_on: date
    acknowledge_by: date
    due_on: date


def targets(type_: RequestType, sent_at: datetime, time_zone: str) -> Targets:
    """Return when a request of `type_` is to be acknowledged and answered.

    The first working day is the one after the day of sending, as the calendar stands in `time_zone`, the receiving
    state's (domain guide, section 4).
    """
    sent_on = sent_at.astimezone(ZoneInfo(time_zone)).date()
    return Targets(
        sent_on,
        workdays.add_working_days(sent_on, type_.acknowledge_days),
        workdays.add_working_days(sent_on, type_.due_days),
    )


def target_now(request: CoordinationRequest) -> date:
    """Return the date that matters next: the acknowledgement while it is missing, then the answer."""
    return request.acknowledge_by if request.status == Status.SENT else request.due_on


def is_overdue(request: CoordinationRequest, today: date) -> bool:
    """Say whether the receiver's target has passed; what waits for the sender is never overdue."""
    return request.status in RECEIVER_TO_MOVE and target_now(request) < today


@dataclass(frozen=True)
class Route:
    """Who gets a request, and why, in words that follow "because"."""

    person: User
    because: str


def route(people: Sequence[User], type_: RequestType, county_code: str | None, county_name: str | None) -> Route | None:
    """Choose who of the receiving state's `people` gets a request; None when nobody of the state is on the hub.

    Order (domain guide, section 4): covers the county and has the specialty; covers the county; has the specialty;
    is the state's default; directs the state; then anybody of the state. Ties go to the first by name.
    """
    covering = [one for one in people if county_code and any(c.county_code == county_code for c in one.counties)]
    skilled = [one for one in people if any(s.specialty in type_.specialties for s in one.specialties)]
    covers = f"covers {county_name}"
    ladder: tuple[tuple[Sequence[User], str], ...] = (
        ([one for one in covering if one in skilled], covers),
        (covering, covers),
        (skilled, f"answers for {' and '.join(one.value for one in type_.specialties)}"),
        ([one for one in people if one.is_state_default], "takes what has no other owner in the state"),
        ([one for one in people if one.role == Role.DIRECTOR], "directs the state’s program"),
        (people, "is the one person of the state on the hub"),
    )
    for group, because in ladder:
        if group:
            return Route(group[0], because)
    return None


def may_hand_over(by: User, from_user: User) -> bool:
    """Say whether `by` may hand over what is open with `from_user`: they themself, their director, an administrator."""
    if not by.is_approved or from_user.state_code is None:
        return False
    directs = by.role == Role.DIRECTOR and by.state_code == from_user.state_code
    return by.is_administrator or directs or by.id == from_user.id


def may_take_over(to_user: User, from_user: User) -> bool:
    """Say whether requests of `from_user` may go to `to_user`: another working member of the same state."""
    works = to_user.is_member and to_user.active
    return works and to_user.id != from_user.id and to_user.state_code == from_user.state_code


def is_for(user: User, request: CoordinationRequest) -> bool:
    """Say whether the next move of `request` is `user`'s own."""
    if request.status in RECEIVER_TO_MOVE:
        return request.owner_id == user.id
    return request.status in SENDER_TO_MOVE and request.sender_id == user.id


def waits_for_others(user: User, request: CoordinationRequest) -> bool:
    """Say whether `user` takes part in `request` and somebody else is to move."""
    takes_part = user.id in (request.owner_id, request.sender_id)
    return takes_part and request.status not in ENDED and not is_for(user, request)
