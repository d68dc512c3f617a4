"""Naming a view of the work queue, and taking it off the list again."""

from sqlalchemy.exc import IntegrityError

from coordhub.accounts.models import User
from coordhub.coordination import queries
from coordhub.coordination.models import SavedFilter
from coordhub.coordination.rules.queue import FILTERS_AT_MOST
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.privacy.checks import check_text
from coordhub.privacy.surfaces import Surface


def save_filter(name: str, query: str, *, by: User, confirmed: bool = False) -> SavedFilter:
    """Keep a view under a name; `query` is made of known names and codes.

    Raises PrivacyRefusal for a name that may not be stored, Conflict for one that the person has given already,
    NotAllowed when they have as many as a list can show.
    """
    check_text({"name": name}, Surface.PRIVATE, confirmed=confirmed)
    known = queries.saved_filters(by)
    taken = f"You have a view called “{name}” already. Choose another name."
    if any(one.name.casefold() == name.casefold() for one in known):
        raise Conflict(taken)
    if len(known) >= FILTERS_AT_MOST:
        raise NotAllowed(f"You have {FILTERS_AT_MOST} saved views. Remove one that you do not use, then save this one.")
    kept = SavedFilter(user_id=by.id, name=name, query=query)
    try:
        with db.session.begin_nested():
            db.session.add(kept)
    except IntegrityError as error:  # The same form sent twice at once.
        raise Conflict(taken) from error
    return kept


def remove_filter(kept: SavedFilter) -> None:
    """Take a view off its owner's list."""
    db.session.delete(kept)
