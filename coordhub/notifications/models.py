"""Notifications, what each person wants of them, announcements that still spread, and digests."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from coordhub.db import Model, UtcDateTime, one_of
from coordhub.notifications.kinds import Subject, Way

DEFAULT_HOUR = 7  # local time: before the first call of the day
MONDAY = 0
QUIET_FROM, QUIET_UNTIL = 18, 7  # local hours
_UNTOLD = text("told_at IS NULL AND read_at IS NULL")
_WAITS = text("mail_at IS NOT NULL")


class Notification(Model):
    """One event for one person. `about` is a plain key such as topic-17 or R-2026-00123.

    `mail_at` is when its letter may leave, None when none is to leave or it has left. `told_at` is when a letter or
    digest took it in hand; `letter_id` and `digest_id` say which. `is_held` says that quiet hours or the cap made it
    wait; `is_told_again` that nobody knows whether the letter that told it arrived.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("user_id", "event_key"),
        Index(None, "user_id", "read_at", "id"),
        Index(None, "user_id", "about", "id"),
        Index("ix_notification_mail_at", "mail_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index("ix_notification_untold", "user_id", "way", "id", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
        Index(None, "letter_id"),
        Index(None, "digest_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    event_key: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[Subject] = mapped_column(one_of(Subject, "subject"))
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))
    about: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    reason: Mapped[str]
    due_on: Mapped[date | None]
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # see facts.py
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mail_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_email.id", ondelete="SET NULL"))
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digest.id", ondelete="SET NULL"))
    is_urgent: Mapped[bool] = mapped_column(default=False)
    is_held: Mapped[bool] = mapped_column(default=False)
    is_told_again: Mapped[bool] = mapped_column(default=False)


class Preference(Model):
    """When letters and digests reach a person; people without a row have the defaults."""

    __tablename__ = "preference"
    __table_args__ = (
        CheckConstraint("digest_hour BETWEEN 0 AND 23", name="hour_of_a_day"),
        CheckConstraint("weekly_day BETWEEN 0 AND 6", name="day_of_a_week"),
        CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="quiet_hours"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    digest_hour: Mapped[int] = mapped_column(default=DEFAULT_HOUR)
    weekly_day: Mapped[int] = mapped_column(default=MONDAY)  # 0 is Monday, as in Python
    is_quiet_at_night: Mapped[bool] = mapped_column(default=True)
    quiet_from: Mapped[int] = mapped_column(default=QUIET_FROM)
    quiet_until: Mapped[int] = mapped_column(default=QUIET_UNTIL)
    is_quiet_on_weekends: Mapped[bool] = mapped_column(default=True)
    lets_emergencies_through: Mapped[bool] = mapped_column(default=True)
    next_digest_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    digested_on: Mapped[date | None]  # the last local date that a digest was looked into for, empty or not


class Choice(Model):
    """The way a person chose for a subject."""

    __tablename__ = "preference_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[Subject] = mapped_column(one_of(Subject, "subject"), primary_key=True)
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))


class StateChoice(Model):
    """The way that a state set for its people who chose nothing themselves."""

    __tablename__ = "state_choice"

    state_code: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[Subject] = mapped_column(one_of(Subject, "subject"), primary_key=True)
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))


class InterestKind(StrEnum):
    """By what a person picks new topics."""

    FORUM = "forum"
    SPECIALTY = "specialty"
    STATE = "state"
    WORDS = "words"


class Interest(Model):
    """New topics that a person wants another way than the rest: of a forum, a specialty, a state, or with words."""

    __tablename__ = "interest"
    __table_args__ = (UniqueConstraint("user_id", "kind", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[InterestKind] = mapped_column(one_of(InterestKind, "interest_kind"))
    value: Mapped[str]
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))


class MutedThing(Model):
    """A request or topic about which a person wants no letters; what is new about it still stands in the inbox."""

    __tablename__ = "muted_thing"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    about: Mapped[str] = mapped_column(primary_key=True)


class Announcement(Model):
    """One event for everybody, or everybody of a state, which the worker spreads to rows of people.

    `spread_to` is the last person it has reached, in the order of their ids; `spread_at` when it reached all.
    """

    __tablename__ = "announcement"
    __table_args__ = (Index(None, "spread_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    subject: Mapped[Subject] = mapped_column(one_of(Subject, "subject"))
    about: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    reason: Mapped[str]
    state_code: Mapped[str | None]
    matter: Mapped[dict[str, Any]] = mapped_column(JSON)  # what interests are matched with; emptied when all are told
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # see facts.py
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    spread_to: Mapped[int] = mapped_column(default=0)
    spread_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DigestKind(StrEnum):
    """How often a digest comes; the weekly one takes the place of that day's daily one."""

    DAILY = "daily"
    WEEKLY = "weekly"


class Digest(Model):
    """One digest of one person for one local date; the key is what keeps a second one away."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("user_id", "local_date"), Index(None, "letter_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[DigestKind] = mapped_column(one_of(DigestKind, "digest_kind"), default=DigestKind.DAILY)
    local_date: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_email.id", ondelete="SET NULL"))
