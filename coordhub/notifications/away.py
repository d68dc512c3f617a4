"""What absences mean for letters and digests: while somebody is away nothing leaves, and the return begins a digest."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coordhub.accounts.models import Absence
from coordhub.notifications.rules import next_digest_at


def day_back(absences: Iterable[Absence], today: date) -> date | None:
    """Return the first day on which somebody who is away today is back, over absences that follow each other.

    None when they are here today.
    """
    day = today
    for one in sorted(absences, key=lambda absence: absence.first_day):
        if one.first_day <= day <= one.last_day:
            day = one.last_day + timedelta(days=1)
    return day if day > today else None


def digest_held_until(absences: Iterable[Absence], now: datetime, hour: int, time_zone: str) -> datetime | None:
    """Return when the first digest after the return is due, at `hour` of the day back; None for who is here."""
    zone = ZoneInfo(time_zone)
    back = day_back(absences, now.astimezone(zone).date())
    if back is None:
        return None
    midnight = datetime.combine(back, time(), zone)
    return next_digest_at(midnight - timedelta(microseconds=1), hour, time_zone)
