"""What the hub has to do by itself: targets missed, answers nobody objected to, private parts to wipe.

Candidates come by index, a batch at a time, so that looking costs nothing when nothing is due. They are a little more
than what is due, as only the rules know holidays and time zones.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from coordhub.accounts.models import User
from coordhub.accounts.queries import directors_of
from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest, Escalation, Level, OverdueList, Status, Step
from coordhub.coordination.queries.routing import backup_for
from coordhub.db import db
from coordhub.directory.models import StateProgram
from coordhub.directory.queries import state_programs

BATCH = 500
OVERDUE_READ = 5_000  # of one state; far more than any state leaves lying
FARTHEST_AHEAD = timedelta(hours=14)  # of UTC: nowhere is the date later
# Ten working days are never fewer calendar days than these, wherever they begin.
SHORTEST_WAIT = timedelta(days=11)


@dataclass(frozen=True)
class Candidate:
    """A request to look at, and its place in the order of looking."""

    id: int
    number: str
    since: date | datetime


def late_acknowledgments(now: datetime, after: Candidate | None = None) -> Sequence[Candidate]:
    """Return the next batch of requests whose late acknowledgment was perhaps not passed on yet."""
    return _batch(
        CoordinationRequest.acknowledge_by,
        after,
        CoordinationRequest.status == Status.SENT,
        _over(CoordinationRequest.acknowledge_by, now, lambda today: today - timedelta(days=1)),
        _not_passed_on(Level.BACKUP, CoordinationRequest.acknowledge_by),
    )


def late_answers(now: datetime, after: Candidate | None = None) -> Sequence[Candidate]:
    """Return the next batch of requests whose late answer was perhaps not passed on yet."""
    return _batch(
        CoordinationRequest.due_on,
        after,
        CoordinationRequest.status.in_(rules.RECEIVER_TO_MOVE),
        _over(CoordinationRequest.due_on, now, rules.last_target_over),
        _not_passed_on(Level.DIRECTOR, CoordinationRequest.due_on),
    )


def long_answered(now: datetime, after: Candidate | None = None) -> Sequence[Candidate]:
    """Return the next batch of requests that perhaps close by themselves."""
    return _batch(
        CoordinationRequest.answered_at,
        after,
        CoordinationRequest.status.in_(rules.ANSWERED),
        CoordinationRequest.answered_at < now - SHORTEST_WAIT,
    )


def to_wipe(now: datetime, after: Candidate | None = None) -> Sequence[Candidate]:
    """Return the next batch of ended requests whose private part has to go."""
    return _batch(
        CoordinationRequest.closed_at,
        after,
        CoordinationRequest.closed_at <= now - rules.WIPED_AFTER,
        CoordinationRequest.wiped_at.is_(None),
        CoordinationRequest.held_at.is_(None),
    )


def to_delete(now: datetime, after: Candidate | None = None) -> Sequence[Candidate]:
    """Return the next batch of requests whose shell has to go."""
    return _batch(
        CoordinationRequest.closed_at,
        after,
        CoordinationRequest.closed_at <= now - rules.KEPT_FOR,
        CoordinationRequest.held_at.is_(None),
    )


def request_to_change(request_id: int) -> CoordinationRequest | None:
    """Return a request as it stands now, locked, with its people and steps; None when it is gone or in other hands."""
    return db.session.scalar(_to_change().where(CoordinationRequest.id == request_id))


def request_numbered(number: str) -> CoordinationRequest | None:
    """Return a request by its number, locked, with its people and steps, for a command of the hub’s administrators."""
    return db.session.scalar(_to_change().where(CoordinationRequest.number == number))


def passed_on(request: CoordinationRequest) -> set[rules.Missed]:
    """Return what was passed on about a request already."""
    found = select(Escalation.level, Escalation.target_on).where(Escalation.request_id == request.id)
    return {rules.Missed(level, target_on) for level, target_on in db.session.execute(found)}


def who_hears(request: CoordinationRequest, level: Level, today: date) -> Sequence[User]:
    """Return who is told that a target was missed; empty when the receiving state has nobody for it.

    A late acknowledgment goes to the backup that its sender was shown; where there is none, and for everything else,
    the directors hear.
    """
    backup = backup_for(request, today) if level == Level.BACKUP else None
    return [backup] if backup else directors_of(request.to_state)


def lists_due(now: datetime) -> Sequence[tuple[str, date]]:
    """Return (state code, Monday) of each list of overdue requests that is to go out now."""
    earliest = (now - timedelta(days=8)).date()
    found = select(OverdueList.state_code, OverdueList.monday).where(OverdueList.monday >= earliest)
    made = {(code, monday) for code, monday in db.session.execute(found)}
    due = [(one.state_code, rules.list_due(now, one.time_zone)) for one in state_programs()]
    return [(code, monday) for code, monday in due if monday and (code, monday) not in made]


def overdue_of(state_code: str, now: datetime) -> Sequence[CoordinationRequest]:
    """Return the overdue requests to and from a state, the longest overdue first."""
    latest = _latest_date(now)
    found = (
        select(CoordinationRequest)
        .where(
            or_(CoordinationRequest.to_state == state_code, CoordinationRequest.from_state == state_code),
            CoordinationRequest.status.in_(rules.RECEIVER_TO_MOVE),
            or_(
                CoordinationRequest.due_on < latest,
                (CoordinationRequest.status == Status.SENT) & (CoordinationRequest.acknowledge_by < latest),
            ),
        )
        .order_by(CoordinationRequest.due_on, CoordinationRequest.id)
        .limit(OVERDUE_READ)
    )
    late = (one for one in db.session.scalars(found) if rules.is_overdue(one, rules.local_date(now, one.time_zone)))
    return sorted(late, key=lambda one: (rules.target_now(one), one.id))


def held_numbers() -> Select[str]:
    """Return what selects the numbers of all requests under a legal hold."""
    return select(CoordinationRequest.number).where(CoordinationRequest.held_at.is_not(None))


def _to_change() -> Select[CoordinationRequest]:
    # What another worker, or somebody at a page, has in hand is left to them: the next look finds it.
    return (
        select(CoordinationRequest)
        .options(
            joinedload(CoordinationRequest.sender),
            joinedload(CoordinationRequest.owner),
            selectinload(CoordinationRequest.steps).joinedload(Step.actor),
        )
        .with_for_update(of=CoordinationRequest, skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _batch(
    since: InstrumentedAttribute[Any], after: Candidate | None, *conditions: ColumnElement[bool]
) -> Sequence[Candidate]:
    found = select(CoordinationRequest.id, CoordinationRequest.number, since).where(*conditions)
    if after is not None:
        place = tuple_(literal(after.since, since.type), literal(after.id))
        found = found.where(tuple_(since, CoordinationRequest.id) > place)
    rows = db.session.execute(found.order_by(since, CoordinationRequest.id).limit(BATCH))
    return [Candidate(*row) for row in rows]


def _over(target: InstrumentedAttribute[date], now: datetime, last_over: Callable[[date], date]) -> ColumnElement[bool]:
    """Return what finds the targets that are over where the request is answered; `last_over` tells by today's date.

    Each zone has its own date. Asking only for the latest one would look at every request for most of a day in vain.
    """
    zones = db.session.scalars(select(StateProgram.time_zone).distinct()).all()
    zones_of = defaultdict(list)
    for zone in zones:
        zones_of[rules.local_date(now, zone)].append(zone)
    latest = _latest_date(now)
    elsewhere = CoordinationRequest.time_zone.not_in(zones) & (target <= last_over(latest))
    here = [CoordinationRequest.time_zone.in_(theirs) & (target <= last_over(day)) for day, theirs in zones_of.items()]
    return and_(target <= last_over(latest), or_(elsewhere, *here))


def _not_passed_on(level: Level, target: InstrumentedAttribute[date]) -> ColumnElement[bool]:
    return ~exists().where(
        Escalation.request_id == CoordinationRequest.id, Escalation.level == level, Escalation.target_on == target
    )


def _latest_date(now: datetime) -> date:
    return (now + FARTHEST_AHEAD).date()
