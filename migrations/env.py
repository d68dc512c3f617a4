"""Alembic's way into the app: runs the numbered migrations on the app's own database."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

database = current_app.extensions["migrate"].db


def run() -> None:
    """Run the migrations over a connection of the app's engine."""
    with database.engine.connect() as connection, no_foreign_keys(connection):
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def no_foreign_keys(connection: Connection) -> Iterator[None]:
    """Let SQLite make a table anew without the deeds of foreign keys: dropping the old one would
    empty what points to it.

    Must come before the transaction, in which the switch has no effect; what points nowhere afterwards is an error.
    """
    driver = connection.connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        lost = driver.execute("PRAGMA foreign_key_check").fetchall()
        if lost:
            raise RuntimeError(f"rows point to nothing after the migration: {lost[:10]}")
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


run()
