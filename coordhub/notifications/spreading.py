"""Spreading announcements: from one row for everybody to a row for each person, by the worker.

An edge of its own: it commits a batch of people at a time, and goes on where it was when a worker dies.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import flask
from sqlalchemy import ColumnElement, insert, select

from coordhub.accounts.models import User
from coordhub.accounts.queries import absences_on
from coordhub.db import db
from coordhub.notifications import preferences, queries, rules
from coordhub.notifications.kinds import Way
from coordhub.notifications.models import Announcement, Interest, Notification
from coordhub.notifications.preferences import Wishes

PEOPLE_AT_ONCE = 500
ROWS_A_LOOK = 20_000  # then the worker does what else is due, and spreads the rest at its next look


def spread(now: datetime, *, at_most: int = ROWS_A_LOOK) -> int:
    """Spread what was announced, oldest first, and return how many rows of people were added.

    Stops after the batch in which `at_most` is reached. Can run twice and beside other workers.
    """
    added = 0
    while added < at_most:
        announcement = _next()
        if announcement is None:
            db.session.rollback()
            break
        added += _spread_batch(announcement, now)
        db.session.commit()
    return added


def _next() -> Announcement | None:
    """Return the oldest announcement that has not reached everybody, for this worker alone until its commit."""
    found = select(Announcement).where(Announcement.spread_at.is_(None)).order_by(Announcement.id).limit(1)
    return db.session.scalar(found.with_for_update(skip_locked=True).execution_options(populate_existing=True))


def _spread_batch(announcement: Announcement, now: datetime) -> int:
    people = _people_after(announcement)
    rows = _rows(announcement, people, now)
    if rows:
        db.session.execute(insert(Notification), rows)
        flask.g.letters_waiting = True
    if len(people) < PEOPLE_AT_ONCE:
        announcement.spread_at, announcement.matter = now, {}
    else:
        announcement.spread_to = people[-1].id
    return len(rows)


def _people_after(announcement: Announcement) -> Sequence[User]:
    which: list[ColumnElement[bool]] = [User.id > announcement.spread_to, User.active.is_(True)]
    if announcement.state_code:
        which.append(User.state_code == announcement.state_code)
    found = select(User).where(*which, User.approved_at.is_not(None)).order_by(User.id).limit(PEOPLE_AT_ONCE)
    return db.session.scalars(found).all()


def _rows(announcement: Announcement, people: Sequence[User], now: datetime) -> list[Mapping[str, object]]:
    others = [one for one in people if one.id != announcement.actor_id]
    wanted = preferences.wishes_of(others)
    interests = _interests(others)
    away = absences_on(others, now)
    muted = queries.muted(announcement.about, [one.id for one in others])
    preferences.add_defaults(others, now)
    rows = []
    for user in others:
        way, reason = _way_and_reason(announcement, wanted[user.id], interests.get(user.id, ()))
        way = rules.way_now(way, announcement.kind, is_away=user.id in away)
        if way != Way.NOTHING:
            way = Way.HUB if user.id in muted else way
            rows.append(_row(announcement, user, way, reason, now))
    return rows


def _interests(people: Sequence[User]) -> dict[int, list[Interest]]:
    found: dict[int, list[Interest]] = {}
    for one in db.session.scalars(select(Interest).where(Interest.user_id.in_([user.id for user in people]))):
        found.setdefault(one.user_id, []).append(one)
    return found


def _way_and_reason(announcement: Announcement, wishes: Wishes, interests: Sequence[Interest]) -> tuple[Way, str]:
    matching = [one for one in interests if rules.fits(one, announcement.matter)]
    if not matching:
        return wishes.way(announcement.subject), announcement.reason
    first = max(matching, key=lambda one: one.way.rank)
    return first.way, rules.reason_of(first)


def _row(announcement: Announcement, user: User, way: Way, reason: str, now: datetime) -> Mapping[str, object]:
    return {
        "user_id": user.id,
        "event_key": announcement.event_key,
        "kind": announcement.kind,
        "subject": announcement.subject,
        "way": way,
        "about": announcement.about,
        "title": announcement.title,
        "url": announcement.url,
        "reason": reason,
        "due_on": None,
        "facts": announcement.facts,
        "created_at": announcement.created_at,
        "mail_at": rules.letter_at(way, now, waits=flask.current_app.config["MAIL_HOLDS"]),
    }
