"""Writing the audit trail."""

import flask

from coordhub import clock
from coordhub.audit.models import AuditEntry
from coordhub.db import db


def record(actor_id: int | None, deed: str, about: str, detail: str = "") -> AuditEntry:
    """Add an entry to the open transaction; `detail` is a code or key, never text that somebody typed."""
    address = flask.request.remote_addr or "" if flask.has_request_context() else ""
    entry = AuditEntry(actor_id=actor_id, deed=deed, about=about, detail=detail, address=address, at=clock.now())
    db.session.add(entry)
    return entry
