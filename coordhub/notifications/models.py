"""Notifications, what each person wants of them, and digests."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordhub.db import Model, UtcDateTime, one_of

DEFAULT_HOUR = 7  # local time: before the first call of the day


class DigestChoice(StrEnum):
    """How often a person wants the digest."""

    DAILY = "daily"
    OFF = "off"


class Notification(Model):
    """One event for one person. `about` is a plain key such as topic-17 or R-2026-00123."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("user_id", "event_key"),
        Index(None, "user_id", "read_at", "id"),
        Index(None, "user_id", "about", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    event_key: Mapped[str]
    kind: Mapped[str]
    about: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    reason: Mapped[str]
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_email.id", ondelete="SET NULL"))
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digest.id", ondelete="SET NULL"))


class Preference(Model):
    """What a person wants; people without a row have the defaults."""

    __tablename__ = "preference"
    __table_args__ = (CheckConstraint("digest_hour BETWEEN 0 AND 23", name="hour_of_a_day"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[DigestChoice] = mapped_column(one_of(DigestChoice, "digest_choice"), default=DigestChoice.DAILY)
    digest_hour: Mapped[int] = mapped_column(default=DEFAULT_HOUR)
    at_once_requests: Mapped[bool] = mapped_column(default=True)
    at_once_board: Mapped[bool] = mapped_column(default=False)
    at_once_directory: Mapped[bool] = mapped_column(default=True)
    next_digest_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Digest(Model):
    """One digest of one person for one local date; the key is what keeps a second one away."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("user_id", "kind", "local_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(default="daily")
    local_date: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
