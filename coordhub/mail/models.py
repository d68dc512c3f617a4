"""The outbox, the workers that empty it, hosts that are given a rest, addresses that bounce, and mail that came in."""

from datetime import date, datetime
from enum import IntEnum, StrEnum

from sqlalchemy import DDL, ForeignKey, Index, LargeBinary, ScalarSelect, event, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.schema import ExecutableDDLElement

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
    SUPPRESSED = "suppressed"  # its address is known to be dead


WAITING = (Delivery.QUEUED, Delivery.DEFERRED)
EVERY_HOST = "*"


class Priority(IntEnum):
    """Which letters leave first."""

    URGENT = 0  # emergencies, and what lets somebody in
    PLAIN = 1
    BULK = 2  # digests and round-ups


class LetterContent(Model):
    """The bytes of a letter, in a table of their own: its state changes often, and SQLite rewrites whole rows."""

    __tablename__ = "outgoing_content"

    letter_id: Mapped[int] = mapped_column(ForeignKey("outgoing_email.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class OutgoingEmail(Model):
    """A letter, rendered once and stored as the bytes that will leave."""

    __tablename__ = "outgoing_email"
    __table_args__ = (
        Index(None, "status", "priority", "next_at", "id", "domain"),
        Index(None, "user_id", "id"),
        Index(None, "host", "handed_at"),
        Index(None, "created_at"),
        Index(None, "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dedup_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    address: Mapped[str]
    domain: Mapped[str]  # of the address, in lower case: it decides the host
    priority: Mapped[int] = mapped_column(default=Priority.PLAIN)
    subject: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    status: Mapped[Delivery] = mapped_column(one_of(Delivery, "delivery"), default=Delivery.QUEUED)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    host: Mapped[str] = mapped_column(default="")  # the one that took it, or has it in its hands
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    smtp_reply: Mapped[str] = mapped_column(default="")
    last_error: Mapped[str] = mapped_column(default="")
    told_again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # an uncertain one, in a digest or once more
    # Loaded when asked for: whoever reads a letter reads one, and lists never do.
    written: Mapped[LetterContent] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    @hybrid_property
    def content(self) -> bytes:
        """The bytes that will leave, with CRLF."""
        return self.written.content

    @content.inplace.setter
    def _set_content(self, content: bytes) -> None:
        self.written = LetterContent(content=content)

    @content.inplace.expression
    @classmethod
    def _content_of(cls) -> ScalarSelect[bytes]:
        return select(LetterContent.content).where(LetterContent.letter_id == cls.id).scalar_subquery()


class DeliveryWorker(Model):
    """A worker's sign of life."""

    __tablename__ = "delivery_worker"

    name: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class DeliveryWitness(Model):
    """Tells that PostgreSQL did not crash since a sender began: there, a crash empties this table (see `power`)."""

    __tablename__ = "delivery_witness"

    owner: Mapped[str] = mapped_column(primary_key=True)
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)


_unlogged: ExecutableDDLElement = DDL("ALTER TABLE delivery_witness SET UNLOGGED")  # type: ignore[no-untyped-call]
event.listen(DeliveryWitness.__table__, "after_create", _unlogged.execute_if(dialect="postgresql"))


class MailHost(Model):
    """A mail server as all workers see it: until when it is left alone, and whether an administrator stopped it.

    The row named EVERY_HOST stands for all of them.
    """

    __tablename__ = "mail_host"

    host: Mapped[str] = mapped_column(primary_key=True)
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refusals: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")


class MailAddress(Model):
    """An address that bounced: how often, and since when no letter goes there any more."""

    __tablename__ = "mail_address"

    address: Mapped[str] = mapped_column(primary_key=True)
    hard_bounces: Mapped[int] = mapped_column(default=0)  # at most one a day counts
    soft_halves: Mapped[int] = mapped_column(default=0)  # half points of passing failures
    bounced_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    suppressed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Incoming(StrEnum):
    """What a letter to the hub turned out to be."""

    BOUNCE = "bounce"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    COMPLAINT = "complaint"
    AUTOMATIC = "automatic"
    REPLY = "reply"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class IncomingEmail(Model):
    """That a letter came in, and what became of it; never what it said."""

    __tablename__ = "incoming_email"
    __table_args__ = (Index(None, "received_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # a hash that a second copy of the same letter shares
    kind: Mapped[Incoming] = mapped_column(one_of(Incoming, "incoming"))
    outcome: Mapped[str] = mapped_column(default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_email.id", ondelete="SET NULL"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
