"""Whose digest is to be written: a batch at a time, each person in the hands of one sender only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, literal, select, tuple_

from coordhub import clock
from coordhub.accounts.models import Absence, User
from coordhub.accounts.queries import absences_between
from coordhub.db import db
from coordhub.notifications import preferences, rules
from coordhub.notifications.models import DigestKind, Preference
from coordhub.notifications.preferences import Wishes

PEOPLE_AT_ONCE = 100


@dataclass(frozen=True)
class Due:
    """One person whose digest is to be written, or looked at.

    `due_at` is when it was due, None when nobody waits for an hour. `was_away` says that it is the first one after
    their return, which holds everything.
    """

    user: User
    wishes: Wishes
    kind: DigestKind
    today: date
    due_at: datetime | None = None
    was_away: bool = False

    def is_late(self, now: datetime) -> bool:
        """Say whether it is so late that it has to say so."""
        return self.due_at is not None and now - self.due_at > rules.LATE_AFTER and not self.was_away


@dataclass(frozen=True)
class Place:
    """How far a sender got in the order in which it takes people."""

    next_at: datetime
    user_id: int


@dataclass(frozen=True)
class Batch:
    """People taken together: everybody whose turn it was, and those of them who get a digest unless it is empty."""

    user_ids: Sequence[int]
    due: Sequence[Due]
    last: Place


def ids_due(now: datetime) -> Sequence[int]:
    """Return everybody whose digest hour has come, longest due first; takes nobody in hand."""
    found = _taking().where(Preference.next_digest_at <= now).with_only_columns(User.id)
    return db.session.scalars(found.order_by(Preference.next_digest_at, User.id)).all()


def ids_with_digest() -> Sequence[int]:
    """Return everybody who can have a digest; what each chose decides whether there is something in it."""
    return db.session.scalars(select(User.id).where(*_working()).order_by(User.id)).all()


def take_due(now: datetime, after: Place | None = None, *, only: int | None = None) -> Batch | None:
    """Take the next people whose hour has come; None when there are no more.

    They are locked until the commit, and their next digest is set to their next hour. Others who send at the same
    moment take other people.
    """
    found = _taking().where(Preference.next_digest_at <= now)
    if after is not None:
        next_at = literal(after.next_at, Preference.next_digest_at.type)
        found = found.where(tuple_(Preference.next_digest_at, User.id) > tuple_(next_at, literal(after.user_id)))
    if only is not None:
        found = found.where(User.id == only)
    return _take(found.order_by(Preference.next_digest_at, User.id).limit(PEOPLE_AT_ONCE), now, waits=True)


def take(user_ids: Sequence[int], now: datetime) -> Batch | None:
    """Take these people whatever their hour; None when others have all of them in hand."""
    users = db.session.scalars(select(User).where(User.id.in_(user_ids), *_working())).all()
    preferences.add_defaults(users, now)
    return _take(_taking().where(User.id.in_(user_ids)).order_by(User.id), now, waits=False)


def seen_by(user: User, kind: DigestKind, day: date) -> Due:
    """Return a person as one whose digest is only looked at."""
    return Due(user, preferences.wishes_of([user])[user.id], kind, day)


def kind_on(preference: Preference, day: date) -> DigestKind:
    """Return which digest comes on a day: weekly when its day lies after the last one that was looked into."""
    since = preference.digested_on or day - timedelta(days=1)
    return rules.digest_kind_after(min(since, day - timedelta(days=1)), day, preference.weekly_day)


def _take(found: Select[User, Preference], now: datetime, *, waits: bool) -> Batch | None:
    locked = found.with_for_update(of=Preference, skip_locked=True).execution_options(populate_existing=True)
    rows = [(user, preference) for user, preference in db.session.execute(locked)]
    if not rows:
        return None
    last = Place(rows[-1][1].next_digest_at, rows[-1][0].id)
    wishes = preferences.wishes_of([user for user, _ in rows])
    absences = _absences(rows, now)
    due = []
    for user, preference in rows:
        due_at = preference.next_digest_at if waits else None
        preference.next_digest_at = rules.next_digest_at(now, preference.digest_hour, user.time_zone)
        today = rules.digest_date(due_at, now, user.time_zone)
        mine = absences.get(user.id, ())
        if any(one.first_day <= today <= one.last_day for one in mine):
            continue
        since = preference.digested_on
        was_away = since is not None and any(since < one.last_day < today for one in mine)
        kind = kind_on(preference, today) if since or due_at is None else _first_kind(preference, due_at, now, user)
        # A clock that was set back leads to no day that was looked into already.
        preference.digested_on = max(since, today) if since else today
        due.append(Due(user, wishes[user.id], kind, today, due_at, was_away))
    return Batch([user.id for user, _ in rows], due, last)


def _first_kind(preference: Preference, due_at: datetime, now: datetime, user: User) -> DigestKind:
    return rules.digest_kind(min(due_at, now), now, preference.weekly_day, user.time_zone)


def _absences(rows: Sequence[tuple[User, Preference]], now: datetime) -> dict[int, list[Absence]]:
    """Return the absences that hold now, or ended since each person's last digest, by the person's id."""
    today = [clock.date_in(user.time_zone, now) for user, _ in rows]
    since = [preference.digested_on for _, preference in rows if preference.digested_on]
    found: dict[int, list[Absence]] = {}
    for one in absences_between([user.id for user, _ in rows], min([*since, *today]), max(today)):
        found.setdefault(one.user_id, []).append(one)
    return found


def _taking() -> Select[User, Preference]:
    return select(User, Preference).join(Preference, Preference.user_id == User.id).where(*_working())


def _working() -> tuple[ColumnElement[bool], ...]:
    return (User.active.is_(True), User.approved_at.is_not(None))
