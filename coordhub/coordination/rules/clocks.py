"""When a request is to be acknowledged and answered. All dates stand in the receiving state's time zone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from coordhub import workdays
from coordhub.coordination.models import CoordinationRequest, Status
from coordhub.coordination.rules.steps import RECEIVER_TO_MOVE
from coordhub.coordination.types import RequestType


class Dated(Protocol):
    """What has a status and targets: a request, or what counting reads of one."""

    @property
    def status(self) -> Status: ...
    @property
    def acknowledge_by(self) -> date: ...
    @property
    def due_on(self) -> date: ...


@dataclass(frozen=True)
class Targets:
    """The two dates of a request, in the receiving state."""

    sent_on: date
    acknowledge_by: date
    due_on: date


def targets(
    type_: RequestType,
    sent_at: datetime,
    time_zone: str,
    *,
    details: Mapping[str, Any] | None = None,
    closed: Collection[date] = (),
) -> Targets:
    """Return when a request of `type_` is to be acknowledged and answered.

    The first working day is the one after the day of sending, as the calendar stands in `time_zone`, the receiving
    state's (domain guide, section 4). `closed` are days on which its office is closed: they move only targets that
    mirror no rule. An answer that must come before a day named in `details` is due earlier, never later, and never
    before the first working day.
    """
    sent_on = local_date(sent_at, time_zone)
    away = () if type_.mirrors_rule else closed
    acknowledge_by = workdays.add_working_days(sent_on, type_.acknowledge_days, away)
    due_on = workdays.add_working_days(sent_on, type_.due_days, away)
    last_day = type_.last_day(details or {})
    if last_day is not None and type_.before is not None:
        in_time = workdays.subtract_working_days(last_day, type_.before.working_days)
        due_on = min(due_on, max(in_time, workdays.add_working_days(sent_on, 1)))
    return Targets(sent_on, min(acknowledge_by, due_on), due_on)


def due_after_waiting(
    request: CoordinationRequest, asked_at: datetime, answered_at: datetime, closed: Collection[date] = ()
) -> date:
    """Return the target once the sender answered: later by the working days that the receiver had to wait.

    A target that mirrors a rule stays where it is, as closures do not move it either.
    """
    if request.type.mirrors_rule:
        return request.due_on
    asked_on, answered_on = (local_date(one, request.time_zone) for one in (asked_at, answered_at))
    waited = workdays.working_days_between(asked_on, answered_on, closed)
    return workdays.add_working_days(request.due_on, waited, closed) if waited > 0 else request.due_on


def target_now(request: Dated) -> date:
    """Return the date that matters next: the acknowledgment while it is missing, then the answer."""
    return request.acknowledge_by if request.status == Status.SENT else request.due_on


def is_overdue(request: Dated, today: date) -> bool:
    """Say whether the receiver's target has passed; what waits for the sender is never overdue."""
    return request.status in RECEIVER_TO_MOVE and target_now(request) < today


def local_date(instant: datetime, time_zone: str) -> date:
    """Return the date of an instant where clocks show `time_zone` (an IANA name)."""
    return instant.astimezone(ZoneInfo(time_zone)).date()
