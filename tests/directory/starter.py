"""The starter data in a test's database: imported once a session on each database, then put in as rows."""

from typing import Any

from sqlalchemy import Table, insert, select, text

from coordhub.db import db
from coordhub.directory.actions import import_starter

_kept: dict[str, list[tuple[Table, list[dict[str, Any]]]]] = {}


def load_starter() -> None:
    """Put all starter rows into the empty database, as `import_starter` does."""
    database = db.engine.dialect.name
    if database not in _kept:
        import_starter()
        db.session.commit()
        _kept[database] = [(table, _rows(table)) for table in db.metadata.sorted_tables]
        return
    for table, rows in _kept[database]:
        if rows:
            db.session.execute(insert(table), rows)
            _count_on(table, database)
    db.session.commit()


def _rows(table: Table) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in db.session.execute(select(table))]


def _count_on(table: Table, database: str) -> None:
    """Let the next row of a table get the next number, which rows put in with theirs do not see to."""
    if database == "postgresql" and "id" in table.c and table.c.id.type.python_type is int:
        name = table.name
        db.session.execute(text(f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), max(id)) FROM \"{name}\""))
