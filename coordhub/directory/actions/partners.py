"""Deeds on a member's partner states."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.models import PartnerState
from coordhub.directory.rules.partners import partner_problem
from coordhub.errors import Conflict, NotAllowed


def keep_partners(user: User, codes: Sequence[str]) -> None:
    """Store a member's partner states in this order. Raises NotAllowed with a sentence, Conflict at a double click."""
    kept = {one.state_code: one for one in queries.partner_rows(user.id)}
    takes_part = {one.state_code for one in queries.state_programs(taking_part=True)}
    # A state that has left the program since stays until its member takes it off.
    problem = partner_problem(codes, user.state_code, takes_part | kept.keys())
    if problem:
        raise NotAllowed(problem)
    for code in kept.keys() - set(codes):
        db.session.delete(kept[code])
    for position, code in enumerate(codes):
        row = kept.get(code) or PartnerState(user_id=user.id, state_code=code)
        row.position = position
        db.session.add(row)
    try:
        db.session.flush()  # Another window may have added the same state.
    except IntegrityError as error:
        raise Conflict("Your partner states were changed in another window. Look at them, then try again.") from error
