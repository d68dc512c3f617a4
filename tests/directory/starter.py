"""The starter data in a test's database: read and checked once a session, then put in as rows."""

from functools import cache
from typing import Any

from sqlalchemy import insert

from coordhub.db import db
from coordhub.directory.actions import STARTER_FOLDER
from coordhub.directory.starter_rows import TABLES, content_of, rows_of


def load_starter() -> None:
    """Put all starter rows into the empty directory, as `import_starter` does, without asking what is there."""
    for model, values in _rows():
        db.session.execute(insert(model), values)
    db.session.commit()


@cache
def _rows() -> list[tuple[Any, list[dict[str, Any]]]]:
    state_codes: set[str] = set()
    found = []
    for table in TABLES:
        rows = rows_of(table, content_of(STARTER_FOLDER, table), state_codes)
        state_codes |= {row.values["state_code"] for row in rows if table is TABLES[0]}
        found.append((table.model, [row.values for row in rows]))
    return found
