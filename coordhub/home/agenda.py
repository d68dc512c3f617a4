"""What is on a person's desk: requests that need them, and requests that wait for others.

The inbox and the digest show the same agenda; it is computed, never stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coordhub.accounts.models import User
from coordhub.coordination import queries, rules
from coordhub.coordination.models import CoordinationRequest


@dataclass(frozen=True)
class Agenda:
    """The open requests of a person's state, sorted by what they mean for that person, soonest target first."""

    overdue: Sequence[CoordinationRequest]
    due_soon: Sequence[CoordinationRequest]
    needs_you: Sequence[CoordinationRequest]
    waiting: Sequence[CoordinationRequest]
    others: Sequence[CoordinationRequest]

    @property
    def mine(self) -> Sequence[CoordinationRequest]:
        """Everything whose next move is this person's."""
        return [*self.overdue, *self.due_soon, *self.needs_you]


def agenda_of(user: User, today: date) -> Agenda:
    """Return the agenda of `user` for `today`; empty for people who act for no state."""
    found = queries.open_requests(user) if user.is_member else []
    mine = sorted((one for one in found if rules.is_for(user, one)), key=lambda one: (rules.target_now(one), one.id))
    overdue = [one for one in mine if rules.is_overdue(one, today)]
    soon = [one for one in mine if one not in overdue and _is_soon(one, today)]
    waiting = [one for one in found if rules.waits_for_others(user, one)]
    return Agenda(
        overdue=overdue,
        due_soon=soon,
        needs_you=[one for one in mine if one not in overdue and one not in soon],
        waiting=waiting,
        others=[one for one in found if one not in mine and one not in waiting],
    )


def _is_soon(request: CoordinationRequest, today: date) -> bool:
    return request.status in rules.RECEIVER_TO_MOVE and rules.target_now(request) <= today + timedelta(days=1)
