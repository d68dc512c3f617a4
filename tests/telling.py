"""What the worker does for people, in a test: spread announcements, and write the letters whose hold is over."""

from datetime import UTC, datetime, timedelta

from coordhub import clock
from coordhub.db import db
from coordhub.home.actions import DigestSent, digests_of
from coordhub.notifications import digests
from coordhub.notifications.gathering import gather
from coordhub.notifications.rules import HOLD
from coordhub.notifications.spreading import spread


def write_letters(now: datetime | None = None) -> int:
    """Write every letter that waits, as the worker does when holds and quiet hours are over; return how many."""
    db.session.commit()
    spread(clock.now())
    return gather(now or next_office_hour())


def send_digests(now: datetime) -> list[DigestSent]:
    """Write today's digest of everybody who has not had it, as `flask digests send` does; whatever their hour."""
    return list(digests_of(digests.ids_with_digest(), now))


def next_office_hour() -> datetime:
    """Return an instant after the hold at which no office of the mainland is quiet: noon Eastern of a working day."""
    at = (clock.now() + HOLD + timedelta(seconds=1)).astimezone(UTC)
    noon = at.replace(hour=17, minute=0, second=0, microsecond=0)
    while noon < at or noon.weekday() >= 5:
        noon += timedelta(days=1)
    return noon
