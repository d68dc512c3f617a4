"""The timeline of a request: steps, and the private messages that hang on them.

Private text stands in `message` and `message_edit` and nowhere else.
"""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordhub.accounts.models import User
from coordhub.db import Model, UtcDateTime, one_of

if TYPE_CHECKING:
    from coordhub.coordination.models.requests import CoordinationRequest

MESSAGE_LENGTH = 4_000


class Status(StrEnum):
    """Where a request stands (domain guide, section 4). Overdue is computed, never stored.

    A request begins as a draft, which is kept in a table of its own until it is sent.
    """

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
    """What was done; each becomes a step of the timeline. The last group the hub does by itself."""

    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    START = "start"
    ASK = "ask"
    ANSWER = "answer"
    WRITE = "write"
    RECORD_OUTCOME = "record_outcome"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    DECLINE = "decline"
    REROUTE = "reroute"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    ASSIGN = "assign"
    HAND_OVER = "hand_over"
    HOLD = "hold"
    RELEASE = "release"
    BREAK_GLASS = "break_glass"
    ESCALATE = "escalate"
    CLOSE = "close"
    WIPE = "wipe"


class Step(Model):
    """One thing that was done with a request, and the status it left; without an actor the hub did it.

    `code` is what the deed needs said: an outcome, a reason, a person's name, a request's number, an escalation.
    """

    __tablename__ = "step"
    __table_args__ = (UniqueConstraint("request_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("coordination_request.id", ondelete="CASCADE"))
    position: Mapped[int]
    deed: Mapped[Deed] = mapped_column(one_of(Deed, "deed"))
    status_after: Mapped[Status] = mapped_column(one_of(Status, "status_after"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    code: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    request: Mapped["CoordinationRequest"] = relationship(back_populates="steps", lazy="raise_on_sql")
    actor: Mapped[User | None] = relationship(lazy="raise_on_sql")
    message: Mapped["Message | None"] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")


class Message(Model):
    """Private text of two states; read only through its request. `quoted_position` is the step that it quotes."""

    __tablename__ = "message"

    step_id: Mapped[int] = mapped_column(ForeignKey("step.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str]
    quoted_position: Mapped[int | None]

    edits: Mapped[list["MessageEdit"]] = relationship(
        lazy="raise_on_sql", order_by="MessageEdit.id", cascade="all, delete-orphan"
    )
    mentions: Mapped[list["MessageMention"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")


class MessageEdit(Model):
    """What a message said until its writer changed it."""

    __tablename__ = "message_edit"
    __table_args__ = (Index(None, "step_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("message.step_id", ondelete="CASCADE"))
    text: Mapped[str]
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MessageMention(Model):
    """A person of the two states whom a message calls by name."""

    __tablename__ = "message_mention"
    __table_args__ = (Index(None, "user_id"),)

    step_id: Mapped[int] = mapped_column(ForeignKey("message.step_id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)

    user: Mapped[User] = relationship(lazy="raise_on_sql")
