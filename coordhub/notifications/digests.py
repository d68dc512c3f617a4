"""The digest: what is new, what needs its reader, once a local date, daily or weekly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import flask
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError

from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.formats import long_day
from coordhub.mail import letters, outbox
from coordhub.mail.models import Priority
from coordhub.notifications import preferences, rules
from coordhub.notifications.kinds import KINDS, Subject, Way
from coordhub.notifications.models import Digest, DigestKind, Notification, Preference
from coordhub.notifications.preferences import wishes_of
from coordhub.notifications.stopping import stop_url

# What a notification is about when it has no number of its own, by the first word of its key.
_WAYS = {DigestKind.DAILY: (Way.DAILY,), DigestKind.WEEKLY: (Way.DAILY, Way.WEEKLY)}
_LABELS = {"topic": "Board", "entry": "Directory", "overdue": "Requests"}


@dataclass(frozen=True)
class DigestLine:
    """One line: label (a number or a word), title, words about its state (overdue, soon, plain), a path."""

    label: str
    title: str
    words: str
    url_path: str
    state: str = "plain"
    due_on: date | None = None


def people_due(now: datetime) -> Sequence[User]:
    """Return everybody whose digest hour has come, longest due first."""
    found = (
        select(User)
        .join(Preference, Preference.user_id == User.id)
        .where(Preference.next_digest_at <= now, *_working())
    )
    return db.session.scalars(found.order_by(Preference.next_digest_at, User.id)).all()


def people_with_digest() -> Sequence[User]:
    """Return everybody who can have a digest; what each chose decides whether there is something in it."""
    return db.session.scalars(select(User).where(*_working()).order_by(User.id)).all()


def build_digest(
    user: User,
    *,
    now: datetime,
    needs_you: Sequence[DigestLine],
    waiting: Sequence[DigestLine],
    ignore_hour: bool = False,
) -> Digest | None:
    """Write today's digest of `user` into the outbox; None when there is none to write.

    There is none when it is not due yet (unless `ignore_hour`), when this local date has had one, or when it would be
    empty: nothing new and nothing of `needs_you` overdue or due by tomorrow. Claims the notifications it tells of, so
    that none is told twice and one that is committed late is told next time. Adds to the open transaction.
    """
    preference = preferences.preference_of(user)
    if not ignore_hour and preference.next_digest_at > now:
        return None
    kind = rules.digest_kind(min(preference.next_digest_at, now), now, preference.weekly_day, user.time_zone)
    preference.next_digest_at = rules.next_digest_at(now, preference.digest_hour, user.time_zone)
    today = rules.local_date(now, user.time_zone)
    digest = _todays_digest(user, kind, today, now)
    if digest is None:
        return None
    if wishes_of([user])[user.id].way(Subject.AGENDA) not in _WAYS[kind]:
        needs_you = waiting = ()
    news = _claim(user, digest, now)
    if not news and all(line.state == "plain" for line in needs_you):
        db.session.delete(digest)
        return None
    _write(user, digest, today, needs_you, [_news_line(group) for group in news], waiting)
    return digest


def _todays_digest(user: User, kind: DigestKind, today: date, now: datetime) -> Digest | None:
    digest = Digest(user_id=user.id, kind=kind, local_date=today, created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(digest)
    except IntegrityError:
        return None  # Somebody was faster, or it was sent already.
    return digest


def _claim(user: User, digest: Digest, now: datetime) -> Sequence[Sequence[Notification]]:
    """Take the unread, untold notifications for this digest, and return them grouped by what they are about."""
    taken = db.session.scalars(
        update(Notification)
        .where(
            Notification.user_id == user.id,
            Notification.told_at.is_(None),
            Notification.read_at.is_(None),
            Notification.way.in_(_WAYS[digest.kind]),
        )
        .values(digest_id=digest.id, told_at=now)
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    ).all()
    groups: dict[str, list[Notification]] = {}
    rows = db.session.scalars(select(Notification).where(Notification.id.in_(taken)).order_by(Notification.id))
    for row in rows:
        groups.setdefault(row.about, []).append(row)
    return list(groups.values())


def _news_line(group: Sequence[Notification]) -> DigestLine:
    last = group[-1]
    words = [KINDS[last.kind].words]
    if len(group) > 1:
        words.append(f"{len(group)} new")
    label = _LABELS.get(last.about.split("-")[0], last.about)
    return DigestLine(label, last.title, " · ".join(words), last.url, due_on=last.due_on)


def _write(
    user: User,
    digest: Digest,
    today: date,
    needs_you: Sequence[DigestLine],
    news: Sequence[DigestLine],
    waiting: Sequence[DigestLine],
) -> None:
    told = {line.label for line in needs_you}
    news = [line for line in news if line.label == "Board" or line.label not in told]
    room = rules.LINES_AT_MOST
    sections = []
    for heading, lines in (("Needs you", needs_you), ("New", news), ("Waiting for others", waiting)):
        shown, room = list(lines)[:room], max(0, room - len(lines))
        if lines:
            sections.append((heading, shown, len(lines) - len(shown)))
    counts = [
        words for number, words in ((len(needs_you), _needs(len(needs_you))), (len(news), f"{len(news)} new")) if number
    ]
    letter = letters.compose(
        "daily-digest",
        address=user.email,
        name=user.display_name,
        context={
            "date_words": long_day(today),
            "counts": ", ".join(counts),
            "heading": _heading(user, needs_you, news),
            "first": needs_you[0] if needs_you else None,
            "sections": sections,
            "settings_url": flask.current_app.config["HUB_URL"] + "/notifications/preferences",
        },
        message_key=f"digest.{today.isoformat()}.u{user.id}",
        list_name="digest",
        stop_url=stop_url(user, "digest"),
        reason="You get this because you chose a digest.",
    )
    key = f"d:{user.id}:{today.isoformat()}"
    sent = outbox.put(letter, dedup_key=key, kind="daily-digest", user_id=user.id, priority=Priority.BULK)
    digest.letter_id = sent.id if sent else None


def _needs(number: int) -> str:
    return f"{number} needs you" if number == 1 else f"{number} need you"


def _heading(user: User, needs_you: Sequence[DigestLine], news: Sequence[DigestLine]) -> str:
    first = user.display_name.split()[0]
    if needs_you:
        return f"{len(needs_you)} {'request needs' if len(needs_you) == 1 else 'requests need'} you, {first}"
    return f"{len(news)} new {'thing' if len(news) == 1 else 'things'} for you, {first}"


def _working() -> tuple[ColumnElement[bool], ...]:
    return (User.active.is_(True), User.approved_at.is_not(None))
