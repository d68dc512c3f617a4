"""Giving a request to somebody else of the same state."""

from collections.abc import Sequence

from coordhub.accounts.models import User
from coordhub.coordination import queries, rules, telling
from coordhub.coordination.actions.stepping import add_step, take_step
from coordhub.coordination.models import CoordinationRequest, Deed, Step
from coordhub.coordination.rules import Side
from coordhub.errors import NotAllowed


def assign(request: CoordinationRequest, to_user: User, *, by: User) -> Step:
    """Give a request, for the state of `by`, to a colleague there, who answers or follows it from now on.

    Raises NotAllowed for somebody of another state, who does not work on the hub, or who has it already.
    """
    side = rules.side_of(by, request)
    has_it = request.owner if side == Side.RECEIVER else request.sender
    if to_user.id == has_it.id:
        raise NotAllowed(f"{to_user.display_name} has this request already.")
    if not rules.may_take_over(to_user, has_it):
        raise NotAllowed("Choose somebody of your own state who works on the hub.")
    office_before = request.to_office_id
    step = take_step(request, Deed.ASSIGN, by, code=to_user.display_name)
    if side == Side.RECEIVER:
        request.owner, request.to_office_id = to_user, queries.office_of(to_user)
    else:
        request.sender, request.from_office_id = to_user, queries.office_of(to_user)
    telling.who_gets_it_now(request, step, to_user, is_new_office=request.to_office_id != office_before)
    return step


def hand_over(from_user: User, to_user: User, *, by: User) -> Sequence[CoordinationRequest]:
    """Give every open request that `from_user` answers or sent for their state to `to_user`, and return these.

    Each gets a step and stays where it stands; who sent it stands in its first step. A second call finds nothing left.
    Raises NotAllowed for people of different states, and for somebody who is neither of them, their director nor an
    administrator.
    """
    if not rules.may_hand_over(by, from_user):
        raise NotAllowed("Only they themself, the state’s director or a hub administrator hand requests over.")
    if not rules.may_take_over(to_user, from_user):
        raise NotAllowed("Requests can go over only to another member of the same state who works on the hub.")
    handed = queries.open_requests_of(from_user, to_change=True)
    office_id = queries.office_of(to_user)
    for request in handed:
        office_before = request.to_office_id
        if request.owner_id == from_user.id:
            request.owner, request.to_office_id = to_user, office_id
        if request.sender_id == from_user.id:
            request.sender, request.from_office_id = to_user, office_id
        # The name as it was then: the timeline tells history. An administrator acts for the hub.
        side = rules.side_of(by, request) or Side.HUB
        who = f"user-{from_user.id} to user-{to_user.id}"
        step = add_step(request, Deed.HAND_OVER, side, by, code=to_user.display_name, detail=who)
        is_new_office = request.to_office_id != office_before
        telling.who_takes_over(request, step, to_user, from_user, is_new_office=is_new_office)
    return handed
