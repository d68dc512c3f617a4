"""What every test stands on: an app on either database, emptied tables, the cast, a checking client, no network."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask
import hypothesis
import pytest
from sqlalchemy import Connection, delete

from config import settings_from
from coordhub import clock, create_app, places
from coordhub.db import db
from tests.asking import ask
from tests.cast import Cast, the_cast
from tests.client import CheckingClient
from tests.databases import DATABASES, make_database, start_postgres

__all__ = ["ask"]  # a fixture of its own module, offered to every test

TUESDAY = datetime(2026, 6, 16, 15, 0, tzinfo=UTC)  # Tuesday, June 16, 2026, 11 AM Eastern
# Slowness of a busy machine is no fault; speed is measured by `make bench`.
hypothesis.settings.register_profile("hub", deadline=None)
hypothesis.settings.load_profile("hub")

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once for all workers: the first process starts it, the others are told where it is."""
    if hasattr(config, "workerinput"):
        os.environ["TEST_POSTGRES"] = config.workerinput["postgres"]
    elif not os.environ.get("TEST_POSTGRES"):
        folder = Path(tempfile.mkdtemp(prefix="coordhub-postgres-"))
        os.environ["TEST_POSTGRES"] = start_postgres(folder)
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_configure_node(node: Any) -> None:
    """Tell a worker where PostgreSQL is."""
    node.workerinput["postgres"] = os.environ["TEST_POSTGRES"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that uses a database on both, unless it says that it needs only one."""
    if "database" in metafunc.fixturenames:
        one = metafunc.definition.get_closest_marker("onedb")
        metafunc.parametrize("database", DATABASES[:1] if one else DATABASES, scope="session")


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """HUB_DATA of this worker, with the gazetteer in it."""
    return tmp_path_factory.mktemp("hub")


@pytest.fixture(scope="session")
def built_app(database: str, data_folder: Path) -> Iterator[flask.Flask]:
    """The application on an empty database with all tables."""
    app = create_app(app_settings(database, data_folder / database))
    with app.app_context():
        db.create_all()
        places.build(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def app_settings(database: str, folder: Path, **more: str) -> dict[str, Any]:
    """Return the settings of an app under test on `database` with its data in `folder`."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder.mkdir(parents=True, exist_ok=True)
    environ = {"HUB_DATA": str(folder), "HUB_URL": "http://hub.example.org", "LOG_LEVEL": "WARNING", "MAIL_HOLDS": "1"}
    if database == "postgresql":
        environ["DATABASE_URL"] = make_database(os.environ["TEST_POSTGRES"], f"test_{worker}_{folder.parent.name}")
    else:
        (folder / "coordhub.db").touch()
    settings = settings_from(environ | more)
    settings["TESTING"] = True
    settings["WTF_CSRF_ENABLED"] = False  # tests/browser and tests/structure post with real tokens
    settings["SECURITY_PASSWORD_HASH"] = "plaintext"  # argon2 is slow by design, and not what these tests are about
    settings["SECURITY_PASSWORD_SCHEMES"] = ["plaintext"]
    return settings


@pytest.fixture
def app(built_app: flask.Flask) -> Iterator[flask.Flask]:
    """The application with empty tables, inside an application context."""
    built_app.test_client_class = CheckingClient
    with built_app.app_context():
        yield built_app
        db.session.rollback()
        empty_tables()
        db.session.remove()


def empty_tables() -> None:
    """Delete every row that a test left behind, and count from one again."""
    tables = list(reversed(db.metadata.sorted_tables))
    if db.engine.dialect.name == "postgresql":
        db.session.commit()  # its locks would keep the connection below waiting
        _empty_postgres([table.name for table in tables])
        return
    for table in tables:
        db.session.execute(delete(table))
    db.session.commit()


def _empty_postgres(names: list[str]) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # A session that a test left open fails here, with words, instead of holding everything up for ever.
        connection.exec_driver_sql("SET lock_timeout = '20s'")
        used = _with_pages(connection, names)
        if used:
            connection.exec_driver_sql("; ".join(f'DELETE FROM "{name}"' for name in used))
            # Rows of the next test must not fill the gaps, in an order of chance: this gives all pages back.
            connection.exec_driver_sql(
                "VACUUM (SKIP_LOCKED, INDEX_CLEANUP ON) " + ", ".join(f'"{one}"' for one in used)
            )
            if _with_pages(connection, used):
                # Somebody still held a page. Truncating always works, and takes longer.
                every = ", ".join(f'"{name}"' for name in names)
                connection.exec_driver_sql(f"TRUNCATE {every} RESTART IDENTITY CASCADE")
        connection.exec_driver_sql(
            "SELECT setval(quote_ident(schemaname) || '.' || quote_ident(sequencename), start_value, false)"
            " FROM pg_sequences WHERE last_value IS NOT NULL"
        )


def _with_pages(connection: Connection, names: list[str]) -> list[str]:
    sizes = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    used = set(connection.exec_driver_sql(f"{sizes} AND pg_relation_size(oid) > 0").scalars())
    return [name for name in names if name in used]


@pytest.fixture
def client(app: flask.Flask) -> CheckingClient:
    """A visitor's browser that checks each page it fetches."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def cast(app: flask.Flask) -> Cast:
    """Rosa, Ben, Dana, Pat, Olive, Sam and Ada."""
    return the_cast()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock: `at(datetime(…, tzinfo=UTC))`."""
    return lambda instant: monkeypatch.setattr(clock, "_read", lambda: instant)


@pytest.fixture
def on_tuesday(at: Callable[[datetime], None]) -> datetime:
    """Stop the clock on Tuesday, June 16, 2026, 11 AM Eastern, and return that instant."""
    at(TUESDAY)
    return TUESDAY


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let connections go to this machine only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise RuntimeError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
