"""What it costs to tell 10,000 people: the post itself, spreading it, and writing a letter to each."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

import flask
from sqlalchemy import delete, insert, select

from bench.measuring import seconds, verdict
from config import settings_from
from coordhub import clock, create_app
from coordhub.accounts.models import Role, User
from coordhub.board.actions import ensure_forums, start_topic
from coordhub.board.queries import forum_named
from coordhub.db import db
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.gathering import LETTERS_A_LOOK, gather
from coordhub.notifications.models import Choice, Notification
from coordhub.notifications.spreading import spread

PEOPLE = 10_000
POSTS = 5
MORE_MS, SPREAD_SECONDS = 200, 10
TEXT = "How do your states plan buses in July? We have two routes and wonder about a third."


def run() -> None:
    """Measure on a new SQLite file, and on a new database of PostgreSQL when TEST_POSTGRES names a server."""
    for name, address in _databases():
        with _hub(address) as app, app.app_context():
            _measure(name)


def _databases() -> Iterator[tuple[str, str]]:
    yield "SQLite", ""
    if server := os.environ.get("TEST_POSTGRES"):
        from tests.databases import make_database

        yield "PostgreSQL", make_database(server, "bench_fanout")


@contextmanager
def _hub(address: str) -> Iterator[flask.Flask]:
    folder = Path(tempfile.mkdtemp(prefix="coordhub-fanout-"))
    (folder / "coordhub.db").touch()
    environ = {"HUB_DATA": str(folder), "HUB_URL": "http://hub.example.org", "LOG_LEVEL": "WARNING"}
    app = create_app(settings_from(environ | ({"DATABASE_URL": address} if address else {})) | {"TESTING": True})
    try:
        with app.app_context():
            db.create_all()
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        shutil.rmtree(folder, ignore_errors=True)


def _measure(name: str) -> None:
    ensure_forums()
    author = _people(1, 1)
    _people(2, 1)
    alone = _post(author)
    spread(clock.now())
    _people(3, PEOPLE - 1)
    many = _post(author)
    print(f"{name}: a post to one {alone:.0f} ms, to {PEOPLE:,} {many:.0f} ms; "
          f"{verdict(many - alone, at_most=MORE_MS, unit=' ms more')}")  # fmt: skip
    db.session.execute(delete(Notification))
    _forget_announcements()
    _post(author, times=1)
    took = seconds(lambda: spread(clock.now()))
    print(f"{name}: spread in {took:.1f} s; {verdict(took, at_most=SPREAD_SECONDS, unit=' s')}")
    _letters(name, author)


def _letters(name: str, author: int) -> None:
    db.session.execute(delete(Notification))
    ids = db.session.scalars(select(User.id)).all()
    db.session.execute(insert(Choice), [{"user_id": one, "subject": "topic", "way": "at-once"} for one in ids])
    db.session.commit()
    _post(author, times=1)
    spread(clock.now())
    db.session.execute(delete(OutgoingEmail))
    db.session.commit()
    noon = clock.now().replace(hour=12) + timedelta(days=8 - clock.now().isoweekday())  # a Monday, outside quiet hours
    start = time.perf_counter()
    written = gather(noon, at_most=LETTERS_A_LOOK)
    took = time.perf_counter() - start
    print(f"{name}: {written:,} letters written in {took:.1f} s, {written / took:.0f} a second")


def _post(author_id: int, *, times: int = POSTS) -> float:
    forum = forum_named("practice-questions")
    assert forum is not None
    took = []
    for number in range(times):
        author = db.session.get_one(User, author_id)
        start = time.perf_counter()
        start_topic(forum, f"Buses in July, question {number}", TEXT, by=author)
        db.session.commit()
        took.append(1000 * (time.perf_counter() - start))
    return median(took)


def _forget_announcements() -> None:
    while spread(clock.now()):
        pass
    db.session.execute(delete(Notification))
    db.session.commit()


def _people(first: int, number: int) -> int:
    now = clock.now()
    rows = [
        {
            "id": id_, "email": f"person.{id_}@example.org", "display_name": f"Person {id_}", "role": Role.COORDINATOR,
            "state_code": "TX", "fs_uniquifier": f"bench-{id_}", "time_zone": "UTC", "created_at": now,
            "confirmed_at": now, "approved_at": now, "active": True,
        }
        for id_ in range(first, first + number)
    ]  # fmt: skip
    db.session.execute(insert(User), rows)
    db.session.commit()
    return first
