"""Views of the work queue that people saved."""

from collections.abc import Sequence

from sqlalchemy import select

from coordhub.accounts.models import User
from coordhub.coordination.models import SavedFilter
from coordhub.coordination.rules.queue import FILTERS_AT_MOST
from coordhub.db import db


def saved_filters(user: User) -> Sequence[SavedFilter]:
    """Return the views that a person saved, by name."""
    found = select(SavedFilter).where(SavedFilter.user_id == user.id)
    return db.session.scalars(found.order_by(SavedFilter.name, SavedFilter.id).limit(FILTERS_AT_MOST)).all()


def filter_of(user: User, filter_id: int) -> SavedFilter | None:
    """Return a view that the person saved, None when it is somebody else's or gone."""
    return db.session.scalar(select(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.user_id == user.id))
