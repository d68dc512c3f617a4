"""Reading the audit trail."""

from collections.abc import Sequence

from sqlalchemy import select

from coordhub.audit.models import AuditEntry
from coordhub.db import db

ENTRIES_SHOWN = 100


def entries_about(about: str, *, limit: int = ENTRIES_SHOWN) -> Sequence[AuditEntry]:
    """Return what was done about `about`, newest first."""
    found = select(AuditEntry).where(AuditEntry.about == about).order_by(AuditEntry.id.desc()).limit(limit)
    return db.session.scalars(found).all()
