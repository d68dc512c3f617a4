"""The same deed on several requests in one go."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.coordination import queries, rules
from coordhub.coordination.actions.answering import acknowledge
from coordhub.coordination.actions.handing import assign
from coordhub.coordination.models import CoordinationRequest, Deed
from coordhub.errors import NotAllowed

AT_ONCE = 100  # a page has fewer rows; whoever posts more gets the first ones done


@dataclass
class InOneGo:
    """What became of each request: `done`, acknowledged before with by whom, or left as it was; numbers only."""

    done: list[str] = field(default_factory=list)
    before: list[tuple[str, User]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def acknowledge_several(numbers: Sequence[str], *, by: User) -> InOneGo:
    """Acknowledge each request that still waits for it; whoever acknowledges owns it from then on.

    Numbers of other states' requests are passed over and recorded, like a refused look. A second press finds them done.
    """
    found = InOneGo()
    for request in _ours(numbers, by):
        if rules.may_do(by, request, Deed.ACKNOWLEDGE, clock.now()):
            acknowledge(request, by=by)
            found.done.append(request.number)
            continue
        earlier = next((one.actor for one in request.steps if one.deed == Deed.ACKNOWLEDGE and one.actor), None)
        if earlier is not None:
            found.before.append((request.number, earlier))
        else:
            found.left.append(request.number)
    return found


def assign_several(numbers: Sequence[str], to_user: User, *, by: User) -> InOneGo:
    """Give each request, for the state of `by`, to a colleague there; those that they have or that ended stay.

    Raises NotAllowed for somebody of another state or who does not work on the hub.
    """
    if to_user.id != by.id and not rules.may_take_over(to_user, by):
        raise NotAllowed("Choose somebody of your own state who works on the hub.")
    found = InOneGo()
    for request in _ours(numbers, by):
        side = rules.side_of(by, request)
        has_it = request.owner_id if side == rules.Side.RECEIVER else request.sender_id
        if has_it == to_user.id or not rules.may_do(by, request, Deed.ASSIGN, clock.now()):
            found.left.append(request.number)
            continue
        assign(request, to_user, by=by)
        found.done.append(request.number)
    return found


def _ours(numbers: Sequence[str], by: User) -> Sequence[CoordinationRequest]:
    """Load the requests that `by` is a party to, and record every other one that was tried."""
    asked = list(dict.fromkeys(numbers))[:AT_ONCE]
    ours = queries.requests_to_change(by, asked)
    strange = [one for one in asked if one not in {request.number for request in ours}]
    for number in sorted(queries.numbers_known(strange)):
        record(by.id, "request-refused", number)
    return ours
