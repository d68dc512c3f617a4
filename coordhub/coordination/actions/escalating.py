"""What the hub passes on by itself when a target is missed: each once, whoever looks and how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.accounts.queries import directors_of
from coordhub.coordination import queries, rules, telling
from coordhub.coordination.actions.stepping import add_step
from coordhub.coordination.models import CoordinationRequest, Deed, Escalation, Level, OverdueList
from coordhub.coordination.rules import Side
from coordhub.db import db
from coordhub.errors import Conflict
from coordhub.places.states import STATES


@dataclass(frozen=True)
class PassedOn:
    """A missed target that was passed on, and the keys of those who were told."""

    level: Level
    told: tuple[int, ...]


def escalate(request_id: int) -> Sequence[PassedOn]:
    """Pass on what is due now about a request; empty when nothing is, or when somebody else has it in hand.

    Raises Conflict when another worker, or a person, was faster: the next look finds what is left.
    """
    request = queries.request_to_change(request_id)
    if request is None:
        return ()
    today = rules.local_date(clock.now(), request.time_zone)
    closed = queries.closed_days(request.to_office_id)
    due = rules.escalations_due(request, today, closed=closed, taken_up_on=rules.taken_up_on(request))
    known = queries.passed_on(request)
    return [_pass_on(request, missed) for missed in due if missed not in known]


def send_overdue_list(state_code: str, monday: date) -> tuple[int, int]:
    """Tell the directors of a state, once for the week of `monday`, which requests to and from it are overdue.

    Returns how many requests were listed and how many people told; nobody is when there is nothing to list. Raises
    Conflict when another worker was faster.
    """
    now = clock.now()
    db.session.add(OverdueList(state_code=state_code, monday=monday, at=now))
    try:
        db.session.flush()  # The key is what keeps a second list away.
    except IntegrityError as error:
        raise Conflict("This week’s list is out already.") from error
    late = queries.overdue_of(state_code, now)
    directors = directors_of(state_code) if late else []
    telling.of_overdue_requests(state_code, monday, late, directors, now)
    return len(late), len(directors)


def _pass_on(request: CoordinationRequest, missed: rules.Missed) -> PassedOn:
    people = queries.who_hears(request, missed.level, rules.local_date(clock.now(), request.time_zone))
    names = " and ".join(one.display_name for one in people)
    state = STATES[request.to_state].name
    whom = names or f"nobody, as {state} has no director on the hub"
    keys = " ".join(f"user-{one.id}" for one in people)
    db.session.add(
        Escalation(request_id=request.id, level=missed.level, target_on=missed.target_on, at=clock.now())
    )  # fmt: skip
    step = add_step(
        request, Deed.ESCALATE, Side.HUB, None, code=f"{missed.level} {whom}", detail=f"{missed.level} {keys}".strip()
    )
    telling.of_an_escalation(request, step, missed, people)
    return PassedOn(missed.level, tuple(one.id for one in people))
