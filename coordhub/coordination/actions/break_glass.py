"""Opening a request from outside its two states: with a reason, for an hour, and both states are told."""

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.coordination import queries, rules, telling
from coordhub.coordination.actions.stepping import add_step
from coordhub.coordination.models import BrokenGlass, Deed
from coordhub.coordination.rules import Side
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.privacy.checks import check_text
from coordhub.privacy.surfaces import Surface


def break_glass(number: str, reason: str, *, by: User, confirmed: bool = False) -> BrokenGlass | None:
    """Open the request with this number to `by` for an hour, or return the opening that lasts still.

    None when there is no such request: whether there is one is told only now, when who asked and for what is in the
    audit trail. Raises NotAllowed for members of any state, PrivacyRefusal for a reason that may not be stored.
    """
    if not rules.may_break_glass(by):
        raise NotAllowed("Only observers and hub administrators can open a request of others.")
    check_text({"reason": reason}, Surface.PRIVATE, confirmed=confirmed)
    request = queries.request_to_open(number)
    if request is None:
        record(by.id, "glass-not-found", number)
        return None
    lasting = queries.open_glass(by, request, clock.now())
    if lasting is not None:
        return lasting
    step = add_step(request, Deed.BREAK_GLASS, Side.HUB, by)
    opened = BrokenGlass(
        request_id=request.id,
        user_id=by.id,
        reason=reason,
        opened_at=step.at,
        until_at=step.at + rules.GLASS_LASTS,
    )
    db.session.add(opened)
    telling.of_broken_glass(request, step)
    return opened
