"""How far a request has come, as the few words of the bar on its page."""

from collections.abc import Sequence

from coordhub.coordination.models import CoordinationRequest, Deed, Status, Step

_ANSWER_WORDS = {Deed.DECLINE: "Declined", Deed.REROUTE: "Sent on", Deed.RECORD_OUTCOME: "Outcome"}
_ANSWERED_BY = {Status.DECLINED: Deed.DECLINE, Status.REROUTED: Deed.REROUTE}


def stages(request: CoordinationRequest, steps: Sequence[Step]) -> tuple[Sequence[str], int]:
    """Return the words of the bar and the index of the current one: what did not happen does not stand in it.

    `steps` are the last ones of the timeline: whether a closed request was declined stands there.
    """
    taken = ["Sent", *(["Acknowledged"] if request.acknowledged_at else [])]
    if request.status == Status.WITHDRAWN:
        return [*taken, "Withdrawn"], len(taken)
    answered_by = _answered_by(request, steps)
    if answered_by in (Deed.DECLINE, Deed.REROUTE):
        return [*taken, _ANSWER_WORDS[answered_by], "Closed"], len(taken) + (request.status == Status.CLOSED)
    words = ["Sent", "Acknowledged", "In progress", "Outcome", "Closed"]
    at = {Status.SENT: 0, Status.ACKNOWLEDGED: 1, Status.RESOLVED: 3, Status.NOT_LOCATED: 3, Status.CLOSED: 4}
    return words, at.get(request.status, 2)


def _answered_by(request: CoordinationRequest, steps: Sequence[Step]) -> Deed | None:
    if request.status == Status.CLOSED and request.outcome_code is None:
        answers = [one.deed for one in steps if one.deed in _ANSWER_WORDS]
        return answers[-1] if answers else None
    return _ANSWERED_BY.get(request.status)
