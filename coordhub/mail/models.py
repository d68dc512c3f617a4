"""The outbox, the workers that empty it, and hosts that are given a rest."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from coordhub.db import Model, UtcDateTime, one_of


class Delivery(StrEnum):
    """Where a letter stands.

    `handing` is committed before the final dot of DATA and `sent` after the server's 250, so that a crash in between
    leaves `uncertain`, which is never silently sent again (RFC 1047 tells why no client can know better).
    """

    QUEUED = "queued"
    CLAIMED = "claimed"
    HANDING = "handing"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


WAITING = (Delivery.QUEUED, Delivery.DEFERRED)


class OutgoingEmail(Model):
    """A letter, rendered once and stored as the bytes that will leave."""

    __tablename__ = "outgoing_email"
    __table_args__ = (Index(None, "status", "next_at", "id"), Index(None, "user_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    dedup_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    address: Mapped[str]
    subject: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[Delivery] = mapped_column(one_of(Delivery, "delivery"), default=Delivery.QUEUED)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    smtp_reply: Mapped[str] = mapped_column(default="")
    last_error: Mapped[str] = mapped_column(default="")


class DeliveryWorker(Model):
    """A worker's sign of life."""

    __tablename__ = "delivery_worker"

    name: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class MailHost(Model):
    """A mail server that refused the hub itself, and until when it is left alone."""

    __tablename__ = "mail_host"

    host: Mapped[str] = mapped_column(primary_key=True)
    paused_until: Mapped[datetime] = mapped_column(UtcDateTime)
    refusals: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str]
