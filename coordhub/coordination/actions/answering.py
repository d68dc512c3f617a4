"""The steps of the two states: each asks the rule, checks the words, takes the step, tells who must know.

A note may go with a step: a few words that stand with it on the timeline.
"""

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.coordination import queries, rules, telling
from coordhub.coordination.actions.conversing import check_message, say
from coordhub.coordination.models import CoordinationRequest, Deed, Step
from coordhub.coordination.types import DECLINE_REASONS
from coordhub.errors import NotAllowed


def acknowledge(request: CoordinationRequest, *, by: User, note: str = "", confirmed: bool = False) -> Step:
    """Tell the sender that the receiving state has the request; whoever acknowledges owns it from then on."""
    check_message(request, note, confirmed=confirmed, field="note")
    step = say(request, Deed.ACKNOWLEDGE, by, note)
    request.acknowledged_at = step.at
    if request.owner.id != by.id:
        request.owner, request.to_office_id = by, queries.office_of(by)
    telling.the_other_state(request, step)
    return step


def start(request: CoordinationRequest, *, by: User, note: str = "", confirmed: bool = False) -> Step:
    """Tell the sender that somebody is working on it."""
    check_message(request, note, confirmed=confirmed, field="note")
    step = say(request, Deed.START, by, note)
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
    step = say(request, deed, by, text, quoted=quoted)
    if deed == Deed.ANSWER and waiting_since is not None:
        closed = queries.closed_days(request.to_office_id)
        request.due_on = rules.due_after_waiting(request, waiting_since, step.at, closed)
    telling.the_other_state(request, step)
    return step


def record_outcome(
    request: CoordinationRequest, outcome_code: str, *, by: User, note: str = "", confirmed: bool = False
) -> Step:
    """Record what happened; the sender confirms it or says that it is not solved."""
    check_message(request, note, confirmed=confirmed, field="note")
    step = say(request, Deed.RECORD_OUTCOME, by, note, code=outcome_code)
    request.outcome_code = outcome_code
    telling.the_other_state(request, step)
    return step


def confirm(request: CoordinationRequest, *, by: User) -> Step:
    """Close the request: the sending state agrees with the outcome."""
    step = say(request, Deed.CONFIRM, by)
    telling.the_other_state(request, step)
    return step


def dispute(
    request: CoordinationRequest, text: str, *, by: User, confirmed: bool = False, quoted: int | None = None
) -> Step:
    """Say that the outcome, or the reason for declining, does not settle it; the receiver is to move again."""
    check_message(request, text, confirmed=confirmed)
    step = say(request, Deed.DISPUTE, by, text, quoted=quoted)
    telling.the_other_state(request, step)
    return step


def decline(
    request: CoordinationRequest, reason_code: str, *, by: User, note: str = "", confirmed: bool = False
) -> Step:
    """Answer that the state cannot take it, with one of the known reasons; raises NotAllowed for another one."""
    if reason_code not in dict(DECLINE_REASONS):
        raise NotAllowed("Choose one of the reasons.")
    check_message(request, note, confirmed=confirmed, field="note")
    step = say(request, Deed.DECLINE, by, note, code=reason_code)
    telling.the_other_state(request, step)
    return step


def withdraw(request: CoordinationRequest, *, by: User, note: str = "", confirmed: bool = False) -> Step:
    """End the request because the sending state does not need the answer any more."""
    check_message(request, note, confirmed=confirmed, field="note")
    step = say(request, Deed.WITHDRAW, by, note)
    telling.the_other_state(request, step)
    return step


def reopen(
    request: CoordinationRequest, text: str, *, by: User, confirmed: bool = False, quoted: int | None = None
) -> Step:
    """Take a closed request up again, within 30 days, with a word why; the answer gets its whole time anew."""
    check_message(request, text, confirmed=confirmed)
    step = say(request, Deed.REOPEN, by, text, quoted=quoted)
    closed = queries.closed_days(request.to_office_id)
    request.due_on = rules.targets(request.type, clock.now(), request.time_zone, closed=closed).due_on
    telling.the_other_state(request, step)
    return step
