"""The only reader of the time. Everything else is handed an instant or asks here."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant, in UTC."""
    return _read()


def today_in(time_zone: str) -> date:
    """Return today's date where clocks show `time_zone` (an IANA name)."""
    return date_in(time_zone, now())


def date_in(time_zone: str, instant: datetime) -> date:
    """Return the date where clocks show `time_zone` at an instant."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def _read() -> datetime:
    # Tests put another reader here; a fake clock is one of the three fakes they may use.
    return datetime.now(UTC)
