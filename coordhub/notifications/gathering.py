"""Writing the letters that leave at once: all that is new about one thing, in one letter to each reader.

An edge of its own: it commits a batch of people at a time. A person belongs to one worker while their letters are
written, so that two workers neither tell a thing twice nor write more letters in an hour than one of them would.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import flask
from sqlalchemy import select

from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.mail import outbox
from coordhub.mail.models import OutgoingEmail
from coordhub.mail.outbox import Outgoing
from coordhub.notifications import rules
from coordhub.notifications.kinds import KINDS, Way
from coordhub.notifications.models import Notification, Preference
from coordhub.notifications.planning import HOUR, Lately, Plan, Thing, plan
from coordhub.notifications.writing import ROUND_UP, letter_about, round_up

log = logging.getLogger("coordhub.notifications")
PEOPLE_AT_ONCE = 50
LETTERS_A_LOOK = 1_000  # then the worker delivers them, and writes the rest at its next look
_WAITING = (Notification.mail_at.is_not(None), Notification.told_at.is_(None), Notification.read_at.is_(None))
_AT_ONCE = sorted({*KINDS, ROUND_UP})

Rows = Mapping[str, Sequence[Notification]]  # what waits for one person, by what it is about, the oldest first


def gather(now: datetime, *, at_most: int = LETTERS_A_LOOK) -> int:
    """Write the letters whose hold is over, and return how many; can run twice and beside other workers.

    Stops after the batch in which `at_most` is reached.
    """
    written = last = 0
    while written < at_most:
        people = _people_due(now, after=last)
        if not people:
            db.session.rollback()
            break
        written += _write_for(people, now)
        last = people[-1].user_id  # Each is looked at once: what somebody is reading just now, the next look finds.
        db.session.commit()
    return written


def _people_due(now: datetime, *, after: int) -> Sequence[Preference]:
    """Return people with a letter that is due, for this worker alone until its commit."""
    due = select(Notification.user_id).where(*_WAITING, Notification.mail_at <= now)
    found = select(Preference).where(Preference.user_id > after, Preference.user_id.in_(due))
    found = found.order_by(Preference.user_id).limit(PEOPLE_AT_ONCE)
    found = found.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return db.session.scalars(found).all()


def _write_for(people: Sequence[Preference], now: datetime) -> int:
    ids = [one.user_id for one in people]
    users = {one.id: one for one in db.session.scalars(select(User).where(User.id.in_(ids)))}
    waiting = _waiting(ids)
    lately = _lately(ids, now)
    chosen: list[tuple[User, Sequence[Sequence[Notification]]]] = []
    for preference in people:
        user, things = users[preference.user_id], waiting.get(preference.user_id, {})
        _drop([rows for rows in things.values() if not rules.may_hear(user, rows)], now)
        things = {about: rows for about, rows in things.items() if rules.may_hear(user, rows)}
        planned = _plan(preference, user, things, lately.get(user.id, Lately()), now)
        _hold(planned, things)
        chosen += [(user, [things[about] for about in abouts]) for abouts in planned.letters]
    return _put(chosen, now)


def _waiting(user_ids: Sequence[int]) -> dict[int, dict[str, list[Notification]]]:
    """Return all that waits for a letter, also what is held a little longer; what is read at this moment is left."""
    found = select(Notification).where(Notification.user_id.in_(user_ids), *_WAITING).order_by(Notification.id)
    waiting: dict[int, dict[str, list[Notification]]] = {}
    rows = db.session.scalars(found.with_for_update(skip_locked=True).execution_options(populate_existing=True))
    for row in rows:
        waiting.setdefault(row.user_id, {}).setdefault(row.about, []).append(row)
    return waiting


def _lately(user_ids: Sequence[int], now: datetime) -> dict[int, Lately]:
    found = select(OutgoingEmail.user_id, OutgoingEmail.created_at, OutgoingEmail.kind).where(
        OutgoingEmail.user_id.in_(user_ids), OutgoingEmail.created_at > now - HOUR, OutgoingEmail.kind.in_(_AT_ONCE)
    )
    letters: dict[int, list[datetime]] = {}
    round_ups: dict[int, datetime] = {}
    for user_id, at, kind in db.session.execute(found.order_by(OutgoingEmail.created_at)):
        assert user_id is not None
        letters.setdefault(user_id, []).append(at)
        if kind == ROUND_UP:
            round_ups[user_id] = at
    return {user_id: Lately(at, round_ups.get(user_id)) for user_id, at in letters.items()}


def _plan(preference: Preference, user: User, things: Rows, lately: Lately, now: datetime) -> Plan:
    due = [
        Thing(about, any(row.is_urgent for row in rows), any(row.is_held for row in rows))
        for about, rows in things.items()
        if any(row.mail_at is not None and row.mail_at <= now for row in rows)
    ]
    holds = flask.current_app.config["MAIL_HOLDS"]
    quiet = rules.quiet_until(preference, now, user.time_zone) if holds else None
    return plan(due, lately, now, quiet_until=quiet, lets_emergencies_through=preference.lets_emergencies_through)


def _drop(things: Iterable[Sequence[Notification]], now: datetime) -> None:
    """Let neither letter nor digest tell it to whoever may not read it any more."""
    for rows in things:
        for row in rows:
            row.mail_at, row.told_at = None, now


def _hold(planned: Plan, things: Rows) -> None:
    for about in planned.waits:
        for row in things[about]:
            row.mail_at, row.is_held = planned.at, True


def _put(chosen: Sequence[tuple[User, Sequence[Sequence[Notification]]]], now: datetime) -> int:
    """Write the letters, note which notification each of them tells, and return how many there are."""
    tried = [(things, _written(user, things)) for user, things in chosen]
    written = [(things, letter) for things, letter in tried if letter is not None]
    for things, letter in tried:
        if letter is None:
            _leave_to_the_digest(things)
    ids = outbox.put_all([letter for _, letter in written])
    for things, letter in written:
        for one in (one for rows in things for one in rows):
            one.told_at, one.mail_at, one.letter_id = now, None, ids.get(letter.dedup_key)
    return len(written)


def _written(user: User, things: Sequence[Sequence[Notification]]) -> Outgoing | None:
    """Return the letter; None for one that cannot be written, which must not keep those of others back."""
    try:
        return letter_about(user, things[0]) if len(things) == 1 else round_up(user, things)
    except Exception:
        log.exception("no letter could be written of notification %s", things[0][-1].id)
        return None


def _leave_to_the_digest(things: Sequence[Sequence[Notification]]) -> None:
    for row in (row for rows in things for row in rows):
        row.mail_at, row.way = None, Way.DAILY
