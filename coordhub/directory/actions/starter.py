"""Deeds: loading the starter data."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from coordhub import clock
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions.entries import Doer, add_entry, change_entry
from coordhub.directory.actions.facts import record_starter_facts
from coordhub.directory.kinds import EntryKind
from coordhub.directory.models import Entry, Office, StarterFile, StateProgram
from coordhub.directory.starter_rows import TABLES, BrokenRow, Row, StarterTable, content_of, rows_of
from coordhub.places.outlines import inside_state

STARTER_FOLDER = Path(__file__).resolve().parent.parent / "starter"
HUB = Doer()


@dataclass(frozen=True)
class FileImported:
    """What one file brought.

    `outside` names the rows whose point lies outside their state's outline, `kept` the entries that people changed
    since, which a list never overwrites.
    """

    file: str
    created: int
    updated: int
    same: int
    outside: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """What an import brought, file by file."""

    files: tuple[FileImported, ...]

    @property
    def created(self) -> int:
        """How many rows are new."""
        return sum(one.created for one in self.files)

    @property
    def updated(self) -> int:
        """How many rows changed."""
        return sum(one.updated for one in self.files)

    @property
    def same(self) -> int:
        """How many rows already stood there."""
        return sum(one.same for one in self.files)


def import_starter(folder: Path = STARTER_FOLDER) -> Imported:
    """Load the five starter files of `folder` into the directory; a second run changes nothing.

    Rows are matched by key, and a row that left a file stays in the directory. A file whose content is known is not
    read again. Every row of every file is checked before the first one is stored: raises BrokenRow with file, line
    and reason, and then nothing is loaded. A point outside its state's outline is only reported, since the point of
    a ZIP code may lie just over the line.
    """
    known = queries.starter_files()
    contents = {table.file: content_of(folder, table) for table in TABLES}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    state_codes = queries.state_codes()
    checked: dict[str, list[Row]] = {}
    for table in TABLES:
        if table.file in known and known[table.file].sha256 == digests[table.file]:
            continue
        checked[table.file] = rows_of(table, contents[table.file], state_codes)
        if table.model is StateProgram:
            state_codes = state_codes | {row.values["state_code"] for row in checked[table.file]}
    done = []
    for table in TABLES:
        if table.file in checked:
            done.append(_store(table, checked[table.file]))
            _remember(known.get(table.file), table.file, digests[table.file], len(checked[table.file]))
        else:
            done.append(FileImported(table.file, 0, 0, known[table.file].row_count))
    if checked:
        record_starter_facts()
    return Imported(tuple(done))


def _store(table: StarterTable, rows: list[Row]) -> FileImported:
    if issubclass(table.model, Entry):
        return _store_entries(table, rows)
    standing = queries.rows_by_key(table.model, table.key)
    new = []
    updated = same = 0
    for row in rows:
        stored = standing.get(row.values[table.key])
        if stored is None:
            new.append(row.values)
        elif _change(stored, row.values):
            updated += 1
        else:
            same += 1
    if new:
        db.session.execute(insert(table.model), new)
    # The next file's rows point to these.
    db.session.flush()
    return FileImported(table.file, len(new), updated, same, tuple(_outside(table, rows)))


def _store_entries(table: StarterTable, rows: list[Row]) -> FileImported:
    """Add or change entries; what people changed or confirmed since is theirs and stays as it is."""
    kind = EntryKind.OFFICE if table.model is Office else EntryKind.SITE
    standing = {one.key: one for one in queries.entries_with_keys([row.values["key"] for row in rows])}
    theirs = queries.keys_changed_by_people(list(standing))
    created = updated = same = 0
    kept = []
    for row in rows:
        key, stored = row.values["key"], standing.get(row.values["key"])
        if stored is None:
            add_entry(kind, row.values, by=HUB, point_confirmed=True)
            created += 1
        elif key in theirs:
            kept.append(key)
        elif change_entry(stored, row.values, by=HUB, point_confirmed=True):
            updated += 1
        else:
            same += 1
    return FileImported(table.file, created, updated, same, tuple(_outside(table, rows)), tuple(kept))


def _change(stored: Any, values: dict[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(stored, name) != value}
    for name, value in changed.items():
        setattr(stored, name, value)
    return bool(changed)


def _remember(known: StarterFile | None, name: str, digest: str, row_count: int) -> None:
    file = known or StarterFile(name=name)
    file.sha256 = digest
    file.row_count = row_count
    file.loaded_at = clock.now()
    db.session.add(file)


def _outside(table: StarterTable, rows: Iterable[Row]) -> Iterable[str]:
    if not table.has_point:
        return
    for row in rows:
        code = row.values.get("address_state_code") or row.values["state_code"]
        lat, lon = row.values["lat"], row.values["lon"]
        if code is not None and lat is not None and not inside_state(code, lat, lon):
            yield row.values[table.key]


__all__ = ["STARTER_FOLDER", "BrokenRow", "FileImported", "Imported", "import_starter"]
