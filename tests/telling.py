"""What the worker does for people, in a test: spread announcements, and write the letters whose hold is over."""

from datetime import datetime, timedelta

from coordhub import clock
from coordhub.db import db
from coordhub.notifications.gathering import gather
from coordhub.notifications.rules import HOLD
from coordhub.notifications.spreading import spread


def write_letters(now: datetime | None = None) -> int:
    """Write every letter that waits, as the worker does when the hold is over; return how many."""
    db.session.commit()
    at = now or clock.now()
    spread(at)
    return gather(at + HOLD + timedelta(seconds=1))
