"""When a letter is tried again, and how long a worker may hold one."""

import random
from datetime import datetime, timedelta

# Growing waits, a day and a half in all; then the letter is a dead one that the administrator sees.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
HOST_WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
# Longer than the 10 minutes that RFC 5321 section 4.5.3.2.6 grants a server after the final dot.
LEASE = timedelta(minutes=20)
SILENT_AFTER = timedelta(minutes=3)  # three sweeps of a worker missed
JITTER = 0.2  # share of a wait by which it varies, so that letters do not come back all at once


def next_try(now: datetime, attempts: int, *, chance: float | None = None) -> datetime | None:
    """Return when a letter that failed for the `attempts`-th time is tried again; None when it was the last time."""
    if attempts > len(WAITS):
        return None
    share = random.uniform(-JITTER, JITTER) if chance is None else JITTER * (2 * chance - 1)  # noqa: S311
    return now + WAITS[attempts - 1] * (1 + share)


def host_rest(now: datetime, refusals: int) -> datetime:
    """Return until when a host is left alone after it refused the hub `refusals` times in a row."""
    return now + HOST_WAITS[min(refusals, len(HOST_WAITS)) - 1]


def worker_is_silent(seen_at: datetime | None, now: datetime) -> bool:
    """Say whether no worker has shown itself lately."""
    return seen_at is None or now - seen_at > SILENT_AFTER
