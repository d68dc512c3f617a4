"""How entries are kept right: changes, suggestions, claims, letters that ask for a check, imports, partner states."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordhub.accounts.models import User
from coordhub.db import Model, UtcDateTime, one_of
from coordhub.directory.models.entries import Entry

SUGGESTION_LENGTH = 2_000


class Change(Model):
    """What one deed changed in an entry: each field with its value before and after, as an export writes it."""

    __tablename__ = "entry_change"
    __table_args__ = (Index(None, "entry_id", "id"), Index(None, "batch_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    actor_words: Mapped[str]
    deed: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id", ondelete="SET NULL"))


class SuggestionStatus(StrEnum):
    """What became of a suggestion."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """The status in a sentence."""
        return {
            SuggestionStatus.WAITING: "Waits for the state to look at it",
            SuggestionStatus.ACCEPTED: "Accepted, and being put into the entry",
            SuggestionStatus.DECLINED: "Looked at, and not changed",
        }[self]


class Wrong(StrEnum):
    """What a suggestion is about."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    PERSON = "person"
    CLOSED = "closed"
    OTHER = "other"

    @property
    def label(self) -> str:
        """What is wrong, in words."""
        return {
            Wrong.PHONE: "The phone number",
            Wrong.EMAIL: "The e-mail address",
            Wrong.ADDRESS: "The address or the place on the map",
            Wrong.PERSON: "The person, or the name of the office",
            Wrong.CLOSED: "It has closed, or moved into another office",
            Wrong.OTHER: "Something else",
        }[self]


class Suggestion(Model):
    """A correction somebody suggests, with or without an account; `token` is the address of its status page."""

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint("(status = 'waiting') = (answered_at IS NULL)", name="an_answer_has_its_time"),
        Index(None, "status", "id"),
        Index(None, "entry_id"),
        Index(None, "visitor_hash", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    wrong: Mapped[Wrong] = mapped_column(one_of(Wrong, "wrong"))
    text: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    visitor_hash: Mapped[str]
    status: Mapped[SuggestionStatus] = mapped_column(
        one_of(SuggestionStatus, "status"), default=SuggestionStatus.WAITING
    )
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    entry: Mapped[Entry] = relationship(lazy="raise_on_sql")


class ClaimStatus(StrEnum):
    """What became of a claim."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class Claim(Model):
    """A member's wish to keep an entry from now on."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("entry_id", "user_id"), Index(None, "status", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    status: Mapped[ClaimStatus] = mapped_column(one_of(ClaimStatus, "status"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    entry: Mapped[Entry] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])


class CheckLetter(Model):
    """A letter that asked for a check of an entry: once for each step before or after one due day."""

    __tablename__ = "check_letter"
    __table_args__ = (UniqueConstraint("entry_id", "due_on", "step_days"), Index(None, "address", "sent_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    due_on: Mapped[date]
    step_days: Mapped[int]
    address: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)

    entry: Mapped[Entry] = relationship(lazy="raise_on_sql")


class CheckStop(Model):
    """Somebody's wish that no more letters about an entry come to an address, which needs no account."""

    __tablename__ = "check_stop"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    stopped_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BatchStatus(StrEnum):
    """How far an import is."""

    UPLOADED = "uploaded"
    APPLIED = "applied"
    REVERTED = "reverted"


class ImportBatch(Model):
    """A list that somebody brought: its rows as text, how its columns are read, and what became of it.

    A row is its line in the file and its cells. With `empties` an empty cell empties its field. `outcome` holds the
    plan and the ticks while the list waits, and afterwards what was done.
    """

    __tablename__ = "import_batch"
    __table_args__ = (Index(None, "by_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    header: Mapped[list[str]] = mapped_column(JSON)
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)
    rows: Mapped[list[Any]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(default="")
    source_date: Mapped[str] = mapped_column(default="")
    empties: Mapped[bool] = mapped_column(default=False)
    status: Mapped[BatchStatus] = mapped_column(one_of(BatchStatus, "status"), default=BatchStatus.UPLOADED)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reverted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PartnerState(Model):
    """A state with which a member works, in the member's order."""

    __tablename__ = "partner_state"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("state_program.state_code"), primary_key=True)
    position: Mapped[int]
