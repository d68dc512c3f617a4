"""Measure the full-text index at a hundred thousand documents: filling it, searching, help with typing slips.

`python -m bench.search` measures SQLite, and with DATABASE_URL the database named there, an empty one.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import func, select, text

from config import settings_from
from coordhub import create_app, search
from coordhub.db import db
from coordhub.search import Audience, Document
from coordhub.search.models import SearchWord

DOCUMENTS = 100_000
ROUNDS = 15
KIND = "bench"
TEXTS = ("orchard", "school district", "school district michigan", "maria oakfield", "34142", "517-373-6066", "s", "mi")
SLIPS = ("scholl distrct", "orchadr", "michigna sumer")
EVERYDAY = (
    *("school", "district", "county", "migrant", "education", "program", "summer", "services", "office"),
    *("michigan", "texas", "florida"),
)


def run() -> None:
    """Print the table for the database of the environment, SQLite by default."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"HUB_DATA": folder, "LOG_LEVEL": "ERROR"}
        if os.environ.get("DATABASE_URL"):
            environ["DATABASE_URL"] = os.environ["DATABASE_URL"]
        (Path(folder) / "coordhub.db").touch()
        with create_app(settings_from(environ)).app_context():
            db.create_all()
            fill()
            for typed in TEXTS:
                found = search.matches(typed, kind=KIND, audience=Audience.PUBLIC)
                assert found is not None
                total = db.session.scalar(select(func.count()).select_from(found.subquery()))
                row(f"find {typed!r} ({total})", median(lambda typed=typed: looked_up(typed)))
            for typed in SLIPS:
                better = search.spelled_alike(typed, kind=KIND, audience=Audience.PUBLIC)
                row(f"{typed!r}: {better!r}", median(lambda typed=typed: alike(typed)))
            db.session.rollback()


def fill() -> None:
    """Index the documents, and put a tenth of them again."""
    made = list(documents(DOCUMENTS))
    row(f"rebuild, {DOCUMENTS}", seconds(lambda: search.rebuild(KIND, made)))
    row("put_many again, a tenth", seconds(lambda: search.put_many(made[::10])))
    row("commit", seconds(db.session.commit))
    if db.engine.dialect.name == "postgresql":
        # Autovacuum would have done it a minute later.
        db.session.execute(text("ANALYZE search_document"))
    print(f"{db.engine.dialect.name}, {db.session.scalar(select(func.count(SearchWord.id)))} words")


def documents(count: int) -> Iterator[Document]:
    """Return invented offices and people: everyday words, rare words, a telephone and a ZIP code."""
    dice = random.Random(34142)
    rare = ["".join(dice.choices("abcdefghiklmnoprstuvw", k=dice.randint(4, 11))) for _ in range(50_000)]
    rare += ["orchard", "oakfield", "maria"]
    for number in range(count):
        title = " ".join([dice.choice(rare), *dice.sample(EVERYDAY, 3), dice.choice(rare)])
        phone = f"{dice.randint(200, 999)}-{dice.randint(200, 999)}-{dice.randint(1000, 9999)}"
        body = " ".join(
            [*dice.choices(EVERYDAY, k=20), *dice.choices(rare, k=10), phone, str(dice.randint(601, 99950))]
        )
        audience = dice.choices(list(Audience), (90, 9, 1))[0]
        yield Document(KIND, f"office-{number}", number, title, body, audience, dice.choice(("MI", "TX", "FL")))


def looked_up(typed: str) -> None:
    """Find the first page."""
    search.find(typed, kind=KIND, audience=Audience.PUBLIC)


def alike(typed: str) -> None:
    """Ask for a better spelling."""
    search.spelled_alike(typed, kind=KIND, audience=Audience.PUBLIC)


def seconds(act: Callable[[], object]) -> float:
    """Return how long `act` takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def median(act: Callable[[], object]) -> float:
    """Return how long `act` takes, typically."""
    return statistics.median(seconds(act) for _ in range(ROUNDS))


def row(name: str, took: float) -> None:
    """Print one line of the table."""
    print(f"{name:56}{took * 1000:10.1f} ms")


if __name__ == "__main__":
    run()
