"""Whether the hub works: for machines at /health, for people at /status."""

from dataclasses import dataclass
from datetime import timedelta

import flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from coordhub import clock
from coordhub.accounts.access import public
from coordhub.db import db
from coordhub.home.blueprint import bp
from coordhub.mail.queries import outbox_state
from coordhub.mail.rules import worker_is_silent

OLDEST_LETTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Health:
    """The three parts that must work, each "ok" or a sentence saying what is wrong."""

    database: str
    worker: str
    outbox: str
    waiting: int | None = None
    oldest_waiting_seconds: int | None = None

    @property
    def is_fine(self) -> bool:
        """Whether all of them work."""
        return self.database == self.worker == self.outbox == "ok"


def hub_health() -> Health:
    """Ask the database, and through it the worker and the outbox."""
    try:
        db.session.execute(text("SELECT 1"))
        state = outbox_state(clock.now())
    except SQLAlchemyError:
        db.session.rollback()
        return Health(
            "does not answer", "unknown: the database does not answer", "unknown: the database does not answer"
        )
    worker = "ok"
    if state.worker_seen_at is None:
        worker = "never seen: start it with `make run` or `flask worker run`"
    elif worker_is_silent(state.worker_seen_at, clock.now()):
        worker = "silent for more than 3 minutes: start it again"
    outbox = "ok"
    if state.oldest_waiting_seconds and state.oldest_waiting_seconds > OLDEST_LETTER.total_seconds():
        outbox = "the oldest letter waits for more than 15 minutes"
    return Health("ok", worker, outbox, state.waiting, state.oldest_waiting_seconds)


@bp.route("/health")
@public
def health() -> tuple[flask.Response, int]:
    """Answer 200 when everything works, else 503, with the state of each part."""
    found = hub_health()
    body = {
        "status": "ok" if found.is_fine else "degraded",
        "database": found.database,
        "worker": found.worker,
        "outbox": found.outbox,
        "letters_waiting": found.waiting,
        "oldest_waiting_seconds": found.oldest_waiting_seconds,
    }
    return flask.jsonify(body), 200 if found.is_fine else 503


@bp.route("/status")
@public
def status() -> str:
    """Say the same in words."""
    return flask.render_template("home/status.html", health=hub_health(), now=clock.now())
