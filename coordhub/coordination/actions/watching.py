"""Watching a request: hearing of every step without being the one who answers or sent it."""

from sqlalchemy.exc import IntegrityError

from coordhub.accounts.models import User
from coordhub.coordination import queries, rules
from coordhub.coordination.models import CoordinationRequest, RequestWatch
from coordhub.db import db
from coordhub.errors import NotAllowed


def watch(request: CoordinationRequest, *, by: User) -> None:
    """Let `by` hear of every step from now on; a second time changes nothing. Raises NotAllowed for no party."""
    if not rules.may_read(by, request):
        raise NotAllowed("Only people of the two states can watch a request.")
    if queries.watch_of(by, request) is None:
        try:
            with db.session.begin_nested():
                db.session.add(RequestWatch(request_id=request.id, user_id=by.id))
        except IntegrityError:  # The same person pressed the button in two windows at once.
            return


def unwatch(request: CoordinationRequest, *, by: User) -> None:
    """Let `by` hear only of what concerns them; a second time changes nothing."""
    mark = queries.watch_of(by, request)
    if mark is not None:
        db.session.delete(mark)
