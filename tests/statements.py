"""The statements that reach the database, for tests of how often a page or a deed asks it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from coordhub.db import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL of every statement inside the block."""
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
