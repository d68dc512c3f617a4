"""Coordination requests, their steps, private messages and MSIX IDs.

Private text stands in `message` and nowhere else; MSIX IDs in `request_msix_id` and nowhere else.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordhub.accounts.models import User
from coordhub.coordination.types import TYPES, RequestType
from coordhub.db import Model, UtcDateTime, one_of

NOTE_LENGTH = 2_000
MESSAGE_LENGTH = 4_000
MSIX_IDS_AT_MOST = 25
CHILDREN_AT_MOST = 999


class Status(StrEnum):
    """Where a request stands (domain guide, section 4). Overdue is computed, never stored."""

    DRAFT = "draft"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    NOT_LOCATED = "not_located"
    DECLINED = "declined"
    REROUTED = "rerouted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Deed(StrEnum):
    """What somebody did; each becomes a step of the timeline."""

    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    ANSWER = "answer"
    WRITE = "write"
    RECORD_OUTCOME = "record_outcome"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    HAND_OVER = "hand_over"


class CoordinationRequest(Model):
    """A request from one state to another. Its subject is built by the system, so that no name gets into it."""

    __tablename__ = "coordination_request"
    __table_args__ = (
        CheckConstraint("from_state <> to_state", name="between_two_states"),
        CheckConstraint("children_count >= 0", name="children_are_counted"),
        CheckConstraint(
            "(status IN ('closed', 'declined', 'withdrawn')) = (closed_at IS NOT NULL)", name="an_end_has_a_time"
        ),
        CheckConstraint("move_week BETWEEN 1 AND 5", name="week_of_a_month"),
        Index(None, "to_state", "status", "due_on"),
        Index(None, "from_state", "status", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    sending_key: Mapped[str] = mapped_column(unique=True)
    type_code: Mapped[str]
    status: Mapped[Status] = mapped_column(one_of(Status, "status"))
    from_state: Mapped[str]
    sender_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    to_state: Mapped[str]
    to_county_code: Mapped[str | None]
    to_county_name: Mapped[str | None]
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    routed_because: Mapped[str]
    children_count: Mapped[int]
    grade_bands: Mapped[list[str]] = mapped_column(JSON)
    flags: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str]
    urgency: Mapped[str]
    move_month: Mapped[str | None]
    move_week: Mapped[int | None]
    msix_notice_sent: Mapped[bool | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    acknowledge_by: Mapped[date]
    due_on: Mapped[date]
    outcome_code: Mapped[str | None]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    sender: Mapped[User] = relationship(foreign_keys=[sender_id], lazy="raise_on_sql")
    owner: Mapped[User] = relationship(foreign_keys=[owner_id], lazy="raise_on_sql")
    steps: Mapped[list["Step"]] = relationship(
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


class Step(Model):
    """One thing that somebody did with a request, and the status it left."""

    __tablename__ = "step"
    __table_args__ = (UniqueConstraint("request_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("coordination_request.id", ondelete="CASCADE"))
    position: Mapped[int]
    deed: Mapped[Deed] = mapped_column(one_of(Deed, "deed"))
    status_after: Mapped[Status] = mapped_column(one_of(Status, "status_after"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    code: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    request: Mapped[CoordinationRequest] = relationship(back_populates="steps", lazy="raise_on_sql")
    actor: Mapped[User] = relationship(lazy="raise_on_sql")
    message: Mapped["Message | None"] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")


class Message(Model):
    """Private text of two states; read only through its request."""

    __tablename__ = "message"

    step_id: Mapped[int] = mapped_column(ForeignKey("step.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str]


class RequestMsixId(Model):
    """An MSIX ID that a request is about. It identifies a child: shown masked, opened only by a recorded deed."""

    __tablename__ = "request_msix_id"

    request_id: Mapped[int] = mapped_column(ForeignKey("coordination_request.id", ondelete="CASCADE"), primary_key=True)
    msix_id: Mapped[str] = mapped_column(primary_key=True)


class RequestRead(Model):
    """How far a person has read a request's timeline."""

    __tablename__ = "request_read"

    request_id: Mapped[int] = mapped_column(ForeignKey("coordination_request.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int]


class RequestCounter(Model):
    """The last number given out in a year."""

    __tablename__ = "request_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
