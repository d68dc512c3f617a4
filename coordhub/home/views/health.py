"""Whether the hub works: for machines at /health, for people at /status."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from coordhub import clock
from coordhub.accounts.access import public
from coordhub.db import db
from coordhub.home.blueprint import bp
from coordhub.home.sight import all_mail_is_stopped, unwritten
from coordhub.mail.queries import OutboxState, outbox_state
from coordhub.mail.rules import worker_is_silent

LATE = timedelta(minutes=15)
UNKNOWN = "unknown: the database does not answer"


@dataclass(frozen=True)
class Health:
    """The four parts that must work, each "ok" or a sentence saying what is wrong."""

    database: str
    worker: str
    outbox: str
    notifications: str
    waiting: int | None = None
    oldest_waiting_seconds: int | None = None

    @property
    def is_fine(self) -> bool:
        """Whether all of them work."""
        return self.database == self.worker == self.outbox == self.notifications == "ok"


def hub_health() -> Health:
    """Ask the database, and through it the worker, the outbox and the notifications."""
    now = clock.now()
    try:
        db.session.execute(text("SELECT 1"))
        state = outbox_state(now)
        late = unwritten(now).late_seconds
        is_stopped = all_mail_is_stopped()
    except SQLAlchemyError:
        db.session.rollback()
        return Health("does not answer", UNKNOWN, UNKNOWN, UNKNOWN)
    notifications = "ok"
    if late is not None and late > LATE.total_seconds():
        notifications = "letters that were due more than 15 minutes ago are not written"
    return Health(
        "ok",
        _worker(state, now),
        _outbox(state, is_stopped),
        notifications,
        state.waiting,
        state.oldest_waiting_seconds,
    )


def _worker(state: OutboxState, now: datetime) -> str:
    if state.worker_seen_at is None:
        return "never seen: start it with `make run` or `flask worker run`"
    if worker_is_silent(state.worker_seen_at, now):
        return "silent for more than 3 minutes: start it again"
    return "ok"


def _outbox(state: OutboxState, is_stopped: bool) -> str:
    # Counted from when a letter was written, whatever it waits for: a host that rests or was stopped, its next try, or
    # a worker. For its reader it is late all the same.
    if state.oldest_waiting_seconds is None or state.oldest_waiting_seconds <= LATE.total_seconds():
        return "ok"
    because = ", as an administrator stopped all mail" if is_stopped else ""
    return f"the oldest letter waits for more than 15 minutes{because}"


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
        "notifications": found.notifications,
        "letters_waiting": found.waiting,
        "oldest_waiting_seconds": found.oldest_waiting_seconds,
    }
    return flask.jsonify(body), 200 if found.is_fine else 503


@bp.route("/status")
@public
def status() -> str:
    """Say the same in words."""
    return flask.render_template("home/status.html", health=hub_health(), now=clock.now())
