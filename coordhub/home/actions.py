"""Deeds that span features: digests, which tell of requests and of notifications alike."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from coordhub.db import db
from coordhub.home.digest_lines import others
from coordhub.notifications import digests
from coordhub.notifications.digests import PEOPLE_AT_ONCE, Batch, Press

log = logging.getLogger("coordhub.digests")


@dataclass(frozen=True)
class DigestSent:
    """What became of one person's digest; `failed` is one that could not be written, and is tried again."""

    user_id: int
    sent: bool
    failed: bool = False


def send_due_digests(now: datetime) -> list[DigestSent]:
    """Write the digest of everybody whose hour has come; nobody's twice a day, however many send at once."""
    return list(due_digests(now))


def due_digests(now: datetime, *, only: int | None = None) -> Iterator[DigestSent]:
    """Do what `send_due_digests` does while the answers are read, so that memory does not grow with the people.

    `only` is one person to whom it is to be done, when their hour has come.
    """
    press = Press()
    batch = digests.take_due(now, only=only)
    while batch is not None:
        yield from _finish(batch, press, now, lambda id_: digests.take_due(now, only=id_))
        batch = digests.take_due(now, batch.last, only=only)
    db.session.rollback()


def digests_of(user_ids: Sequence[int], now: datetime) -> Iterator[DigestSent]:
    """Write today's digests of these people, whatever their hour, while the answers are read."""
    press = Press()
    for start in range(0, len(user_ids), PEOPLE_AT_ONCE):
        batch = digests.take(user_ids[start : start + PEOPLE_AT_ONCE], now)
        if batch is None:
            db.session.rollback()
            continue
        yield from _finish(batch, press, now, lambda id_: digests.take([id_], now))


def _finish(batch: Batch, press: Press, now: datetime, again: Callable[[int], Batch | None]) -> Iterator[DigestSent]:
    """Write a batch and commit it; where that fails, write those of its people one by one who can be written."""
    try:
        told = digests.write(batch.due, others, press, now)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        log.warning("a batch of %d digests failed (%s); now one by one", len(batch.user_ids), type(error).__name__)
        for user_id in batch.user_ids:
            yield _alone(user_id, press, now, again)
        return
    for user_id in batch.user_ids:
        yield DigestSent(user_id, user_id in told)


def _alone(user_id: int, press: Press, now: datetime, again: Callable[[int], Batch | None]) -> DigestSent:
    try:
        batch = again(user_id)
        told = digests.write(batch.due, others, press, now) if batch else ()
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        # The words of an error may hold what somebody wrote.
        log.error("the digest of person %d failed (%s); it is tried again", user_id, type(error).__name__)
        return DigestSent(user_id, False, failed=True)
    return DigestSent(user_id, user_id in told)
