"""What is on a person's desk: requests that need them, what changed, and requests that wait for others.

The inbox and the digest show the same agenda; it is computed, never stored, and bounded: the work queue holds the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coordhub.accounts.models import User
from coordhub.coordination import queries, rules
from coordhub.coordination.models import CoordinationRequest
from coordhub.coordination.queries import Desk, Queued
from coordhub.coordination.rules.queue import QueueFilter, Show

TO_DO_SHOWN, CHANGED_SHOWN, WAITING_SHOWN = 25, 10, 10


@dataclass(frozen=True)
class Agenda:
    """The first requests of a person's queue, sorted by what they mean for that person, soonest target first.

    `changed` are those that need somebody else, or ended, and in which something happened since the person looked.
    `others` counts the open requests of their state that are not theirs. `desk` is None for people of no state.
    """

    desk: Desk | None = None
    overdue: Sequence[Queued] = ()
    due_soon: Sequence[Queued] = ()
    needs_you: Sequence[Queued] = ()
    changed: Sequence[Queued] = ()
    waiting: Sequence[Queued] = ()
    more_to_do: bool = False
    more_waiting: bool = False
    others: int = 0

    @property
    def mine(self) -> Sequence[Queued]:
        """Everything whose next move is this person's."""
        return [*self.overdue, *self.due_soon, *self.needs_you]

    @property
    def numbers(self) -> set[str]:
        """The numbers of all that is shown."""
        return {one.request.number for one in (*self.mine, *self.changed, *self.waiting)}


def agenda_of(user: User, now: datetime) -> Agenda:
    """Return the agenda of `user` at `now`; empty for people who act for no state."""
    desk = queries.desk_of(user, now)
    if desk is None:
        return Agenda()
    to_do = _first(desk, Show.TODO, now, TO_DO_SHOWN)
    waiting = _first(desk, Show.WAITING, now, WAITING_SHOWN)
    mine = to_do[:TO_DO_SHOWN]
    changed = queries.changed_elsewhere(desk, now, limit=CHANGED_SHOWN)
    shown = {one.request.id for one in changed}
    overdue = [one for one in mine if _days_left(one.request, now) < 0]
    soon = [one for one in mine if is_soon(one.request, now)]
    return Agenda(
        desk=desk,
        overdue=overdue,
        due_soon=soon,
        needs_you=[one for one in mine if one not in overdue and one not in soon],
        changed=changed,
        waiting=[one for one in waiting[:WAITING_SHOWN] if one.request.id not in shown],
        more_to_do=len(to_do) > TO_DO_SHOWN,
        more_waiting=len(waiting) > WAITING_SHOWN,
        others=queries.open_of_the_others(desk),
    )


def is_soon(request: CoordinationRequest, now: datetime) -> bool:
    """Say whether the receiver's target is today or tomorrow, where the receiver is."""
    return 0 <= _days_left(request, now) <= 1


def _first(desk: Desk, show: Show, now: datetime, limit: int) -> Sequence[Queued]:
    return queries.first_in_queue(desk, QueueFilter(show=show), now, limit=limit + 1)


def _days_left(request: CoordinationRequest, now: datetime) -> int:
    """Return the days to the receiver's target; many when it is not the receiver's move, which is never late."""
    if request.status not in rules.RECEIVER_TO_MOVE:
        return timedelta.max.days
    return (rules.target_now(request) - rules.local_date(now, request.time_zone)).days
