"""What people keep around their requests: drafts, read marks, watches, filters, seats, absences, calendar addresses."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordhub.accounts.models import User
from coordhub.db import Model, UtcDateTime
from coordhub.directory.models import Entry


class RequestDraft(Model):
    """A form not yet sent: `fields` as they were typed, less what the privacy scanner refuses. Only its writer sees it.

    `key` becomes the sending key, so that a draft is sent once.
    """

    __tablename__ = "request_draft"
    __table_args__ = (Index(None, "user_id", "changed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    type_code: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RequestRead(Model):
    """How far a person has read a request's timeline."""

    __tablename__ = "request_read"

    request_id: Mapped[int] = mapped_column(ForeignKey("coordination_request.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int]


class RequestWatch(Model):
    """A member of one of the two states who wants to hear of every step."""

    __tablename__ = "request_watch"
    __table_args__ = (Index(None, "user_id"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("coordination_request.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class SavedFilter(Model):
    """A view of the work queue that somebody named; `query` is its query string, of known names and codes only."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    name: Mapped[str]
    query: Mapped[str]

    @property
    def words(self) -> dict[str, str]:
        """The query string taken apart."""
        return dict(parse_qsl(self.query))


class Seat(Model):
    """The office that a person sits in; the backup of an office hears when its acknowledgment is late."""

    __tablename__ = "seat"
    __table_args__ = (Index(None, "office_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    is_backup: Mapped[bool] = mapped_column(default=False)

    user: Mapped[User] = relationship(lazy="raise_on_sql")
    office: Mapped[Entry] = relationship(lazy="raise_on_sql")


class CalendarAddress(Model):
    """The private address of a person's calendar feed. Only its hash is kept, so that the table opens no calendar."""

    __tablename__ = "calendar_address"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
