"""The database: session, model base, types, naming, and how a transaction begins."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Enum, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from coordhub.folders import ROOT_FOLDER

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_WAIT_MS = 15_000  # longest wait for another writer before the page says that the hub is busy


class Base(DeclarativeBase):
    """Base of all models: one naming convention, so that a migration can drop what another one made."""

    metadata = MetaData(naming_convention=NAMING)


# The edge commits last, so that what a page shows after a deed need not be loaded again.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(compare_type=True, render_as_batch=True)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive values, gives back UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone: use clock.now()")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(values: type[StrEnum], name: str) -> Enum:
    """Return the column type of a StrEnum: its values as text under a CHECK called `name`."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=None,
        values_callable=lambda kind: [member.value for member in kind],
    )


def start_writing() -> None:
    """End the reading transaction of a page that is about to write, so that the next one may.

    On SQLite a transaction that began by reading cannot turn into a writing one while another writer commits.
    Call it first thing in a view that answers GET and writes (an audit line, a read mark).
    """
    db.session.rollback()
    flask.g.writes = True


def add_missing(model: type[Base], rows: Sequence[Mapping[str, Any]], *returned: Any) -> Sequence[Any]:
    """Insert those of `rows` that break no unique key of `model`, and return `returned` of the new ones."""
    if not rows:
        return []
    dialect: Any = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(model).on_conflict_do_nothing()
    if not returned:
        db.session.execute(statement, list(rows))
        return []
    return db.session.execute(statement.returning(*returned), list(rows)).all()


def init_app(app: flask.Flask) -> None:
    """Bind the database to the app."""
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {})
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT_FOLDER / "migrations"))
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver must not begin transactions by itself: _begin_sqlite chooses their kind.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {SQLITE_WAIT_MS}")
    connection.execute("PRAGMA synchronous = FULL")
    # What retention deletes is overwritten with zeros, whatever the library was built with.
    connection.execute("PRAGMA secure_delete = ON")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        # A read-only file keeps its mode; reading goes on, writing says why it cannot.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN" if _only_reads() else "BEGIN IMMEDIATE")


def _only_reads() -> bool:
    if not flask.has_request_context():
        return False
    return flask.request.method in {"GET", "HEAD", "OPTIONS"} and not flask.g.get("writes", False)


__all__ = ["Base", "Model", "UtcDateTime", "add_missing", "db", "migrate", "one_of", "start_writing"]
