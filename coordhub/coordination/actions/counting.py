"""Counting requests into tallies, so that the pages of figures read the same few rows however many requests there are.

A state is counted anew when one of its requests changed, and at least a few times a day, because what is overdue
changes with the date. Only codes, dates and times are read; what was wiped is a request still.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError

from coordhub.coordination import queries
from coordhub.coordination.models import Tally, Way
from coordhub.coordination.queries import NATION
from coordhub.coordination.rules import figures
from coordhub.coordination.rules.figures import Figure, Figures, Key
from coordhub.db import db
from coordhub.places.states import STATES

NOT_SOONER = timedelta(minutes=10)
NOT_LATER = timedelta(hours=6)
# A change is dated when it is made and seen when it is committed; one that took this long is not missed.
COMMITTED_WITHIN = timedelta(minutes=2)
# A request is kept for three years after its end (domain guide, section 5). A season keeps the figures that it had when
# the first of its requests could be deleted.
SEASONS_COUNTED = 3
_TALLY = db.metadata.tables[Tally.__tablename__]  # rows as they are: many, and no object of any is needed


def count_due(now: datetime, *, all_of_them: bool = False) -> Iterator[str]:
    """Count every state that is due, and the nation; yield the code of each when its tallies are written.

    The caller commits each before it asks for the next, so that a state is a transaction; what is not committed by then
    is taken back. `all_of_them` counts whether due or not. Counting twice makes the same rows, and of two counters at
    once one stands back.
    """
    due, seen = codes_due(now, all_of_them=all_of_them)
    for code in due:
        found = _nation(now) if code == NATION else _of_state(code, now)
        if _replace(code, found, now, seen.get(code)):
            yield code
        db.session.rollback()


def codes_due(now: datetime, *, all_of_them: bool = False) -> tuple[list[str], dict[str, datetime]]:
    """Return the codes that are to be counted now, the nation last, and when each was counted before."""
    seen = queries.last_counts(figures.season_of(now.date()))
    changes = queries.newest_changes(min(seen.values(), default=now) - COMMITTED_WITHIN)
    if changes:
        changes[NATION] = max(changes.values())
    db.session.rollback()
    codes = (*sorted(STATES), NATION)
    return [one for one in codes if all_of_them or _is_due(seen.get(one), changes.get(one), now)], seen


def _is_due(counted_at: datetime | None, changed_at: datetime | None, now: datetime) -> bool:
    if counted_at is None or now - counted_at >= NOT_LATER:
        return True
    return changed_at is not None and changed_at > counted_at - COMMITTED_WITHIN and now - counted_at >= NOT_SOONER


def _of_state(code: str, now: datetime) -> Figures:
    found = figures.no_figures()
    for way in Way:
        _count(found, code, way, now)
    return found


def _nation(now: datetime) -> Figures:
    found = figures.no_figures()
    for code in sorted(STATES):
        _count(found, code, Way.RECEIVED, now, by_partner=False)
    return found


def _count(found: Figures, code: str, way: Way, now: datetime, *, by_partner: bool = True) -> None:
    """Add a state's requests to `found`, and end the reading, so that on SQLite nobody waits long to write."""
    figures.count(found, queries.requests_to_count(code, way), way, now, by_partner=by_partner)
    db.session.rollback()


def _replace(code: str, found: Figures, now: datetime, seen: datetime | None) -> bool:
    """Make the tallies of a state those of `found`; False when another counter was faster. Writes what differs."""
    # A state without requests has a row, too: it says when that was looked at.
    present = Key(figures.season_of(now.date()), Way.RECEIVED)
    new = {key: _figures(one) for key, one in found.items()} | {present: _figures(found[present])}
    if not _claim(code, present, now, seen):
        return False
    old: dict[Key, tuple[float | None, ...]] = {Key._make(row[:4]): tuple(row[4:]) for row in queries.figures_now(code)}
    kept = {key.season for key in old if key.season <= present.season - SEASONS_COUNTED}
    changed = [key for key, numbers in new.items() if key.season not in kept and old.get(key) != numbers]
    gone = [key for key in old if key.season not in kept and new.get(key) != old[key]]
    if gone:
        of_key = [_TALLY.c[name] == bindparam(f"old_{name}") for name in Key._fields]
        rows = [{f"old_{name}": value for name, value in key._asdict().items()} for key in gone]
        db.session.execute(delete(_TALLY).where(_TALLY.c.state_code == code, *of_key), rows)
    if changed:
        db.session.execute(insert(_TALLY), [_row(code, key, new[key], now) for key in changed])
    return True


def _claim(code: str, key: Key, now: datetime, seen: datetime | None) -> bool:
    """Take the row that says when a state was counted last, unless somebody else has done so since it was seen."""
    if seen is None:
        try:
            with db.session.begin_nested():
                db.session.execute(insert(_TALLY), [_row(code, key, _figures(Figure()), now)])
        except IntegrityError:
            return False
        return True
    row = key._asdict() | {"state_code": code, "counted_at": seen}
    taken = update(Tally).filter_by(**row).values(counted_at=now).returning(Tally.state_code)
    return db.session.scalar(taken.execution_options(synchronize_session=False)) is not None


def _figures(one: Figure) -> tuple[float | None, ...]:
    """Return a figure as a tally has it, in the order of queries.FIGURES."""
    medians = figures.median(one.acknowledge_days), figures.median(one.answer_days)
    return (one.requests, *medians, one.overdue, one.unanswered_moves)


def _row(code: str, key: Key, numbers: tuple[float | None, ...], now: datetime) -> dict[str, object]:
    named = dict(zip(queries.FIGURES, numbers, strict=True))
    return key._asdict() | named | {"state_code": code, "counted_at": now}
