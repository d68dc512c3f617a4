"""Who is a party to a request, and who may take over from whom."""

from enum import StrEnum

from coordhub.accounts.models import Role, User
from coordhub.coordination.models import CoordinationRequest


class Side(StrEnum):
    """For whom somebody acts in a request: one of the two states, or the hub itself."""

    SENDER = "sender"
    RECEIVER = "receiver"
    HUB = "hub"


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


def directs(user: User, request: CoordinationRequest) -> bool:
    """Say whether `user` directs the program of one of the two states."""
    return side_of(user, request) is not None and user.role == Role.DIRECTOR


def may_hand_over(by: User, from_user: User) -> bool:
    """Say whether `by` may hand over what is open with `from_user`: they themself, their director, an administrator."""
    if not by.is_approved or from_user.state_code is None:
        return False
    directs_them = by.role == Role.DIRECTOR and by.state_code == from_user.state_code
    return by.is_administrator or directs_them or by.id == from_user.id


def may_take_over(to_user: User, from_user: User) -> bool:
    """Say whether requests of `from_user` may go to `to_user`: another working member of the same state."""
    works = to_user.is_member and to_user.active
    return works and to_user.id != from_user.id and to_user.state_code == from_user.state_code


def refusal_to_send_on(request: CoordinationRequest, state_code: str) -> str:
    """Return why a request cannot be sent on to a state, as a sentence; empty when it can."""
    if state_code == request.from_state:
        return "This state sent the request: decline it with a reason, or ask the sender."
    if state_code == request.to_state:
        return "This is your own state: give it to a colleague or an office instead."
    return ""
