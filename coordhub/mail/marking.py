"""The marks of the two phases, told to the database by its driver: every letter costs them, so each layer would count.

Each statement asks for the sender's own name on the letter, so that one who was away too long changes nothing that
others took over meanwhile.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.engine import Engine

from coordhub import clock
from coordhub.db import UtcDateTime
from coordhub.mail import power, rules
from coordhub.mail.insisting import AWAY

Accepted = tuple[int, str, datetime]  # a letter, the server's answer, and when it came

# Two statements, not one with cases: SQLite writes each index anew whose column a statement names.
# Claimed: the database crashed and lost the mark before this one.
# Uncertain: this worker was frozen, others gave the letter up, and then the answer was there.
_SENT = """
    UPDATE outgoing_email
    SET status = 'sent', owner = NULL, lease_until = NULL, sent_at = {taken}, smtp_reply = {answer}, last_error = '',
        attempts = attempts + 1
    WHERE id = {last} AND owner = {me} AND status IN ('claimed', 'handing', 'uncertain')
"""
# Handing already: this statement failed on its way back, and runs again.
_HANDING = """
    UPDATE outgoing_email SET status = 'handing', lease_until = {lease}, handed_at = {now}
    WHERE id = {next} AND owner = {me} AND status IN ('claimed', 'handing')
"""
_NAMES = ("taken", "answer", "last", "me", "lease", "now", "next")
_SQLITE = {name: f":{name}" for name in _NAMES}
_POSTGRES = {name: f"%({name})s" for name in _NAMES} | {
    "now": "clock_timestamp()",
    "lease": "clock_timestamp() + %(lease)s",
}
_one_writer = Lock()


class Marker:
    """A sender's own line to the database, for marks only; each is a transaction."""

    def __init__(self, engine: Engine, owner: str) -> None:
        self._owner = owner
        self._connection = engine.connect()
        self._is_postgres = engine.dialect.name == "postgresql"
        if self._is_postgres:
            # A single statement is atomic anyway, without round trips for BEGIN and COMMIT.
            self._connection.execution_options(isolation_level="AUTOCOMMIT")
        power.let_not_wait(self._connection, owner)
        self._driver: Any = self._connection.connection.driver_connection

    def mark(self, accepted: Accepted | None, next_id: int | None) -> bool:
        """Commit that one letter was accepted and that another is about to be handed over, both at once.

        Returns False when somebody else has that other one. Raises the errors of the driver.
        """
        values = _values(self._connection, self._owner, accepted, next_id)
        statements = _statements(self._is_postgres, accepted is not None, next_id is not None)
        if self._is_postgres:
            return bool(self._driver.execute(statements[0], values, prepare=True).rowcount)
        with _one_writer:
            self._driver.execute("BEGIN IMMEDIATE")
            changed = [self._driver.execute(one, values).rowcount for one in statements]
            self._driver.execute("COMMIT")
        return bool(changed[-1])

    def close(self, *, is_broken: bool) -> None:
        """Let go of the line; a broken one is used by nobody any more."""
        try:
            if not is_broken:
                power.let_wait(self._connection)
        except AWAY:
            is_broken = True  # The database went away after the last mark.
        if is_broken:
            self._connection.invalidate()
        self._connection.close()


def write_sent(connection: Connection, owner: str, accepted: Accepted) -> None:
    """Write within an open transaction that a letter was accepted."""
    places = _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE
    connection.exec_driver_sql(_SENT.format_map(places), _values(connection, owner, accepted, None))


@cache
def _statements(is_postgres: bool, is_accepted: bool, is_next: bool) -> Sequence[str]:
    """Return what makes a mark, the one about the next letter last; on PostgreSQL a single statement."""
    places = _POSTGRES if is_postgres else _SQLITE
    chosen = [text.format_map(places) for text, is_asked in ((_SENT, is_accepted), (_HANDING, is_next)) if is_asked]
    if is_postgres and len(chosen) > 1:
        return [f"WITH accepted AS ({chosen[0]}) {chosen[1]}"]
    return chosen


def _values(connection: Connection, owner: str, accepted: Accepted | None, next_id: int | None) -> dict[str, Any]:
    values: dict[str, Any] = {"me": owner, "next": next_id, "lease": rules.LEASE}
    if accepted is not None:
        values |= zip(("last", "answer", "taken"), accepted, strict=True)
    if connection.dialect.name == "postgresql":
        return values
    now = clock.now()
    values |= {"now": now, "lease": now + rules.LEASE}
    # The driver would write instants in another way than the columns' type does.
    written = _writer_of_instants(connection.dialect)
    return {name: written(one) if isinstance(one, datetime) else one for name, one in values.items()}


@cache
def _writer_of_instants(dialect: Dialect) -> Callable[[datetime], object]:
    return UtcDateTime().dialect_impl(dialect).bind_processor(dialect) or (lambda instant: instant)
