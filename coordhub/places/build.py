"""Building the gazetteer: one read-only SQLite file from the data in the tree."""

import csv
import gzip
import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from coordhub.places.names import folded
from coordhub.places.points import Point
from coordhub.places.states import STATES

VERSION = "3"  # of the tables below and of folded names; another number builds the file anew
COUNTIES, ZIPS, PLACES = "us_counties.csv", "us_zips.csv.gz", "us_places.csv.gz"
FILES = (ZIPS, PLACES, COUNTIES)
_COLUMNS = {
    COUNTIES: ("county_fips", "usps", "name", "long_name", "lat", "lon"),
    ZIPS: ("zip", "city", "usps", "county", "county_fips", "lat", "lon"),
    PLACES: ("name", "usps", "county_fips", "lat", "lon", "population"),
}
_TABLES = """
CREATE TABLE meta (content TEXT NOT NULL);
CREATE TABLE county (county_code TEXT PRIMARY KEY, state_code TEXT, name TEXT, long_name TEXT, folded TEXT,
    latitude REAL, longitude REAL) WITHOUT ROWID;
CREATE TABLE zip (zip TEXT PRIMARY KEY, city TEXT, folded TEXT, state_code TEXT, county_code TEXT, county TEXT,
    latitude REAL, longitude REAL) WITHOUT ROWID;
CREATE TABLE place (name TEXT, folded TEXT, state_code TEXT, county_code TEXT, latitude REAL, longitude REAL,
    population INTEGER);
"""
_INDEXES = """
CREATE INDEX county_folded ON county (folded, state_code);
CREATE INDEX county_state ON county (state_code, name);
CREATE INDEX place_latitude ON place (latitude);
CREATE INDEX zip_latitude ON zip (latitude);
CREATE INDEX zip_folded ON zip (folded, state_code);
CREATE INDEX place_folded ON place (folded, state_code, population DESC);
"""
_NO_POINT = "96898"  # Wake Island: none of the sources gives it coordinates

_Row = dict[str, str]


class BrokenRow(Exception):
    """A row of a data file cannot be used; says which and why. Nothing was built."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


@dataclass(frozen=True)
class Built:
    """What building did: rows of each table, and whether there was anything to do."""

    counties: int
    zips: int
    places: int
    is_new: bool


def build_gazetteer(folder: Path, target: Path) -> Built:
    """Build `target` from the data files in `folder`, or leave it when it was built from the same data.

    The file appears whole or not at all. Raises BrokenRow for a row that cannot be used.
    """
    content = _content(folder)
    if target.exists() and _content_of(target) == content:
        return Built(0, 0, 0, is_new=False)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    draft.unlink(missing_ok=True)
    try:
        built = _write(draft, folder, content)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return built


def _write(draft: Path, folder: Path, content: str) -> Built:
    with closing(sqlite3.connect(draft)) as connection, connection:
        connection.executescript(_TABLES)
        counties = _fill(connection, "county", 7, _counties(folder))
        zips = _fill(connection, "zip", 8, _zips(folder))
        places = _fill(connection, "place", 7, _places(folder))
        connection.executescript(_INDEXES)
        connection.execute("INSERT INTO meta VALUES (?)", (content,))
    return Built(counties, zips, places, is_new=True)


def _content(folder: Path) -> str:
    digest = hashlib.sha256(VERSION.encode())
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _content_of(target: Path) -> str | None:
    """Return what `target` was built from; None for a file that is no gazetteer, which is then replaced."""
    try:
        with closing(sqlite3.connect(f"{target.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return str(connection.execute("SELECT content FROM meta").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return None


def _fill(connection: sqlite3.Connection, table: str, columns: int, rows: Iterator[tuple[object, ...]]) -> int:
    marks = ", ".join("?" * columns)
    return connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows).rowcount  # noqa: S608


def _counties(folder: Path) -> Iterator[tuple[object, ...]]:
    seen: set[str] = set()
    for line, row in _rows(folder / COUNTIES):
        code, name, point = row["county_fips"], row["name"], _point(COUNTIES, line, row)
        _check_code(COUNTIES, line, code, seen)
        long_name = row["long_name"] or name
        yield code, row["usps"], name, long_name, folded(name), point.latitude, point.longitude


def _zips(folder: Path) -> Iterator[tuple[object, ...]]:
    seen: set[str] = set()
    for line, row in _rows(folder / ZIPS):
        _check_code(ZIPS, line, row["zip"], seen)
        if row["zip"] == _NO_POINT and not row["lat"]:
            continue
        point, city, county_code = _point(ZIPS, line, row), row["city"], row["county_fips"] or None
        place = (row["zip"], city, folded(city), row["usps"], county_code, row["county"])
        yield (*place, point.latitude, point.longitude)


def _places(folder: Path) -> Iterator[tuple[object, ...]]:
    for line, row in _rows(folder / PLACES):
        point, name, county_code = _point(PLACES, line, row), row["name"], row["county_fips"] or None
        population = row["population"] or "0"
        if not (population.isascii() and population.isdecimal()):
            raise BrokenRow(PLACES, line, f"“{population}” is no number of people")
        place = (name, folded(name), row["usps"], county_code)
        yield (*place, point.latitude, point.longitude, int(population))


def _rows(path: Path) -> Iterator[tuple[int, _Row]]:
    opener = gzip.open if path.suffix == ".gz" else open
    line = 1
    try:
        with opener(path, "rt", encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if missing := [name for name in _COLUMNS[path.name] if name not in (reader.fieldnames or ())]:
                raise BrokenRow(path.name, line, f"the column {missing[0]} is missing")
            for line, row in enumerate(reader, start=2):  # named when reading breaks off
                if None in row or None in row.values():
                    raise BrokenRow(path.name, line, "the number of columns is not that of the header")
                yield line, row
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError, csv.Error) as error:
        raise BrokenRow(path.name, line + 1, f"cannot be read: {error}") from error


def _check_code(file: str, line: int, code: str, seen: set[str]) -> None:
    if not (len(code) == 5 and code.isascii() and code.isdecimal()):
        raise BrokenRow(file, line, f"“{code}” is no code of five digits")
    if code in seen:
        raise BrokenRow(file, line, f"“{code}” is there twice")
    seen.add(code)


def _point(file: str, line: int, row: _Row) -> Point:
    if row["usps"] not in STATES:
        raise BrokenRow(file, line, f"“{row['usps']}” is no state")
    try:
        return Point(float(row["lat"]), float(row["lon"]))
    except ValueError as error:
        raise BrokenRow(file, line, f"“{row['lat']}, {row['lon']}” is no point") from error
