"""The directory as it grows: the nearest entries against a floor, and the search page against a small directory.

Both databases in one run: an SQLite file and a PostgreSQL of its own.
"""

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import event, select, text

from bench.filling import entries_standing, fill_to
from bench.measuring import milliseconds_each, seconds, verdict
from config import settings_from
from coordhub import create_app
from coordhub.db import db
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import Entry
from coordhub.directory.queries.nearby import in_circle, nearest_with_total, standing
from coordhub.places.points import Point
from coordhub.serve import prepare
from tests.databases import make_database, start_postgres

SMALL, MIDDLE, LARGE = 100, 10_000, 100_000  # the small one beside the starter directory
MOST_TIMES = {MIDDLE: 3.0, LARGE: 4.0}  # of the floor
PAGE_TIMES = 3.0  # a page of the large directory, of the same page of the small one
TIMES = 15
COLUMNS = (Entry.id, Entry.name, Entry.lat, Entry.lon, Entry.state_code, Entry.verified_on)  # of the floor
PLACES = (Point(44.763, -85.621), Point(26.2, -98.2), Point(46.6, -120.5), Point(36.3, -119.3), Point(27.5, -81.8))
PAGES = (
    ("by ZIP code", "near=49684"),
    ("within 100 miles", "near=Traverse+City+MI&radius=100"),
    ("within 250 miles, filtered", "near=Yakima+WA&radius=250&show=contact&language=spa"),
    ("a whole state", "near=Texas"),
    ("a state, page 3", "near=Texas&page=3"),
    ("by role and state", "near=records+coordinator+Texas"),
    ("by name", "near=Pilar+Orchard&read=name"),
    ("by a common word", "near=Valley&read=name"),
)


def run() -> None:
    """Print both tables for each database."""
    with tempfile.TemporaryDirectory() as folder:
        postgres = start_postgres(Path(folder) / "postgres")
        for name, address in (("SQLite", ""), ("PostgreSQL", make_database(postgres, "bench"))):
            data = Path(folder) / name
            environ = {"HUB_DATA": str(data), "LOG_LEVEL": "ERROR", "HUB_DEMO": "0"}
            app = create_app(settings_from(environ | ({"DATABASE_URL": address} if address else {})))
            with app.app_context():
                prepare(app)
                _grow(name, app)
                db.session.remove()
                db.engine.dispose()


def _grow(name: str, app) -> None:  # type: ignore[no-untyped-def]
    statements = [0]
    event.listen(db.engine, "before_cursor_execute", lambda *_: statements.__setitem__(0, statements[0] + 1))
    fill_to(entries_standing() + SMALL)
    _settle()
    small = {page: _page(app, query, statements) for page, query in PAGES}
    for number in (MIDDLE, LARGE):
        took = seconds(lambda number=number: fill_to(number))
        _settle()
        print(f"{name}, {number:,} entries (filled in {took:.0f} s)")
        _nearest(number)
    print(f"{'page':28}{'100 ms':>9}{'100,000 ms':>12}{'times':>7}{'queries':>14}")
    for page, query in PAGES:
        before, after = small[page], _page(app, query, statements)
        ratio = after[0] / before[0]
        queries = f"{before[1]} and {after[1]}"
        print(
            f"{page:28}{before[0]:9.1f}{after[0]:12.1f}{ratio:7.1f}{queries:>14}  "
            f"{verdict(ratio, at_most=PAGE_TIMES, unit=' times')}"
        )


def _nearest(number: int) -> None:
    for point in PLACES:
        ids = list(db.session.scalars(select(Entry.id).where(in_circle(point, 100), standing(Visibility.PUBLIC))))
        asked, floor = _in_turn(
            lambda point=point: nearest_with_total(point, 100, limit=25),
            lambda ids=ids: db.session.execute(select(*COLUMNS).where(Entry.id.in_(ids))).all(),
        )
        print(
            f"  nearest 25 of {len(ids):5}, total within 100 miles: {asked:6.2f} ms, floor {floor:6.2f} ms, "
            f"{verdict(asked / floor, at_most=MOST_TIMES[number], unit=' times')} ({asked / floor:.1f})"
        )


def _in_turn(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Return the medians of two acts measured in turn, so that both meet the same machine."""
    pairs = [(milliseconds_each(lambda _: one(), (0,))[0], milliseconds_each(lambda _: other(), (0,))[0])
             for _ in range(TIMES)]  # fmt: skip
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def _page(app, query: str, statements: list[int]) -> tuple[float, int]:  # type: ignore[no-untyped-def]
    client = app.test_client()
    times = []
    for _ in range(TIMES):
        statements[0] = 0
        times.append(1000 * seconds(lambda: client.get(f"/directory?{query}")))
    return statistics.median(times[3:]), statements[0]


def _settle() -> None:
    """Let the database learn how its tables are filled, as it does by itself in a running hub."""
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if db.engine.dialect.name == "postgresql" else "ANALYZE"))
