"""The legal hold: while it lasts nothing of a request is wiped."""

from coordhub.accounts.models import User
from coordhub.coordination import rules, telling
from coordhub.coordination.actions.stepping import take_step
from coordhub.coordination.models import CoordinationRequest, Deed, Step
from coordhub.errors import NotAllowed

ONLY_DIRECTORS = "Only a director of one of the two states puts a legal hold on a request, or lifts it."


def hold(request: CoordinationRequest, *, by: User) -> Step:
    """Keep a request from being wiped until a director lifts the hold; both states see it on the timeline."""
    step = _taken(request, Deed.HOLD, by)
    request.held_at = step.at
    return step


def release(request: CoordinationRequest, *, by: User) -> Step:
    """Lift the legal hold."""
    step = _taken(request, Deed.RELEASE, by)
    request.held_at = None
    return step


def _taken(request: CoordinationRequest, deed: Deed, by: User) -> Step:
    if not rules.directs(by, request):
        raise NotAllowed(ONLY_DIRECTORS)
    if request.wiped_at is not None:
        raise NotAllowed("This request was wiped already. What is left of it stays three years.")
    if (request.held_at is not None) == (deed == Deed.HOLD):
        raise NotAllowed("There is a legal hold already." if deed == Deed.HOLD else "There is no legal hold to lift.")
    step = take_step(request, deed, by)
    telling.the_other_state(request, step)
    return step
