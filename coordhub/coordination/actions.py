"""Deeds on requests: each asks the rule, checks the text, writes the rows, tells who must know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.coordination import queries, rules, telling
from coordhub.coordination.models import (
    CoordinationRequest,
    Deed,
    Message,
    RequestCounter,
    RequestMsixId,
    RequestRead,
    Status,
    Step,
)
from coordhub.coordination.types import DECLINE_REASONS, RequestType
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.privacy.checks import check_text
from coordhub.privacy.surfaces import Surface

REFUSALS: Mapping[Status, str] = {
    Status.CLOSED: "This request is closed.",
    Status.DECLINED: "This request was declined.",
    Status.WITHDRAWN: "This request was withdrawn.",
}


@dataclass(frozen=True)
class Draft:
    """What a sender filled in, checked by the form; counts are children, `move_month` is YYYY-MM."""

    type: RequestType
    to_state: str
    time_zone: str
    county_code: str | None = None
    county_name: str | None = None
    children_count: int = 0
    grade_bands: Sequence[str] = ()
    flags: Sequence[str] = ()
    language: str = ""
    urgency: str = "normal"
    move_month: str | None = None
    move_week: int | None = None
    msix_notice_sent: bool | None = None
    msix_ids: Sequence[str] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def send(draft: Draft, *, by: User, to: rules.Route, sending_key: str, confirmed: bool = False) -> CoordinationRequest:
    """Send a request to the person of `to` and tell them.

    `sending_key` makes the same form send once. Raises NotAllowed for somebody who acts for no state or asks their
    own, PrivacyRefusal for what may not be written to another state, Conflict when the form was sent already.
    """
    if not by.is_member:
        raise NotAllowed("Only people who act for a state can send a request.")
    if by.state_code is None or draft.to_state == by.state_code:
        raise NotAllowed("Choose another state than your own: inside a state, use your own ways.")
    check_text({"note": draft.note, "language": draft.language}, Surface.PRIVATE, confirmed=confirmed)
    now = clock.now()
    targets = rules.targets(draft.type, now, draft.time_zone)
    request = CoordinationRequest(
        number=_next_number(targets.sent_on.year),
        sending_key=sending_key,
        type_code=draft.type.code,
        status=Status.SENT,
        from_state=by.state_code,
        sender=by,
        to_state=draft.to_state,
        to_county_code=draft.county_code,
        to_county_name=draft.county_name,
        owner=to.person,
        routed_because=to.because,
        children_count=draft.children_count,
        grade_bands=list(draft.grade_bands),
        flags=list(draft.flags),
        language=draft.language,
        urgency=draft.urgency,
        move_month=draft.move_month,
        move_week=draft.move_week,
        msix_notice_sent=draft.msix_notice_sent,
        details=dict(draft.details),
        acknowledge_by=targets.acknowledge_by,
        due_on=targets.due_on,
        sent_at=now,
        steps=[],
        msix_ids=[RequestMsixId(msix_id=one) for one in dict.fromkeys(draft.msix_ids)],
    )
    db.session.add(request)
    step = _add_step(request, Deed.SEND, by, Status.SENT, draft.note)
    try:
        db.session.flush()  # The number and the key are unique: somebody may have been faster.
    except IntegrityError as error:
        raise Conflict("This form was sent already. Look in your requests.") from error
    record(by.id, "request-sent", request.number, request.type_code)
    telling.of_a_new_request(request, step)
    return request


def acknowledge(request: CoordinationRequest, *, by: User) -> Step:
    """Tell the sender that the receiving state has the request; whoever acknowledges owns it from then on."""
    step = _do(request, Deed.ACKNOWLEDGE, by)
    request.acknowledged_at = step.at
    request.owner = by
    telling.the_other_state(request, step)
    return step


def write(request: CoordinationRequest, deed: Deed, text: str, *, by: User, confirmed: bool = False) -> Step:
    """Add a private message: a question, an answer or a remark. Raises PrivacyRefusal and NotAllowed."""
    check_text({"text": text}, Surface.PRIVATE, confirmed=confirmed)
    step = _do(request, deed, by, text)
    telling.the_other_state(request, step)
    return step


def record_outcome(request: CoordinationRequest, outcome_code: str, *, by: User) -> Step:
    """Record what happened; the sender confirms it or says that it is not solved."""
    step = _do(request, Deed.RECORD_OUTCOME, by, code=outcome_code)
    request.outcome_code = outcome_code
    telling.the_other_state(request, step)
    return step


def confirm(request: CoordinationRequest, *, by: User) -> Step:
    """Close the request: the sending state agrees with the outcome."""
    step = _end(request, Deed.CONFIRM, by)
    telling.the_other_state(request, step)
    return step


def dispute(request: CoordinationRequest, text: str, *, by: User, confirmed: bool = False) -> Step:
    """Say that the outcome does not settle it; the request goes on and the receiver is to move."""
    check_text({"text": text}, Surface.PRIVATE, confirmed=confirmed)
    step = _do(request, Deed.DISPUTE, by, text)
    request.outcome_code = None
    telling.the_other_state(request, step)
    return step


def decline(request: CoordinationRequest, reason_code: str, *, by: User) -> Step:
    """End the request with one of the known reasons; raises NotAllowed for a reason that is none."""
    if reason_code not in dict(DECLINE_REASONS):
        raise NotAllowed("Choose one of the reasons.")
    step = _end(request, Deed.DECLINE, by, code=reason_code)
    telling.the_other_state(request, step)
    return step


def withdraw(request: CoordinationRequest, *, by: User) -> Step:
    """End the request because the sending state does not need the answer any more."""
    step = _end(request, Deed.WITHDRAW, by)
    telling.the_other_state(request, step)
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
    for request in handed:
        if request.owner_id == from_user.id:
            request.owner = to_user
        if request.sender_id == from_user.id:
            request.sender = to_user
        # The name as it was then: the timeline tells history.
        step = _add_step(request, Deed.HAND_OVER, by, request.status, code=to_user.display_name)
        db.session.flush()  # (request, position) is unique: somebody who acts at this moment does not do it twice.
        record(by.id, "request-hand-over", request.number, f"user-{from_user.id} to user-{to_user.id}")
        telling.who_takes_over(request, step, to_user, from_user)
    return handed


def show_msix_ids(request: CoordinationRequest, *, by: User) -> Sequence[str]:
    """Return the MSIX IDs in full to a party, and record that they were looked at."""
    if not rules.may_read(by, request):
        raise NotAllowed("Only the two states of a request see its MSIX IDs.")
    record(by.id, "msix-ids-shown", request.number, f"{len(request.msix_ids)} shown")
    return [one.msix_id for one in request.msix_ids]


def mark_read(request: CoordinationRequest, *, by: User) -> None:
    """Remember that `by` has seen the timeline up to its end."""
    last = request.steps[-1].position
    mark = db.session.get(RequestRead, (request.id, by.id))
    if mark is None:
        db.session.add(RequestRead(request_id=request.id, user_id=by.id, position=last))
    elif mark.position < last:
        mark.position = last


def _do(request: CoordinationRequest, deed: Deed, by: User, text: str = "", code: str = "") -> Step:
    """Take one step of the lifecycle, or raise NotAllowed with a sentence that says why not."""
    side = rules.side_of(by, request)
    if side is None or not rules.may_do(by, request, deed):
        raise NotAllowed(REFUSALS.get(request.status, "This request has moved on. Look at its last step."))
    try:
        after = rules.status_after(request, side, deed, code)
    except KeyError as error:
        raise NotAllowed("Choose one of the outcomes.") from error
    step = _add_step(request, deed, by, after, text, code)
    request.status = after
    db.session.flush()  # (request, position) is unique: two people who act at once do not both take this step.
    record(by.id, f"request-{deed.value.replace('_', '-')}", request.number, code)
    return step


def _end(request: CoordinationRequest, deed: Deed, by: User, code: str = "") -> Step:
    # Set before the step is flushed, since an end without a time is refused by the table.
    if rules.may_do(by, request, deed):
        request.closed_at = clock.now()
    return _do(request, deed, by, code=code)


def _add_step(
    request: CoordinationRequest, deed: Deed, by: User, after: Status, text: str = "", code: str = ""
) -> Step:
    step = Step(
        position=len(request.steps) + 1,
        deed=deed,
        status_after=after,
        actor=by,
        code=code,
        at=clock.now(),
        message=Message(text=text) if text else None,
    )
    request.steps.append(step)
    return step


def _next_number(year: int) -> str:
    counter = queries.last_number(year)
    if counter is None:
        counter = RequestCounter(year=year, last=0)
        db.session.add(counter)
    counter.last += 1
    return f"R-{year}-{counter.last:05d}"
