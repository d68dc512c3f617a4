"""Measure the pages of the main job on a practice hub: time (median and p95), queries and bytes.

Times are of the whole request inside one process, without the network, so that two runs compare; the first column of
the table is a floor, a bare Flask page that runs one indexed query, measured in turn with the others in the same run.
"""

import gzip
import os
import statistics
import tempfile
import time

from sqlalchemy import event, text

from bench.measuring import seconds
from config import settings_from
from coordhub import create_app
from coordhub.accounts.queries import user_with_email
from coordhub.db import db
from coordhub.serve import prepare

ROUNDS = 40
WARM_UP = 5
PAGES = (
    ("start page", "/", None),
    ("find by ZIP", "/directory?near=34142", None),
    ("find by town", "/directory?near=Traverse+City+MI", None),
    ("find, misspelt", "/directory?near=Travers+Cty+MI", None),
    ("state page", "/states/MI", None),
    ("PASS", "/directory/pass", None),
    ("sign-in", "/sign-in", None),
    ("health", "/health", None),
    ("inbox", "/inbox", "rosa.delgado@example.org"),
    ("requests", "/coordination/", "rosa.delgado@example.org"),
    ("compose", "/coordination/new?type=MOVE&to=MI", "rosa.delgado@example.org"),
    ("board", "/board/", "rosa.delgado@example.org"),
    ("preferences", "/notifications/preferences", "rosa.delgado@example.org"),
)


def run() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"HUB_DATA": folder, "LOG_LEVEL": "ERROR"}
        if os.environ.get("DATABASE_URL"):
            environ["DATABASE_URL"] = os.environ["DATABASE_URL"]
        app = create_app(settings_from(environ))

        @app.route("/floor")
        def floor() -> str:
            return str(db.session.execute(text('SELECT display_name FROM "user" WHERE id = 1')).scalar())

        with app.app_context():
            starts = [seconds(lambda: prepare(app)) for _ in range(2)]
            statements = [0]
            event.listen(db.engine, "before_cursor_execute", lambda *_: statements.__setitem__(0, statements[0] + 1))
            print(f"{db.engine.dialect.name}, prepared anew in {starts[0]:.2f} s, again in {starts[1]:.2f} s")
        print(f"{'page':16}{'median ms':>10}{'p95 ms':>9}{'x floor':>9}{'queries':>9}{'KB':>8}{'KB gzip':>9}")
        base = measure(app.test_client(), "/floor", statements)
        row("floor", base, base[0])
        for name, path, email in PAGES:
            client = app.test_client()
            if email:
                sign_in(app, client, email)
            row(name, measure(client, path, statements), base[0])


def sign_in(app, client, email: str) -> None:
    """Be a practice person without the cost of the password."""
    with app.app_context():
        user = user_with_email(email)
        assert user is not None
        unique = user.fs_uniquifier
        db.session.remove()
    with client.session_transaction() as session:
        session["_user_id"] = unique
        session["_fresh"] = True
        session["fs_cc"] = "set"


def measure(client, path: str, statements: list[int]) -> tuple[float, float, int, int, int]:
    """Return median and p95 in ms, queries, bytes and gzipped bytes of one page."""
    times = []
    for turn in range(WARM_UP + ROUNDS):
        statements[0] = 0
        start = time.perf_counter()
        response = client.get(path)
        took = (time.perf_counter() - start) * 1000
        assert response.status_code == 200 or path == "/health", f"{path} answers {response.status_code}"
        if turn >= WARM_UP:
            times.append(took)
    # BEGIN is a statement of the driver, not a query of ours.
    body = response.get_data()
    return (
        statistics.median(times),
        statistics.quantiles(times, n=20)[-1],
        statements[0],
        len(body),
        len(gzip.compress(body, 9)),
    )


def row(name: str, figures: tuple[float, float, int, int, int], floor: float) -> None:
    """Print one line of the table."""
    median, p95, queries, size, small = figures
    print(f"{name:16}{median:10.1f}{p95:9.1f}{median / floor:9.1f}{queries:9}{size / 1024:8.1f}{small / 1024:9.1f}")
