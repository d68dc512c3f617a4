"""Who publishes what for whom, and when an event is, in words."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coordhub.accounts.models import Role, User
from coordhub.formats import day, plain_day
from coordhub.resources.models import Event

FARTHEST = timedelta(days=3 * 366)  # a later year is most often a slip of the finger
AHEAD = timedelta(days=14)
LINES_AT_MOST = 5


def may_publish(user: User) -> bool:
    """Say who publishes events and updates: directors, federal observers, and who runs the hub."""
    return user.is_approved and (user.role in (Role.DIRECTOR, Role.OBSERVER) or user.is_administrator)


def may_publish_for(user: User, state_codes: Collection[str]) -> bool:
    """Say who publishes for these states, none of them meaning all: a director for their own state alone."""
    if not may_publish(user):
        return False
    return user.role != Role.DIRECTOR or (user.state_code is not None and set(state_codes) == {user.state_code})


def may_change(user: User, event: Event) -> bool:
    """Say who changes or cancels an event: who published it, its state's directors, and who runs the hub."""
    if event.cancelled_at is not None or not may_publish_for(user, event.state_codes):
        return False
    return user.is_administrator or user.role == Role.DIRECTOR or event.by_id == user.id


def span_of(
    first: date, last: date, from_time: time | None, until_time: time | None, time_zone: str
) -> tuple[datetime, datetime]:
    """Return when an event begins and ends, in UTC; without times it is of whole days, the end not included."""
    zone = ZoneInfo(time_zone)
    if from_time is None or until_time is None:
        starts, ends = datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
    else:
        starts, ends = datetime.combine(first, from_time, zone), datetime.combine(last, until_time, zone)
    return starts.astimezone(UTC), ends.astimezone(UTC)


def when_words(event: Event, time_zone: str) -> str:
    """Return when an event is: Thu, June 18, 2:00 PM to 3:00 PM EDT, in the reader's zone; whole days in its own."""
    if event.is_all_day:
        zone = ZoneInfo(event.time_zone)
        first = event.starts_at.astimezone(zone).date()
        last = event.ends_at.astimezone(zone).date() - timedelta(days=1)
        return day(first) if first == last else f"{day(first)}, to {day(last)}"
    starts, ends = (one.astimezone(ZoneInfo(time_zone)) for one in (event.starts_at, event.ends_at))
    if starts.date() == ends.date():
        return f"{day(starts)}, {_clock(starts)} to {_clock(ends)} {ends:%Z}"
    return f"{day(starts)}, {_clock(starts)}, to {day(ends)}, {_clock(ends)} {ends:%Z}"


def year_words(event: Event) -> str:
    """Return the day on which an event begins, with its year, in its own zone: for what lies far away."""
    return plain_day(event.starts_at.astimezone(ZoneInfo(event.time_zone)).date())


def _clock(at: datetime) -> str:
    return f"{at:%I:%M %p}".removeprefix("0")
