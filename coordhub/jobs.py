"""Huey: tasks that only say "look" and call an action; no logic here.

Truth about work to be done is rows in the database. A Huey message may get lost without harm: the sweep, every
minute on every worker, looks anyway (decision 0001).
"""

import logging
import os
import socket
from pathlib import Path
from typing import Any

import flask
from flask.cli import AppGroup
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.serializer import SignedSerializer

from coordhub import clock
from coordhub.coordination import sweeping
from coordhub.coordination.actions.counting import count_due
from coordhub.db import db
from coordhub.directory.actions import send_due_checks, take_in_bounces
from coordhub.home.actions import send_due_digests
from coordhub.mail.actions import beat
from coordhub.mail.delivery import deliver
from coordhub.notifications.gathering import gather
from coordhub.notifications.spreading import spread

log = logging.getLogger("coordhub.jobs")
LETTERS_A_LOOK = 5_000
PATIENCE_SECONDS = 30  # a look waits so long for slow mail servers, then goes on to what else is due

commands = AppGroup("worker", help="Background work.")


def init_app(app: flask.Flask) -> None:
    """Make the queue of the app and poke the worker after each deed that wrote a letter."""
    app.extensions["huey"] = _queue(app)
    app.cli.add_command(commands)

    @app.teardown_request
    def poke(error: BaseException | None) -> None:
        if error is None and flask.g.pop("letters_waiting", False) and not app.testing:
            try:
                app.extensions["look"]()
            except Exception:
                log.warning("the worker could not be poked; its next sweep will look")


@commands.command("run")
def run() -> None:
    """Deliver letters and send digests until told to stop."""
    start(flask.current_app._get_current_object())  # type: ignore[attr-defined]


def start(app: flask.Flask) -> None:
    """Run the worker in this process until SIGINT."""
    consumer = app.extensions["huey"].create_consumer(workers=1, periodic=True, check_worker_health=True)
    with app.app_context():
        look_around(worker_name())
        db.session.remove()
    consumer.run()


def worker_name() -> str:
    """Return the name under which this worker claims letters and shows that it is alive."""
    return f"{socket.gethostname()}-{os.getpid()}"


def look_around(name: str) -> None:
    """Show that the worker is alive, mind the clocks of requests, send what is due, deliver it, mind what came back."""
    beat(name)
    db.session.commit()
    sweeping.escalate()
    sweeping.close()
    if _is_first_look_of_the_day():
        sweeping.wipe()
    spread(clock.now())
    gather(clock.now())
    send_due_digests(clock.now())
    deliver(clock.now(), owner=name, limit=LETTERS_A_LOOK, patience_seconds=PATIENCE_SECONDS)
    take_in_bounces(clock.now())
    db.session.commit()
    send_due_checks(clock.now())
    db.session.commit()
    for _ in count_due(clock.now()):
        db.session.commit()


def _is_first_look_of_the_day() -> bool:
    """Say whether this process looks for the first time on this date, in UTC; what it does then can run twice."""
    today, seen = clock.now().date(), flask.current_app.extensions.get("looked_on")
    flask.current_app.extensions["looked_on"] = today
    return bool(seen != today)


def _queue(app: flask.Flask) -> Huey:
    serializer = SignedSerializer(secret=app.config["SECRET_KEY"], salt="huey")
    url = app.config["DATABASE_URL"]
    queue: Any
    if url:
        queue = PostgresHuey("coordhub", dsn=url, serializer=serializer, results=False, create_tables=False)
    else:
        # A file of its own: Huey locks it exclusively, which would hold up the application's writers.
        file = Path(app.config["HUB_DATA"]) / "queue.db"
        queue = SqliteHuey("coordhub", filename=str(file), serializer=serializer, results=False, create_tables=False)

    def look() -> None:
        with app.app_context():
            look_around(worker_name())

    app.extensions["look"] = queue.task(name="look")(look)
    queue.periodic_task(crontab(minute="*"), name="sweep")(look)
    return queue


def make_queue_tables(app: flask.Flask) -> None:
    """Create the tables of the queue, where they are missing."""
    app.extensions["huey"].storage.initialize_schema()
