"""The audit trail: rows are added, never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coordhub.db import Model, UtcDateTime


class AuditEntry(Model):
    """One deed: actor, deed, what it was about, and when. Holds keys and codes only, never typed text."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "about", "id"), Index(None, "actor_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    deed: Mapped[str]
    about: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
