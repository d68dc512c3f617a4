"""When offices of the states with which people work are closed."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, select

from coordhub.db import db
from coordhub.directory.kinds import EntryKind, Visibility
from coordhub.directory.models import Closure, Entry, PartnerState

CLOSURES_READ = 2_000  # for a batch of people; more than anybody reads


def closures_of_partners(user_ids: Sequence[int], first: date, last: date) -> Sequence[Row[int, str, date, date]]:
    """Return (member, state, first day, last day) of closures that touch these days, in their partner states.

    Several offices of one state that are closed on the same days count once. In the order of the days.
    """
    found = (
        select(PartnerState.user_id, PartnerState.state_code, Closure.starts_on, Closure.ends_on)
        .join(Entry, Entry.state_code == PartnerState.state_code)
        .join(Closure, Closure.entry_id == Entry.id)
        .where(PartnerState.user_id.in_(user_ids), Closure.starts_on <= last, Closure.ends_on >= first)
        .where(Entry.entry_kind == EntryKind.OFFICE, Entry.visibility != Visibility.ADMINISTRATORS)
        .distinct()
        .order_by(Closure.starts_on, Closure.ends_on, PartnerState.state_code)
    )
    return db.session.execute(found.limit(CLOSURES_READ)).all() if user_ids else []
