"""What retention takes away, and the legal hold that keeps it (domain guide, section 5)."""

from typing import TypeVar

from sqlalchemy import Delete, Update, delete, update

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.coordination import queries, rules
from coordhub.coordination.actions.stepping import add_step
from coordhub.coordination.models import (
    BrokenGlass,
    CoordinationRequest,
    Deed,
    Message,
    MessageEdit,
    MessageMention,
    RequestMsixId,
    RequestRead,
    Step,
)
from coordhub.coordination.rules import Side
from coordhub.db import db
from coordhub.errors import NotAllowed

Statement = TypeVar("Statement", Delete, Update)
# What a step says in its code stays where it proves what came of the request or who had it: codes, numbers and names
# of staff.
_CODES_KEPT = (Deed.RECORD_OUTCOME, Deed.DECLINE, Deed.REROUTE, Deed.ASSIGN, Deed.HAND_OVER, Deed.ESCALATE)


def wipe(request_id: int) -> Step | None:
    """Take everything private from a request that ended long ago; None when it is not time, or when it is held.

    The shell stays: number, type, states, people, dates, outcome, and who did what when. Raises Conflict when somebody
    put it on hold at the same moment.
    """
    request = queries.request_to_change(request_id)
    if request is None or not rules.is_to_be_wiped(request, clock.now()):
        return None
    _wipe_what_was_said(request)
    _wipe_facts(request)
    step = add_step(request, Deed.WIPE, Side.HUB, None)
    request.wiped_at = step.at
    _keep_read(request, step)
    return step


def delete_shell(request_id: int) -> bool:
    """Delete a request whose shell was kept for three years, with all that hangs on it; False when it is not time."""
    request = queries.request_to_change(request_id)
    if request is None or not rules.is_to_be_deleted(request, clock.now()):
        return False
    db.session.execute(_quietly(delete(CoordinationRequest).where(CoordinationRequest.id == request.id)))
    db.session.expunge(request)
    return True


def hold_for_the_hub(number: str, *, by: User, hold: bool) -> bool:
    """Put a legal hold on a request, or lift it, as an administrator, unread; False when it was so already.

    Raises NotAllowed for a number that nobody has, and for everybody else: directors do it on the request's page.
    """
    if not by.is_administrator:
        raise NotAllowed("Only a hub administrator does this here. Directors do it on the request’s page.")
    request = queries.request_numbered(number)
    if request is None:
        raise NotAllowed(f"There is no request {number}, or somebody is at work on it. Look at the number, try again.")
    if (request.held_at is not None) == hold:
        return False
    step = add_step(request, Deed.HOLD if hold else Deed.RELEASE, Side.HUB, by)
    request.held_at = step.at if hold else None
    return True


def _keep_read(request: CoordinationRequest, step: Step) -> None:
    """Let those who had read everything have read this, too: that old things are wiped is no news to look at."""
    up_to_date = (RequestRead.request_id == request.id, RequestRead.position == step.position - 1)
    db.session.execute(_quietly(update(RequestRead).where(*up_to_date).values(position=step.position)))


def _wipe_what_was_said(request: CoordinationRequest) -> None:
    steps = [step.id for step in request.steps]
    for table in (MessageEdit, MessageMention, Message):
        db.session.execute(_quietly(delete(table).where(table.step_id.in_(steps))))
    db.session.execute(_quietly(delete(RequestMsixId).where(RequestMsixId.request_id == request.id)))
    db.session.execute(_quietly(update(BrokenGlass).where(BrokenGlass.request_id == request.id).values(reason="")))
    for step in request.steps:
        if step.deed not in _CODES_KEPT:
            step.code = ""


def _wipe_facts(request: CoordinationRequest) -> None:
    """Reset every fact that says something about children, or where they were.

    The offices go, too: one that serves a single county would tell it.
    """
    request.routed_because = rules.without_county(request.routed_because, request.to_county_name)
    request.to_county_code = request.to_county_name = None
    request.to_office_id = request.from_office_id = None
    request.children_count = 0
    request.grade_bands, request.flags, request.details = [], [], {}
    request.language, request.urgency = "", "normal"
    request.move_month = request.move_week = None
    request.msix_notice_sent = request.msix_notice_on = None


def _quietly(statement: Statement) -> Statement:
    return statement.execution_options(synchronize_session=False)
