"""The team of a state: its people, their absences to come, the offices in which they may sit."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from coordhub.accounts.models import Absence, User
from coordhub.accounts.queries import members_of
from coordhub.db import db
from coordhub.directory.kinds import EntryKind, Visibility
from coordhub.directory.models import Entry
from coordhub.directory.queries.nearby import standing

ABSENCES_LISTED = 50
OFFICES_OFFERED = 500


def colleague_of(user: User, colleague_id: int) -> User | None:
    """Return the member of the user's state with this id, `user` among them; None for anybody else."""
    state = user.state_code if user.is_member else None
    return next((one for one in members_of(state) if one.id == colleague_id), None) if state else None


def offices_to_sit_in(state_code: str) -> Sequence[Entry]:
    """Return the offices of a state that members may see, by name."""
    found = select(Entry).where(
        Entry.state_code == state_code, Entry.entry_kind == EntryKind.OFFICE, standing(Visibility.MEMBERS)
    )
    return db.session.scalars(found.order_by(Entry.name, Entry.id).limit(OFFICES_OFFERED)).all()


def absences_from(people: Sequence[User], today: date, *, to_change: bool = False) -> Sequence[Absence]:
    """Return the absences of these people that are not over on `today`, with their delegates, first to begin first.

    `to_change` keeps others from entering one for them until the transaction ends, where the database can.
    """
    ids = [one.id for one in people]
    if to_change:
        db.session.execute(select(User.id).where(User.id.in_(ids)).order_by(User.id).with_for_update())
    found = select(Absence).where(Absence.user_id.in_(ids), Absence.last_day >= today)
    found = found.options(joinedload(Absence.delegate)).order_by(Absence.first_day, Absence.id)
    return db.session.scalars(found.limit(ABSENCES_LISTED * len(people))).all()
