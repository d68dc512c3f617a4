"""The arithmetic of digests, in the member's own time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coordhub.notifications.kinds import KINDS, Group
from coordhub.notifications.models import Preference

LINES_AT_MOST = 25  # of a digest; what is more is counted


def next_digest_at(now: datetime, hour: int, time_zone: str) -> datetime:
    """Return the next instant, after `now`, at which clocks in `time_zone` show `hour`.

    An hour that the spring change leaves out is the first instant after the gap; one that autumn repeats is the first.
    """
    zone = ZoneInfo(time_zone)
    day = now.astimezone(zone).date()
    while True:
        at = _first_instant(day, hour, zone)
        if at > now:
            return at
        day += timedelta(days=1)


def _first_instant(day: date, hour: int, zone: ZoneInfo) -> datetime:
    wanted = datetime.combine(day, time(hour), zone)
    there = wanted.astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None) == wanted.replace(tzinfo=None):
        return wanted.astimezone(UTC)
    # The hour does not exist on this day.
    return _gap_end(wanted, zone)


def _gap_end(wanted: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant at which clocks jump over `wanted`."""
    low = (wanted - timedelta(hours=3)).astimezone(UTC)
    for minute in range(6 * 60):
        at = low + timedelta(minutes=minute)
        local = at.astimezone(zone).replace(tzinfo=None)
        if local >= wanted.replace(tzinfo=None):
            return at
    raise ValueError("no zone skips more than three hours")


def local_date(now: datetime, time_zone: str) -> date:
    """Return the date in `time_zone`."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def leaves_at_once(kind: str, preference: Preference) -> bool:
    """Say whether a person who chose `preference` wants a letter about this kind at once."""
    found = KINDS[kind]
    wanted = {
        Group.REQUESTS: preference.at_once_requests,
        Group.BOARD: preference.at_once_board,
        Group.DIRECTORY: preference.at_once_directory,
    }
    return found.may_be_at_once and wanted[found.group]
