"""Taking a step: the one place that asks the table, adds to the timeline and keeps the request in line with it."""

from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.coordination import rules
from coordhub.coordination.models import (
    CoordinationRequest,
    Deed,
    Message,
    RequestRead,
    Status,
    Step,
)
from coordhub.coordination.rules import Side
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed

REFUSALS = {
    Status.CLOSED: "This request is closed.",
    Status.DECLINED: "This request was declined.",
    Status.REROUTED: "This request went to another state.",
    Status.WITHDRAWN: "This request was withdrawn.",
}
MOVED_ON = "This request has moved on. Look at its last step."


def take_step(
    request: CoordinationRequest, deed: Deed, by: User | None, text: str = "", code: str = "", quoted: int | None = None
) -> Step:
    """Take one step of the lifecycle as a party of the request, or as the hub itself when `by` is None.

    Raises NotAllowed with a sentence that says why not, Conflict when somebody else took a step at the same moment.
    `text` must have passed the privacy scanner.
    """
    side = rules.side_of(by, request) if by else Side.HUB
    if side is None or (by and not rules.may_do(by, request, deed, clock.now())):
        raise NotAllowed(why_not(request))
    return add_step(request, deed, side, by, text, code, quoted)


def add_step(
    request: CoordinationRequest,
    deed: Deed,
    side: Side,
    by: User | None,
    text: str = "",
    code: str = "",
    quoted: int | None = None,
    detail: str | None = None,
) -> Step:
    """Add a step that the caller allowed, for `side`; raises NotAllowed for one that the table lacks, and Conflict.

    The audit trail gets `detail`, or the code.
    """
    try:
        after = rules.status_after(request, side, deed, code)
    except KeyError as error:
        known = (request.status, side, deed) in rules.TRANSITIONS
        raise NotAllowed("Choose one of the outcomes." if known else MOVED_ON) from error
    step = Step(
        request=request,
        position=request.last_position + 1,
        deed=deed,
        status_after=after,
        actor=by,
        code=code,
        at=clock.now(),
        message=Message(text=text, quoted_position=quoted, edits=[], mentions=[]) if text else None,
    )
    db.session.add(step)
    keep_in_line(request, step)
    try:
        db.session.flush()  # (request, position) is unique: two people who act at once do not both take this step.
    except IntegrityError as error:
        raise Conflict("Somebody else was faster. Look at the last step, then decide again.") from error
    if by is not None and side != Side.HUB:
        mark_read_to(request, by, step.position)
    trail = code if detail is None else detail
    record(by.id if by else None, f"request-{deed.value.replace('_', '-')}", request.number, trail)
    return step


def why_not(request: CoordinationRequest) -> str:
    """Say why a step is not open, as the request stands now."""
    return REFUSALS.get(request.status, MOVED_ON)


def keep_in_line(request: CoordinationRequest, step: Step) -> None:
    """Set what the request's row says about its timeline after `step`."""
    waited = request.status == Status.WAITING
    request.status, request.last_position, request.changed_at = step.status_after, step.position, step.at
    if step.deed == Deed.ASK:
        request.waiting_since = step.at
    elif waited and request.status != Status.WAITING:
        request.waiting_since = None
    if step.deed in (Deed.RECORD_OUTCOME, Deed.DECLINE, Deed.REROUTE):
        request.answered_at = step.at
    elif step.deed in (Deed.DISPUTE, Deed.REOPEN):
        request.answered_at = request.outcome_code = None
    request.closed_at = (request.closed_at or step.at) if request.status in rules.ENDED else None


def mark_read_to(request: CoordinationRequest, user: User, position: int) -> None:
    """Remember that `user` has seen the timeline up to `position`; never takes a mark back."""
    mark = db.session.get(RequestRead, (request.id, user.id))
    if mark is None:
        mark = RequestRead(request_id=request.id, user_id=user.id, position=position)
        try:
            with db.session.begin_nested():
                db.session.add(mark)
        except IntegrityError:  # The same person opened it in two windows at once.
            mark = db.session.get_one(RequestRead, (request.id, user.id))
    mark.position = max(mark.position, position)
