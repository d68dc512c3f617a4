"""Counting requests into tallies, so that the pages of figures read the same few rows however many requests there are.

A state is counted anew when one of its requests changed, and at least a few times a day, because what is overdue
changes with the date. Only codes, dates and times are read; what was wiped is a request still.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update
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


def count_due(now: datetime, *, all_of_them: bool = False) -> Iterator[str]:
    """Count every state that is due, and the nation, one transaction each; yield the code of each that was counted.

    `all_of_them` counts whether due or not. Counting twice makes the same rows, and of two counters at once one stands
    back. Commits, and ends the transaction that it finds open.
    """
    due, seen = codes_due(now, all_of_them=all_of_them)
    for code in due:
        found = _nation(now) if code == NATION else _of_state(code, now)
        if _replace(code, found, now, seen.get(code)):
            db.session.commit()
            yield code
        else:
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
    found: Figures = {}
    for way in Way:
        figures.count(found, queries.requests_to_count(code, way), way, now)
    return found


def _nation(now: datetime) -> Figures:
    """Count what all states received, a state at a time, so that on SQLite nobody waits long to write."""
    found: Figures = {}
    for code in sorted(STATES):
        figures.count(found, queries.requests_to_count(code, Way.RECEIVED), Way.RECEIVED, now, by_partner=False)
        db.session.rollback()
    return found


def _replace(code: str, found: Figures, now: datetime, seen: datetime | None) -> bool:
    """Put the new tallies of a state in the place of its old ones; False when another counter was faster."""
    # A state without requests has a row, too: it says when that was looked at.
    now_on = Key(figures.season_of(now.date()), Way.RECEIVED)
    found.setdefault(now_on, Figure())
    if not _claim(code, now_on, now, seen):
        return False
    db.session.execute(delete(Tally).where(Tally.state_code == code))
    db.session.execute(insert(Tally), list(_rows(code, found, now)))
    return True


def _claim(code: str, key: Key, now: datetime, seen: datetime | None) -> bool:
    """Take the row that says when a state was counted last, unless somebody else has done so since it was seen."""
    if seen is not None:
        row = key._asdict() | {"state_code": code, "counted_at": seen}
        taken = update(Tally).filter_by(**row).values(counted_at=now).returning(Tally.state_code)
        return db.session.scalar(taken.execution_options(synchronize_session=False)) is not None
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Tally), list(_rows(code, {key: Figure()}, now)))
    except IntegrityError:
        return False
    return True


def _rows(code: str, found: Figures, now: datetime) -> Iterable[dict[str, object]]:
    for key, figure in found.items():
        yield key._asdict() | {
            "state_code": code,
            "requests": figure.requests,
            "acknowledge_median": figures.median(figure.acknowledge_days),
            "answer_median": figures.median(figure.answer_days),
            "overdue": figure.overdue,
            "unanswered_moves": figure.unanswered_moves,
            "counted_at": now,
        }
