"""How long a sender holds what it claimed: by which clock, and renewed while a server takes its time."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import flask
from sqlalchemy import ColumnElement, Interval, func, literal, update
from sqlalchemy.exc import SQLAlchemyError

from coordhub import clock
from coordhub.db import UtcDateTime, db
from coordhub.mail import rules
from coordhub.mail.models import Delivery, OutgoingEmail

log = logging.getLogger("coordhub.mail")


def shared_now(later: timedelta = timedelta(0)) -> ColumnElement[datetime]:
    """Return the present instant, or one `later`, by the one clock that all workers share.

    That is the database's on PostgreSQL, where workers are machines whose clocks differ, and this machine's on SQLite.
    """
    if db.engine.dialect.name == "postgresql":
        return func.clock_timestamp(type_=UtcDateTime()).op("+", return_type=UtcDateTime())(literal(later, Interval()))
    return literal(clock.now() + later, UtcDateTime())


@contextmanager
def renewed(owner: str) -> Iterator[None]:
    """Renew the lease on all that `owner` holds, in a thread of its own, until the block is left.

    A worker that is frozen does not renew: the thread is frozen with it.
    """
    app = flask.current_app._get_current_object()  # type: ignore[attr-defined]
    is_over = threading.Event()

    def renew() -> None:
        with app.app_context():
            while not is_over.wait(rules.RENEWED_EVERY.total_seconds()):
                try:
                    _renew(owner)
                except SQLAlchemyError as error:
                    log.warning("the lease of %s was not renewed: %s", owner, type(error).__name__)

    thread = threading.Thread(target=renew, name=f"lease of {owner}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _renew(owner: str) -> None:
    held = OutgoingEmail.status.in_((Delivery.CLAIMED, Delivery.HANDING))
    with db.engine.begin() as connection:
        connection.execute(
            update(OutgoingEmail).where(held, OutgoingEmail.owner == owner).values(lease_until=shared_now(rules.LEASE))
        )
