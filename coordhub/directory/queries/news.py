"""Questions about who hears of changes in the directory, and of which."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import Change, Entry, PartnerState
from coordhub.directory.queries.exchange import REVERTED

CHANGES_AT_ONCE = 500


def members_with_partner(state_code: str) -> Sequence[User]:
    """Return the members who chose a state as one of their partner states and can work on the hub."""
    chose = select(PartnerState.user_id).where(PartnerState.state_code == state_code)
    works = (User.active.is_(True), User.approved_at.is_not(None))
    return db.session.scalars(select(User).where(User.id.in_(chose), *works).order_by(User.id)).all()


def changes_by_state(batch_id: int) -> Iterator[tuple[str, int, Visibility, str, dict[str, list[str]]]]:
    """Return what a list changed in entries of states: state, entry, who sees it, deed, and fields before and after."""
    found = (
        select(Entry.state_code, Entry.id, Entry.visibility, Change.deed, Change.fields)
        .join(Change, Change.entry_id == Entry.id)
        .where(Change.batch_id == batch_id, Change.deed != REVERTED, Entry.state_code.is_not(None))
        .order_by(Change.id)
    )
    for row in db.session.execute(found.execution_options(yield_per=CHANGES_AT_ONCE)):
        yield tuple(row)
