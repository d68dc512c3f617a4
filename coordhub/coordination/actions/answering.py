"""The steps of the two states: each asks the rule, checks the text, takes the step, tells who must know."""

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.coordination import queries, rules, telling
from coordhub.coordination.actions.stepping import take_step
from coordhub.coordination.models import CoordinationRequest, Deed, Step
from coordhub.coordination.types import DECLINE_REASONS
from coordhub.errors import NotAllowed
from coordhub.privacy.checks import check_text
from coordhub.privacy.surfaces import Surface


def acknowledge(request: CoordinationRequest, *, by: User) -> Step:
    """Tell the sender that the receiving state has the request; whoever acknowledges owns it from then on."""
    step = take_step(request, Deed.ACKNOWLEDGE, by)
    request.acknowledged_at = step.at
    request.owner = by
    telling.the_other_state(request, step)
    return step


def start(request: CoordinationRequest, *, by: User) -> Step:
    """Tell the sender that somebody is working on it."""
    step = take_step(request, Deed.START, by)
    telling.the_other_state(request, step)
    return step


def write(
    request: CoordinationRequest,
    deed: Deed,
    text: str,
    *,
    by: User,
    confirmed: bool = False,
    quoted: int | None = None,
) -> Step:
    """Add a private message: a question, an answer or a remark. Raises PrivacyRefusal and NotAllowed.

    An answer lets the clock run on: the days that the receiver had to wait are added to targets that mirror no rule.
    """
    check_message(request, text, confirmed=confirmed)
    waiting_since = request.waiting_since
    step = take_step(request, deed, by, text, quoted=quoted)
    if deed == Deed.ANSWER and waiting_since is not None:
        closed = queries.closed_days(request.to_office_id)
        request.due_on = rules.due_after_waiting(request, waiting_since, step.at, closed)
    telling.the_other_state(request, step)
    return step


def record_outcome(request: CoordinationRequest, outcome_code: str, *, by: User) -> Step:
    """Record what happened; the sender confirms it or says that it is not solved."""
    step = take_step(request, Deed.RECORD_OUTCOME, by, code=outcome_code)
    request.outcome_code = outcome_code
    telling.the_other_state(request, step)
    return step


def confirm(request: CoordinationRequest, *, by: User) -> Step:
    """Close the request: the sending state agrees with the outcome."""
    step = take_step(request, Deed.CONFIRM, by)
    telling.the_other_state(request, step)
    return step


def dispute(request: CoordinationRequest, text: str, *, by: User, confirmed: bool = False) -> Step:
    """Say that the outcome, or the reason for declining, does not settle it; the receiver is to move again."""
    check_message(request, text, confirmed=confirmed)
    step = take_step(request, Deed.DISPUTE, by, text)
    telling.the_other_state(request, step)
    return step


def decline(request: CoordinationRequest, reason_code: str, *, by: User) -> Step:
    """Answer that the state cannot take it, with one of the known reasons; raises NotAllowed for another one."""
    if reason_code not in dict(DECLINE_REASONS):
        raise NotAllowed("Choose one of the reasons.")
    step = take_step(request, Deed.DECLINE, by, code=reason_code)
    telling.the_other_state(request, step)
    return step


def withdraw(request: CoordinationRequest, *, by: User) -> Step:
    """End the request because the sending state does not need the answer any more."""
    step = take_step(request, Deed.WITHDRAW, by)
    telling.the_other_state(request, step)
    return step


def reopen(request: CoordinationRequest, text: str, *, by: User, confirmed: bool = False) -> Step:
    """Take a closed request up again, within 30 days, with a word why; the answer gets its whole time anew."""
    check_message(request, text, confirmed=confirmed)
    step = take_step(request, Deed.REOPEN, by, text)
    closed = queries.closed_days(request.to_office_id)
    request.due_on = rules.targets(request.type, clock.now(), request.time_zone, closed=closed).due_on
    telling.the_other_state(request, step)
    return step


def check_message(request: CoordinationRequest, text: str, *, confirmed: bool) -> None:
    """Raise PrivacyRefusal for what may not stand in a message; the staff of the two states may be named."""
    names = queries.names_of_the_two_states(request)
    check_text({"text": text}, Surface.PRIVATE, confirmed=confirmed, allowed_names=names)
