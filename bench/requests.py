"""Requests as they grow: the same pages of a hub with 10,000 requests and of one with 100,000, in turn.

Both databases in one run: SQLite files and a PostgreSQL of its own. A page may take 1.3 times as long on the large hub,
with as many queries. Counting all requests anew is timed, too.
"""

import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, text

from bench.asking import BUSY, QUIET, fill
from bench.measuring import seconds, verdict
from bench.pages import sign_in
from config import settings_from
from coordhub import clock, create_app
from coordhub.accounts.queries import user_with_email
from coordhub.coordination import actions
from coordhub.coordination.actions.counting import count_due
from coordhub.coordination.models import CoordinationRequest, Message, Step
from coordhub.db import db
from coordhub.serve import prepare
from tests.databases import make_database, start_postgres

SMALL, LARGE = 10_000, 100_000
MOST_TIMES = 1.3
ROUNDS, WARM_UP = 40, 4
PAGES = (
    ("inbox, busy desk", BUSY, "/inbox"),
    ("inbox, quiet desk", QUIET, "/inbox"),
    ("work queue", BUSY, "/coordination/"),
    ("work queue, overdue", BUSY, "/coordination/?whose=state&show=overdue"),
    ("work queue, ended", BUSY, "/coordination/?whose=state&show=ended"),
    ("request page", BUSY, "/coordination/{number}"),
    ("partner report", BUSY, "/coordination/partners"),
    ("one partner", BUSY, "/coordination/partners/TX"),
    ("nation", BUSY, "/coordination/nation"),
    ("calendar feed", BUSY, "{calendar}"),
)


@dataclass
class Hub:
    """A filled hub: its app, the statements it has run, the addresses that it has, and its signed-in readers."""

    app: flask.Flask
    statements: list[str]
    places: dict[str, str]
    clients: dict[str, FlaskClient]


def run(small: int = SMALL, large: int = LARGE, rounds: int = ROUNDS) -> None:
    """Print the table for each database."""
    with tempfile.TemporaryDirectory() as folder:
        postgres = start_postgres(Path(folder) / "postgres")
        for name in ("SQLite", "PostgreSQL"):
            hubs = []
            for number in (small, large):
                address = make_database(postgres, f"bench_{number}") if name == "PostgreSQL" else ""
                hubs.append(_hub(Path(folder) / f"{name}-{number}", address, number))
            table(name, hubs, rounds)
            for hub in hubs:
                with hub.app.app_context():
                    db.session.remove()
                    db.engine.dispose()


def _hub(data: Path, address: str, number: int) -> Hub:
    environ = {"HUB_DATA": str(data), "LOG_LEVEL": "ERROR", "HUB_DEMO": "0"}
    app = create_app(settings_from(environ | ({"DATABASE_URL": address} if address else {})))
    statements: list[str] = []
    with app.app_context():
        prepare(app)
        event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        one: list[str] = []
        filled = seconds(lambda: one.append(fill(number, busy_open=min(400, number // 4))))
        _settle()
        counted, again = seconds(_count), seconds(_count)
        _settle()
        sizes = [
            db.session.scalar(select(func.count()).select_from(one_)) for one_ in (CoordinationRequest, Step, Message)
        ]
        print(
            f"{db.engine.dialect.name}: {sizes[0]:,} requests, {sizes[1]:,} steps, {sizes[2]:,} messages, filled in "
            f"{filled:.0f} s; all counted in {counted:.1f} s, again in {again:.1f} s, 57 transactions"
        )
        db.session.remove()
    return Hub(app, statements, {"number": one[0], "calendar": calendar_of_busy(app)}, readers_of(app))


def readers_of(app: flask.Flask) -> dict[str, FlaskClient]:
    """Return browsers of the two readers, signed in."""
    clients = {email: app.test_client() for email in (BUSY, QUIET)}
    for email, client in clients.items():
        sign_in(app, client, email)
    return clients


def calendar_of_busy(app: flask.Flask) -> str:
    """Return the address of the busy reader’s calendar, empty on a hub without calendars."""
    if "coordination.calendar_feed" not in app.view_functions:
        return ""
    with app.app_context():
        reader = user_with_email(BUSY)
        assert reader is not None
        token = actions.make_calendar_address(reader)
        db.session.commit()
        db.session.remove()
    return f"/coordination/calendar/{token}.ics"


def table(name: str, hubs: list[Hub], rounds: int) -> None:
    """Print what each page costs on the small and on the large hub, measured in turn."""
    print(f"{name:24}{'small ms':>10}{'large ms':>10}{'times':>7}{'queries':>12}")
    for words, email, path in PAGES:
        if not all(path.format(**hub.places) for hub in hubs):
            continue
        times: list[list[float]] = [[], []]
        queries = [0, 0]
        for turn in range(WARM_UP + rounds):
            for at, hub in enumerate(hubs):
                hub.statements.clear()
                took = 1000 * seconds(_opening(hub, email, path.format(**hub.places)))
                queries[at] = len(hub.statements)
                if turn >= WARM_UP:
                    times[at].append(took)
        small, large = (statistics.median(one) for one in times)
        ratio = large / small
        alike = "" if queries[0] == queries[1] else ", NOT as many queries"
        print(
            f"{words:24}{small:10.1f}{large:10.1f}{ratio:7.2f}{f'{queries[0]} and {queries[1]}':>12}  "
            f"{verdict(ratio, at_most=MOST_TIMES, unit=' times')}{alike}"
        )


def _opening(hub: Hub, email: str, path: str) -> Callable[[], None]:
    def opened() -> None:
        response = hub.clients[email].get(path)
        assert response.status_code == 200, f"{path} answers {response.status_code}"

    return opened


def _count() -> None:
    for _ in count_due(clock.now(), all_of_them=True):
        db.session.commit()


def _settle() -> None:
    """Let the database learn how its tables are filled, as it does by itself in a running hub."""
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if db.engine.dialect.name == "postgresql" else "ANALYZE"))
