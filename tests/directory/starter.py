"""The starter data in a test's database: imported once a session, then copied from tables beside it."""

from sqlalchemy import Table, text

from coordhub.db import db
from coordhub.directory.actions import import_starter

_kept: dict[str, list[Table]] = {}


def load_starter() -> None:
    """Put all starter rows into the database, as `import_starter` does; quickest before anything else is there."""
    address = str(db.engine.url)
    is_empty = not any(_has_rows(table) for table in _kept.get(address, db.metadata.sorted_tables))
    if address not in _kept or not is_empty:
        import_starter()
        db.session.commit()
        if is_empty:  # Else the copies would hold rows of the test that came first.
            _kept[address] = [table for table in db.metadata.sorted_tables if _keep(table)]
    else:
        for table in _kept[address]:
            _put_back(table)
    db.session.commit()


def _keep(table: Table) -> bool:
    """Copy the rows of a table to a table beside it, which no test empties, and return whether there are any."""
    if not _has_rows(table):
        return False
    db.session.execute(text(f'DROP TABLE IF EXISTS "kept_{table.name}"'))
    db.session.execute(text(f'CREATE TABLE "kept_{table.name}" AS SELECT * FROM "{table.name}"'))
    return True


def _has_rows(table: Table) -> bool:
    return bool(db.session.execute(text(f'SELECT EXISTS (SELECT 1 FROM "{table.name}")')).scalar())


def _put_back(table: Table) -> None:
    name, columns = table.name, ", ".join(f'"{column.name}"' for column in table.c)
    db.session.execute(text(f'INSERT INTO "{name}" ({columns}) SELECT {columns} FROM "kept_{name}"'))
    if db.engine.dialect.name == "postgresql" and "id" in table.c and table.c.id.type.python_type is int:
        # Rows put in with their numbers do not count on the sequence.
        db.session.execute(text(f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), max(id)) FROM \"{name}\""))
