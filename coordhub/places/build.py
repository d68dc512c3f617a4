"""Building the gazetteer: one read-only SQLite file from the data in the tree."""

import csv
import gzip
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coordhub.places.names import folded
from coordhub.places.points import Point
from coordhub.places.states import STATES

VERSION = "1"  # of the tables below; another number builds the file anew
FILES = ("us_zips.csv.gz", "us_places.csv.gz", "us_counties.csv")
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
CREATE INDEX zip_folded ON zip (folded, state_code);
CREATE INDEX place_folded ON place (folded, state_code, population DESC);
"""


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
    draft = target.with_suffix(f".{os.getpid()}.tmp")
    draft.unlink(missing_ok=True)
    try:
        with sqlite3.connect(draft) as connection:
            connection.executescript(_TABLES)
            counties = _fill(connection, "county", 7, _counties(folder))
            zips = _fill(connection, "zip", 8, _zips(folder))
            places = _fill(connection, "place", 7, _places(folder))
            connection.executescript(_INDEXES)
            connection.execute("INSERT INTO meta VALUES (?)", (content,))
        connection.close()
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return Built(counties, zips, places, is_new=True)


def _content(folder: Path) -> str:
    digest = hashlib.sha256(VERSION.encode())
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _content_of(target: Path) -> str | None:
    try:
        connection = sqlite3.connect(f"file:{target}?mode=ro", uri=True)
        try:
            return str(connection.execute("SELECT content FROM meta").fetchone()[0])
        finally:
            connection.close()
    except (sqlite3.Error, TypeError):
        return None


def _fill(connection: sqlite3.Connection, table: str, columns: int, rows: Iterator[tuple[object, ...]]) -> int:
    marks = ", ".join("?" * columns)
    return connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows).rowcount  # noqa: S608


def _counties(folder: Path) -> Iterator[tuple[object, ...]]:
    for line, row in _rows(folder / "us_counties.csv"):
        point = _point("us_counties.csv", line, row)
        yield (
            row["county_fips"], row["usps"], row["name"], row["long_name"] or row["name"], folded(row["name"]),
            point.latitude, point.longitude,
        )  # fmt: skip


def _zips(folder: Path) -> Iterator[tuple[object, ...]]:
    for line, row in _rows(folder / "us_zips.csv.gz"):
        if len(row["zip"]) != 5 or not row["zip"].isdecimal():
            raise BrokenRow("us_zips.csv.gz", line, f"“{row['zip']}” is no ZIP code of five digits")
        if not row["lat"]:
            continue  # 96898, Wake Island, has no point in any of the sources
        point = _point("us_zips.csv.gz", line, row)
        yield (
            row["zip"], row["city"], folded(row["city"]), row["usps"], row["county_fips"] or None, row["county"],
            point.latitude, point.longitude,
        )  # fmt: skip


def _places(folder: Path) -> Iterator[tuple[object, ...]]:
    for line, row in _rows(folder / "us_places.csv.gz"):
        point = _point("us_places.csv.gz", line, row)
        yield (
            row["name"], folded(row["name"]), row["usps"], row["county_fips"] or None, point.latitude, point.longitude,
            int(row["population"] or 0),
        )  # fmt: skip


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            if None in row or None in row.values():
                raise BrokenRow(path.name, line, "the number of columns is not that of the header")
            yield line, row


def _point(file: str, line: int, row: dict[str, str]) -> Point:
    if row["usps"] not in STATES:
        raise BrokenRow(file, line, f"“{row['usps']}” is no state")
    try:
        return Point(float(row["lat"]), float(row["lon"]))
    except ValueError as error:
        raise BrokenRow(file, line, f"“{row['lat']}, {row['lon']}” is no point") from error
