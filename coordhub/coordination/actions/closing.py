"""Closing what nobody spoke up against."""

from coordhub import clock
from coordhub.coordination import queries, rules, telling
from coordhub.coordination.actions.stepping import take_step
from coordhub.coordination.models import Deed, Step


def close(request_id: int) -> Step | None:
    """Close an answered request whose sender had 10 working days to object; None when it is not time, or not ours.

    Raises Conflict when somebody took a step at the same moment.
    """
    request = queries.request_to_change(request_id)
    if request is None or not rules.closes_by_itself(request, clock.now()):
        return None
    step = take_step(request, Deed.CLOSE, None)
    telling.the_other_state(request, step)
    return step
