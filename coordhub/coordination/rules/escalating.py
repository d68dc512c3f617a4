"""When a missed target is passed on, and to whom (domain guide, section 4). Days are the receiving state's."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coordhub import workdays
from coordhub.coordination.models import CoordinationRequest, Deed, Level, Status, Step
from coordhub.coordination.rules.clocks import local_date
from coordhub.coordination.rules.steps import RECEIVER_TO_MOVE

DIRECTOR_AFTER = 2  # working days over the target; domain guide, section 4
LIST_TIME = time(7)  # of the first working day of a week: before the first call

# After these the receiver has the ball again, and gets its days before the director hears.
_BACK_TO_RECEIVER = frozenset({Deed.ANSWER, Deed.DISPUTE, Deed.REOPEN})


@dataclass(frozen=True)
class Missed:
    """A target that was missed, and how far up that goes."""

    level: Level
    target_on: date


def escalations_due(
    request: CoordinationRequest, today: date, *, closed: Collection[date] = (), taken_up_on: date | None = None
) -> tuple[Missed, ...]:
    """Return what is to be passed on about `request` on `today`, a date in its own zone; what was passed on, too.

    The backup hears of an acknowledgment that is late, the director of an answer that is more than two working days
    late; a request of which neither came goes to both. `closed` are days on which the receiving office is closed: they
    count only for targets that mirror no rule. `taken_up_on` is the day on which the receiver last got the ball back,
    if it ever did: its director hears no sooner than two working days later.
    """
    if request.status not in RECEIVER_TO_MOVE:
        return ()
    found = []
    if request.status == Status.SENT and request.acknowledge_by < today:
        found.append(Missed(Level.BACKUP, request.acknowledge_by))
    away = () if request.type.mirrors_rule else closed
    since = max(request.due_on, taken_up_on or request.due_on)
    if workdays.add_working_days(since, DIRECTOR_AFTER, away) < today:
        found.append(Missed(Level.DIRECTOR, request.due_on))
    return tuple(found)


def last_target_over(today: date) -> date:
    """Return the last target of an answer that is more than two working days over on `today`, without any closure."""
    target = today - workdays.ONE_DAY
    while workdays.add_working_days(target, DIRECTOR_AFTER) >= today:
        target -= workdays.ONE_DAY
    return target


def taken_up_at(steps: Iterable[Step]) -> datetime | None:
    """Return when the receiver last got the ball back: an answer, a dispute or a reopening; None when it never did."""
    return max((step.at for step in steps if step.deed in _BACK_TO_RECEIVER), default=None)


def taken_up_on(request: CoordinationRequest) -> date | None:
    """Return the same as a date of the receiving state; needs the steps of `request`."""
    at = taken_up_at(request.steps)
    return local_date(at, request.time_zone) if at else None


def list_due(now: datetime, time_zone: str) -> date | None:
    """Return the Monday of the week whose list of overdue requests is to be out at `now`; None while none is.

    The list is out from 7:00 of the week's first working day on, where clocks show `time_zone`. A worker that was down
    makes up for it on a later working day of the same week.
    """
    local = now.astimezone(ZoneInfo(time_zone))
    today = local.date()
    monday = today - timedelta(days=today.weekday())
    first = workdays.add_working_days(monday, 0)
    is_out = local.time() >= LIST_TIME if today == first else first < today and workdays.is_working_day(today)
    return monday if is_out else None
