"""Deeds that span features: digests, which tell of requests and of notifications alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from coordhub.accounts.models import User
from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest
from coordhub.coordination.presenting import due_words, status_of
from coordhub.db import db
from coordhub.home.agenda import agenda_of, is_soon
from coordhub.notifications import digests
from coordhub.notifications.digests import DigestLine


@dataclass(frozen=True)
class DigestSent:
    """What became of one person's digest."""

    user_id: int
    sent: bool


def send_due_digests(now: datetime) -> list[DigestSent]:
    """Write the digest of everybody whose hour has come, one transaction a person; nobody's twice a day."""
    return list(_send(digests.people_due(now), now, ignore_hour=False))


def send_digests(now: datetime) -> list[DigestSent]:
    """Write today's digest of everybody who wants one and has not had it, whatever their hour."""
    return list(_send(digests.people_with_digest(), now, ignore_hour=True))


def _send(people: Iterable[User], now: datetime, *, ignore_hour: bool) -> Iterator[DigestSent]:
    for user in people:
        agenda = agenda_of(user, now)
        digest = digests.build_digest(
            user,
            now=now,
            needs_you=[_line(one.request, now) for one in agenda.mine],
            waiting=[
                _line(one.request, now) for one in (*agenda.changed, *agenda.waiting) if not one.request.closed_at
            ],
            ignore_hour=ignore_hour,
        )
        user_id = user.id
        # A commit each: what was written for one person does not depend on the next one's.
        db.session.commit()
        yield DigestSent(user_id, digest is not None)


def _line(request: CoordinationRequest, now: datetime) -> DigestLine:
    """Return what a letter may say of a request: number, type, state codes, date."""
    kind, words = status_of(request, rules.local_date(now, request.time_zone))
    return DigestLine(
        label=request.number,
        title=request.short_title,
        url_path=f"/coordination/{request.number}",
        words=f"{words} · {due_words(request)}" if kind != "waiting" else words,
        state="overdue" if kind == "overdue" else "soon" if is_soon(request, now) else "plain",
        due_on=rules.target_now(request),
    )
