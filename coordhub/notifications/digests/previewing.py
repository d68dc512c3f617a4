"""Looking at a digest before it is sent, or after: nothing is claimed, nothing is stored."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from sqlalchemy import select

from coordhub.accounts.models import User
from coordhub.clock import date_in
from coordhub.db import db
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications import preferences, rules
from coordhub.notifications.digests import claiming, people
from coordhub.notifications.digests.lines import News, contents_of
from coordhub.notifications.digests.people import Due
from coordhub.notifications.digests.sending import Others
from coordhub.notifications.digests.writing import Parts, Press
from coordhub.notifications.models import Digest, DigestKind, Notification

KINDS_BY_LENGTH = {DigestKind.DAILY: timedelta(days=1), DigestKind.WEEKLY: timedelta(days=7)}


@dataclass(frozen=True)
class Preview:
    """A digest to look at: one that was sent, as it left, or what one holds. Empty ones are not sent."""

    day: date
    kind: DigestKind
    parts: Parts
    was_sent: bool = False
    is_empty: bool = False


def preview(user: User, day: date, kind: DigestKind | None, others: Others, now: datetime) -> Preview:
    """Return somebody's digest of a day: the one that was sent, what it holds now, or what a past one would have held.

    `kind` is asked for; None is the one that comes on that day. What needed somebody on a past day is not kept.
    """
    preference = preferences.shown_preference_of(user)
    today = date_in(user.time_zone, now)
    if day <= today and (sent := _sent(user, day, kind)) is not None:
        return sent
    kind = kind or people.kind_on(preference, day)
    due = people.seen_by(user, kind, day)
    if day < today:
        at, contents = now, contents_of(_told_in(due, preference.digest_hour), {})
    else:
        at = max(now, rules.digest_instant(day, preference.digest_hour, user.time_zone)) if day > today else now
        contents = contents_of(claiming.look(due), others([due], at).get(user.id, {}))
    return Preview(day, kind, Press().print(due, contents, at), is_empty=not contents.is_worth_a_letter)


def _sent(user: User, day: date, kind: DigestKind | None) -> Preview | None:
    """Return the digest of that day as it left; None when there was none, or its letter is not kept any more."""
    found = (
        select(Digest.kind, OutgoingEmail.subject, OutgoingEmail.content)
        .join(OutgoingEmail, OutgoingEmail.id == Digest.letter_id)
        .where(Digest.user_id == user.id, Digest.local_date == day, OutgoingEmail.user_id == user.id)
    )
    row = db.session.execute(found).one_or_none()
    if row is None or (kind is not None and row.kind != kind) or not row.content:
        return None
    parsed = message_from_bytes(row.content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    text, html = (parsed.get_body((part,)) for part in ("plain", "html"))
    if text is None or html is None:
        return None
    return Preview(day, row.kind, Parts(row.subject, text.get_content(), html.get_content()), was_sent=True)


def _told_in(due: Due, hour: int) -> list[News]:
    """Return what came in, on the ways of this digest, in the days before its hour on a past day."""
    until = rules.digest_instant(due.today, hour, due.user.time_zone)
    found = (
        select(*claiming.COLUMNS)
        .where(Notification.user_id == due.user.id, Notification.way.in_(claiming.WAYS[due.kind]))
        .where(Notification.created_at > until - KINDS_BY_LENGTH[due.kind], Notification.created_at <= until)
    )
    return [claiming.news_of(row) for row in db.session.execute(found.order_by(Notification.id))]
