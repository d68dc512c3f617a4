"""Drafts: forms not yet sent. Only their writer sees them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from coordhub.accounts.models import User
from coordhub.coordination.models import RequestDraft
from coordhub.db import db


def drafts_of(writer: User) -> Sequence[RequestDraft]:
    """Return the drafts of a person, the last one touched first. There are never more than a person may keep."""
    found = select(RequestDraft).where(RequestDraft.user_id == writer.id)
    return db.session.scalars(found.order_by(RequestDraft.changed_at.desc(), RequestDraft.id.desc())).all()


def draft_with(key: str, writer: User) -> RequestDraft | None:
    """Return the person's draft with this key."""
    return db.session.scalar(select(RequestDraft).where(RequestDraft.key == key, RequestDraft.user_id == writer.id))


def draft_count(writer: User) -> int:
    """Return how many drafts a person has."""
    return db.session.scalar(select(func.count()).where(RequestDraft.user_id == writer.id)) or 0


def draft_key_is_taken(key: str) -> bool:
    """Say whether somebody's draft has this key."""
    return db.session.scalar(select(RequestDraft.id).where(RequestDraft.key == key)) is not None


def drafts_untouched_since(instant: datetime, *, limit: int) -> Sequence[RequestDraft]:
    """Return drafts that nobody changed since `instant`, oldest first."""
    found = select(RequestDraft).where(RequestDraft.changed_at < instant)
    return db.session.scalars(found.order_by(RequestDraft.changed_at, RequestDraft.id).limit(limit)).all()
