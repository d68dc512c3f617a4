"""The lifecycle of a request: which step may follow, by whom, and where it leads (domain guide, section 4)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from coordhub.accounts.models import User
from coordhub.coordination.models import CoordinationRequest, Deed, Status, Step
from coordhub.coordination.rules.parties import Side, directs, side_of
from coordhub.coordination.types import Ending

REOPEN_WITHIN = timedelta(days=30)  # after closing; domain guide, section 4

ENDED = frozenset({Status.CLOSED, Status.WITHDRAWN})
ANSWERED = frozenset({Status.RESOLVED, Status.NOT_LOCATED, Status.DECLINED, Status.REROUTED})
# With these the next move is the receiver's, with those the sender's. What was re-routed goes on under another number.
RECEIVER_TO_MOVE = frozenset({Status.SENT, Status.ACKNOWLEDGED, Status.IN_PROGRESS})
SENDER_TO_MOVE = frozenset({Status.WAITING, Status.RESOLVED, Status.NOT_LOCATED, Status.DECLINED})
UNDER_WAY = RECEIVER_TO_MOVE | {Status.WAITING}
OPEN = UNDER_WAY | ANSWERED

_TAKEN = (Status.ACKNOWLEDGED, Status.IN_PROGRESS)
_SETTLED = (Status.RESOLVED, Status.NOT_LOCATED, Status.DECLINED)
_BOTH = (Side.SENDER, Side.RECEIVER)

Transition = tuple[Status, Side, Deed]


def _to(after: Status, statuses: Iterable[Status], side: Side, deed: Deed) -> dict[Transition, Status]:
    return {(status, side, deed): after for status in statuses}


def _staying(statuses: Iterable[Status], sides: Iterable[Side], *deeds: Deed) -> dict[Transition, Status]:
    return {(status, side, deed): status for status in statuses for side in sides for deed in deeds}


# The one table of the lifecycle: (status, side, deed) → status. What is not here is refused.
# An outcome leads to its own ending, so RECORD_OUTCOME stands with RESOLVED and status_after() looks closer.
TRANSITIONS: Mapping[Transition, Status] = {
    (Status.DRAFT, Side.SENDER, Deed.SEND): Status.SENT,
    (Status.SENT, Side.RECEIVER, Deed.ACKNOWLEDGE): Status.ACKNOWLEDGED,
    (Status.ACKNOWLEDGED, Side.RECEIVER, Deed.START): Status.IN_PROGRESS,
    (Status.WAITING, Side.SENDER, Deed.ANSWER): Status.IN_PROGRESS,
    **_to(Status.WAITING, _TAKEN, Side.RECEIVER, Deed.ASK),
    **_to(Status.IN_PROGRESS, _TAKEN, Side.RECEIVER, Deed.WRITE),
    **_staying((Status.WAITING, *_SETTLED), (Side.RECEIVER,), Deed.WRITE),
    **_staying((Status.SENT, *_TAKEN, *_SETTLED), (Side.SENDER,), Deed.WRITE),
    **_to(Status.RESOLVED, (*_TAKEN, Status.WAITING), Side.RECEIVER, Deed.RECORD_OUTCOME),
    **_to(Status.DECLINED, UNDER_WAY, Side.RECEIVER, Deed.DECLINE),
    **_to(Status.REROUTED, UNDER_WAY, Side.RECEIVER, Deed.REROUTE),
    **_to(Status.CLOSED, ANSWERED, Side.SENDER, Deed.CONFIRM),
    **_to(Status.CLOSED, ANSWERED, Side.HUB, Deed.CLOSE),
    **_to(Status.IN_PROGRESS, _SETTLED, Side.SENDER, Deed.DISPUTE),
    **_to(Status.WITHDRAWN, OPEN, Side.SENDER, Deed.WITHDRAW),
    **_to(Status.IN_PROGRESS, (Status.CLOSED,), Side.SENDER, Deed.REOPEN),
    **_to(Status.IN_PROGRESS, (Status.CLOSED,), Side.RECEIVER, Deed.REOPEN),
    **_staying(OPEN, _BOTH, Deed.ASSIGN),
    **_staying(OPEN, (*_BOTH, Side.HUB), Deed.HAND_OVER),
    **_staying(OPEN | ENDED, (*_BOTH, Side.HUB), Deed.HOLD, Deed.RELEASE),
    **_staying(OPEN | ENDED, (Side.HUB,), Deed.BREAK_GLASS),
    **_staying(RECEIVER_TO_MOVE, (Side.HUB,), Deed.ESCALATE),
    **_staying(ENDED, (Side.HUB,), Deed.WIPE),
}


def deeds_open_to(user: User, request: CoordinationRequest, now: datetime) -> frozenset[Deed]:
    """Return what `user` may do with `request` at `now`."""
    side = side_of(user, request)
    if side is None:
        return frozenset()
    found = (deed for status, who, deed in TRANSITIONS if status == request.status and who == side)
    return frozenset(deed for deed in found if _is_free(deed, user, request, now))


def may_do(user: User, request: CoordinationRequest, deed: Deed, now: datetime) -> bool:
    """Say whether `user` may do `deed` with `request` at `now`."""
    return deed in deeds_open_to(user, request, now)


def status_after(request: CoordinationRequest, side: Side, deed: Deed, code: str = "") -> Status:
    """Return the status that `deed` leaves; `code` is the outcome's. Raises KeyError for a step the table lacks."""
    after = TRANSITIONS[(request.status, side, deed)]
    if deed == Deed.RECORD_OUTCOME and request.type.outcome(code).ending == Ending.NOT_LOCATED:
        return Status.NOT_LOCATED
    return after


def illegal_steps(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the steps of a timeline that the table does not lead to, whoever took them; none in a true history."""
    before = Status.DRAFT
    for step in steps:
        reached = {after for (status, _, deed), after in TRANSITIONS.items() if (status, deed) == (before, step.deed)}
        if step.deed == Deed.RECORD_OUTCOME and reached:
            reached.add(Status.NOT_LOCATED)
        if step.status_after not in reached:
            yield step
        before = step.status_after


def is_for(user: User, request: CoordinationRequest) -> bool:
    """Say whether the next move of `request` is `user`'s own."""
    if request.status in RECEIVER_TO_MOVE:
        return request.owner_id == user.id
    return request.status in SENDER_TO_MOVE and request.sender_id == user.id


def _is_free(deed: Deed, user: User, request: CoordinationRequest, now: datetime) -> bool:
    """Say whether what the table allows is also allowed to this person at this time."""
    if request.wiped_at is not None:
        return False
    if deed == Deed.REOPEN:
        return request.closed_at is not None and now - request.closed_at <= REOPEN_WITHIN
    if deed == Deed.HOLD:
        return request.held_at is None and directs(user, request)
    if deed == Deed.RELEASE:
        return request.held_at is not None and directs(user, request)
    return True
