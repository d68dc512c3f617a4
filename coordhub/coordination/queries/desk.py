"""At whose desk a work queue is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from coordhub.accounts.models import Absence, User
from coordhub.accounts.rules import is_away
from coordhub.coordination.queries.people import seat_of
from coordhub.db import db

STOOD_IN_FOR = 9  # people at once; whoever stands in for more looks at the office or the state


@dataclass(frozen=True)
class Desk:
    """Whose queue it is: a member of a state, the office they sit in, the colleagues they stand in for today."""

    user: User
    state_code: str
    office_id: int | None
    standing_in: Sequence[Absence]

    @property
    def people(self) -> Sequence[int]:
        """The ids of those whose requests are this person's to do."""
        return [self.user.id, *(one.user_id for one in self.standing_in)]


def desk_of(user: User, now: datetime) -> Desk | None:
    """Return the desk of a member of a state, None for everybody else."""
    if not user.is_member or user.state_code is None:
        return None
    seat = seat_of(user)
    return Desk(user, user.state_code, seat.office_id if seat else None, _standing_in(user, now))


def _standing_in(user: User, now: datetime) -> Sequence[Absence]:
    # Dates differ by a day at most from zone to zone; the rule looks closer.
    today = now.date()
    found = (
        select(Absence)
        .where(Absence.delegate_id == user.id, Absence.last_day >= today - timedelta(days=1))
        .where(Absence.first_day <= today + timedelta(days=1))
        .options(joinedload(Absence.user))
        .order_by(Absence.last_day, Absence.id)
        .limit(STOOD_IN_FOR)
    )
    of_our_state = [one for one in db.session.scalars(found) if one.user.state_code == user.state_code]
    away = [one for one in of_our_state if is_away(one, one.user, now)]
    return list({one.user_id: one for one in away}.values())
