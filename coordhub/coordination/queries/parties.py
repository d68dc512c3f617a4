"""The people of the two states of a request."""

from collections.abc import Sequence

from sqlalchemy import select

from coordhub.accounts.models import STATE_ROLES, User
from coordhub.accounts.queries import PEOPLE_LISTED
from coordhub.coordination.models import CoordinationRequest, RequestWatch
from coordhub.db import db


def people_of(request: CoordinationRequest) -> Sequence[User]:
    """Return the approved, active people of both states, by name."""
    found = (
        select(User)
        .where(User.state_code.in_((request.from_state, request.to_state)), User.role.in_(STATE_ROLES))
        .where(User.active.is_(True), User.approved_at.is_not(None))
        .order_by(User.display_name, User.id)
        .limit(2 * PEOPLE_LISTED)
    )
    return db.session.scalars(found).all()


def watch_of(user: User, request: CoordinationRequest) -> RequestWatch | None:
    """Return the mark of somebody who watches a request, None when they do not."""
    return db.session.get(RequestWatch, (request.id, user.id))
