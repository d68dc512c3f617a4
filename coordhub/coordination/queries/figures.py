"""Questions of counting and of its pages. Counting reads codes, dates and times of requests, nothing else of them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from coordhub.coordination.models import CoordinationRequest, Tally, Way
from coordhub.coordination.rules.figures import ANY, Counted, Key
from coordhub.db import db
from coordhub.places.states import STATES

NATION = "US"
SEASONS_SHOWN = 10
READ_AT_ONCE = 1_000
FIGURES = ("requests", "acknowledge_median", "answer_median", "overdue", "unanswered_moves")
_COLUMNS = tuple(getattr(CoordinationRequest, name) for name in Counted._fields)


def requests_to_count(state_code: str, way: Way) -> Iterator[Counted]:
    """Yield every request that a state sent or received, a few at a time, so that memory does not grow with them."""
    column = CoordinationRequest.from_state if way == Way.SENT else CoordinationRequest.to_state
    found = select(*_COLUMNS).where(column == state_code).execution_options(yield_per=READ_AT_ONCE)
    for row in db.session.execute(found):
        yield Counted(*row)


def figures_now(state_code: str) -> Sequence[Row[Any]]:
    """Return the tallies of a state as rows: the names of Key, then those of FIGURES."""
    columns = [getattr(Tally, name) for name in (*Key._fields, *FIGURES)]
    return db.session.execute(select(*columns).where(Tally.state_code == state_code)).all()


def last_counts(season: int) -> dict[str, datetime]:
    """Return when each state, and the nation, was last counted in `season`; who never was is missing."""
    found = _totals((*STATES, NATION), (season,)).where(Tally.way == Way.RECEIVED)
    return {one.state_code: one.counted_at for one in db.session.scalars(found)}


def newest_changes(since: datetime) -> dict[str, datetime]:
    """Return when the newest change after `since` was, by state; both states of a request changed with it."""
    newest: dict[str, datetime] = {}
    for column in (CoordinationRequest.from_state, CoordinationRequest.to_state):
        found = select(column, func.max(CoordinationRequest.changed_at)).where(CoordinationRequest.changed_at > since)
        for code, at in db.session.execute(found.group_by(column)):
            newest[code] = max(at, newest.get(code, at))
    return newest


def counted_at(state_code: str, season_now: int) -> datetime | None:
    """Return when a state, or the nation, was last counted; None before the first time in this season."""
    found = _totals((state_code,), (season_now,)).where(Tally.way == Way.RECEIVED)
    return db.session.scalar(found.with_only_columns(Tally.counted_at))


def season_totals(state_code: str, newest_season: int) -> Sequence[Tally]:
    """Return the totals of a state, or of the nation, in the last ten seasons, oldest first."""
    return db.session.scalars(_totals((state_code,), _last_seasons(newest_season)).order_by(*_ORDER)).all()


def totals_of(state_codes: Collection[str], season: int) -> Sequence[Tally]:
    """Return the totals of several states in one season, what was received first."""
    found = _totals(tuple(state_codes), (season,)).order_by(Tally.state_code, Tally.way)
    return db.session.scalars(found).all() if state_codes else []


def season_tallies(state_code: str, season: int) -> Sequence[Tally]:
    """Return the figures of a state in a season: the totals, each type and each partner."""
    found = select(Tally).where(Tally.state_code == state_code, Tally.season == season)
    found = found.where(or_(Tally.partner == ANY, Tally.type_code == ANY))
    return db.session.scalars(found.order_by(*_ORDER)).all()


def partner_tallies(state_code: str, partner: str, newest_season: int) -> Sequence[Tally]:
    """Return the figures of a state with one partner in the last ten seasons: the totals and each type."""
    found = select(Tally).where(
        Tally.state_code == state_code,
        Tally.season.in_(_last_seasons(newest_season)),
        Tally.way.in_(list(Way)),
        Tally.partner == partner,
    )
    return db.session.scalars(found.order_by(*_ORDER)).all()


def states_taking_part(newest_season: int) -> dict[int, int]:
    """Return how many states sent or received a request, by season."""
    found = (
        _totals(tuple(STATES), _last_seasons(newest_season))
        .with_only_columns(Tally.season, func.count(Tally.state_code.distinct()))
        .where(Tally.requests > 0)
        .group_by(Tally.season)
    )
    return dict(db.session.execute(found).all())


_ORDER = (Tally.season, Tally.way, Tally.partner, Tally.type_code)


def _totals(state_codes: Sequence[str], seasons: Sequence[int]) -> Select[Tally]:
    # Every column of the key is named, so that the database goes straight to these rows.
    return select(Tally).where(
        Tally.state_code.in_(state_codes),
        Tally.season.in_(seasons),
        Tally.way.in_(list(Way)),
        Tally.partner == ANY,
        Tally.type_code == ANY,
    )


def _last_seasons(newest: int) -> list[int]:
    return list(range(newest - SEASONS_SHOWN + 1, newest + 1))
