"""Coordination requests and their MSIX IDs, which stand in `request_msix_id` and nowhere else."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Computed, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordhub.accounts.models import User
from coordhub.coordination.models.steps import Status, Step
from coordhub.coordination.types import TYPES, RequestType
from coordhub.db import Model, UtcDateTime, one_of

NOTE_LENGTH = 2_000
CHILDREN_AT_MOST = 999
# Written out, as the database computes them itself; a test holds them against the rules.
TARGET_ON = "CASE WHEN status = 'sent' THEN acknowledge_by ELSE due_on END"
MOVER = (
    "CASE WHEN status = 'sent' THEN 'receiver' WHEN status = 'acknowledged' THEN 'receiver'"
    " WHEN status = 'in_progress' THEN 'receiver' WHEN status = 'waiting' THEN 'sender'"
    " WHEN status = 'resolved' THEN 'sender' WHEN status = 'not_located' THEN 'sender'"
    " WHEN status = 'declined' THEN 'sender' WHEN status = 'rerouted' THEN 'hub' ELSE 'nobody' END"
)
_WHOSE = ("owner_id", "sender_id", "to_office_id", "from_office_id", "to_state", "from_state")


class CoordinationRequest(Model):
    """A request from one state to another. Its subject is built by the system, so that no name gets into it.

    Targets are dates in `time_zone`, the receiving state's. `last_position` is that of the newest step, kept by the one
    action that adds steps, so that lists tell what is unread without reading steps. `wiped_at` says that retention left
    only the shell: type, states, dates, outcome. While `held_at` is set nothing is wiped. The database computes `mover`
    (the side whose move is next: receiver, sender, hub or nobody) and `target_on` (the date that matters next) from the
    status, so that indexes hold them: they are for queries, the rules say the same of a row in hand.
    """

    __tablename__ = "coordination_request"
    __table_args__ = (
        CheckConstraint("from_state <> to_state", name="between_two_states"),
        CheckConstraint("children_count >= 0", name="children_are_counted"),
        CheckConstraint("(status IN ('closed', 'withdrawn')) = (closed_at IS NOT NULL)", name="an_end_has_a_time"),
        CheckConstraint("move_week BETWEEN 1 AND 5", name="week_of_a_month"),
        # A work queue is read in the order of its target from one index for each side, what ended from another.
        *(Index(None, whose, "mover", "target_on", "id") for whose in _WHOSE),
        *(Index(None, whose, "closed_at") for whose in _WHOSE),
        Index(None, "status", "due_on"),
        Index(None, "status", "acknowledge_by"),
        Index(None, "status", "answered_at"),
        Index(None, "closed_at"),
        Index(None, "changed_at"),
        Index(None, "follows_id"),
        Index("ix_coordination_request_alike", "from_state", "to_state", "type_code", "to_county_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    sending_key: Mapped[str] = mapped_column(unique=True)
    type_code: Mapped[str]
    status: Mapped[Status] = mapped_column(one_of(Status, "status"))
    from_state: Mapped[str]
    from_office_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="SET NULL"))
    sender_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    to_state: Mapped[str]
    time_zone: Mapped[str]
    to_county_code: Mapped[str | None]
    to_county_name: Mapped[str | None]
    to_office_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="SET NULL"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    routed_because: Mapped[str]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("coordination_request.id", ondelete="SET NULL"))
    children_count: Mapped[int]
    grade_bands: Mapped[list[str]] = mapped_column(JSON)
    flags: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str]
    urgency: Mapped[str]
    move_month: Mapped[str | None]
    move_week: Mapped[int | None]
    msix_notice_sent: Mapped[bool | None]
    msix_notice_on: Mapped[date | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    acknowledge_by: Mapped[date]
    due_on: Mapped[date]
    outcome_code: Mapped[str | None]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wiped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_position: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mover: Mapped[str | None] = mapped_column(Computed(MOVER, persisted=True), deferred=True)
    target_on: Mapped[date | None] = mapped_column(Computed(TARGET_ON, persisted=True), deferred=True)

    sender: Mapped[User] = relationship(foreign_keys=[sender_id], lazy="raise_on_sql")
    owner: Mapped[User] = relationship(foreign_keys=[owner_id], lazy="raise_on_sql")
    follows: Mapped["CoordinationRequest | None"] = relationship(remote_side=[id], lazy="raise_on_sql")
    steps: Mapped[list[Step]] = relationship(
        lazy="raise_on_sql", order_by="Step.position", back_populates="request", cascade="all, delete-orphan"
    )
    msix_ids: Mapped[list["RequestMsixId"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")

    @property
    def type(self) -> RequestType:
        """The entry of the table of types."""
        return TYPES[self.type_code]

    @property
    def short_title(self) -> str:
        """What letters, digests and logs may call it: type and states, no count."""
        return f"{self.type.label}, {self.from_state} to {self.to_state}"


class RequestMsixId(Model):
    """An MSIX ID that a request is about. It identifies a child: shown masked, opened only by a recorded deed."""

    __tablename__ = "request_msix_id"
    __table_args__ = (Index(None, "msix_id"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("coordination_request.id", ondelete="CASCADE"), primary_key=True)
    msix_id: Mapped[str] = mapped_column(primary_key=True)


class RequestCounter(Model):
    """The last number given out in a year."""

    __tablename__ = "request_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
