"""When a letter is tried again, how long a worker may hold one, and what an answer of a server means."""

import random
import re
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
HOST_WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=30))
# Short, so that what a dead worker held is soon free; renewed while a server takes its time, which may be 10 minutes.
LEASE = timedelta(minutes=2)
RENEWED_EVERY = timedelta(seconds=40)  # two renewals may fail before a lease ends
WITNESS_KEPT = timedelta(hours=6)  # longer than a sender is at work; one that is older claims nothing more
SILENT_AFTER = timedelta(minutes=3)  # three sweeps of a worker missed
JITTER = 0.2  # share of a wait by which it varies, so that letters do not come back all at once

# Kinds of letters that let somebody in. When it is uncertain whether one arrived, the same bytes are sent once more,
# since a second copy does less harm than a closed door; all other kinds are told again in a digest.
SENT_AGAIN: frozenset[str] = frozenset()
SENT_AGAIN_AFTER = timedelta(hours=2)

# RFC 3463 section 3.8: X.7.X is about policy or security, not about the mailbox.
_POLICY = re.compile(r"5\.7\.\d{1,3}\b")
_ADDRESS = re.compile(r"[^\s<>@:;,]+@[^\s<>@:;,]+")


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


def reason_of_failure(answer: str) -> str:
    """Return what the administrator reads about a letter that failed for good: the answer, and whom it is about."""
    if _POLICY.search(answer):
        return f"The server's policy refuses the hub's mail, not this address: ask who runs the server. {answer}"
    return answer


def without_addresses(words: str) -> str:
    """Return a server's words with every e-mail address left out, for logs and terminals."""
    return _ADDRESS.sub("(address)", words)
