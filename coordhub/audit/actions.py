"""Writing the audit trail."""

from datetime import datetime

import flask
from sqlalchemy import Select, delete
from sqlalchemy.engine import CursorResult

from coordhub import clock
from coordhub.audit.models import AuditEntry
from coordhub.db import db


def record(actor_id: int | None, deed: str, about: str, detail: str = "") -> AuditEntry:
    """Add an entry to the open transaction; `detail` is a code or key, never text that somebody typed."""
    address = flask.request.remote_addr or "" if flask.has_request_context() else ""
    entry = AuditEntry(actor_id=actor_id, deed=deed, about=about, detail=detail, address=address, at=clock.now())
    db.session.add(entry)
    return entry


def forget_before(before: datetime, *, kept: Select[str]) -> int:
    """Delete the entries older than an instant, less those about what `kept` selects, and return how many."""
    old = (AuditEntry.at < before, AuditEntry.about.not_in(kept))
    gone = db.session.execute(delete(AuditEntry).where(*old).execution_options(synchronize_session=False))
    assert isinstance(gone, CursorResult)
    return gone.rowcount
