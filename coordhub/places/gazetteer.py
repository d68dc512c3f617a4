"""Looking things up in the gazetteer: ZIP codes, places, counties."""

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from coordhub.places.names import folded
from coordhub.places.points import Point

_COUNTY = "SELECT county_code, state_code, name, long_name, latitude, longitude FROM county"
_ZIP = "SELECT zip, city, state_code, county_code, county, latitude, longitude FROM zip"
_PLACE = "SELECT name, state_code, county_code, latitude, longitude, population FROM place"


class GazetteerMissing(Exception):
    """The gazetteer's file is not there; the message says what to do."""


@dataclass(frozen=True)
class County:
    """A county, parish, borough or municipio: FIPS code, state, short and long name, a point inside."""

    county_code: str
    state_code: str
    name: str
    long_name: str
    point: Point


@dataclass(frozen=True)
class Zip:
    """A ZIP code with its post office's city; `county_code` is the county of most of it."""

    zip: str
    city: str
    state_code: str
    county_code: str | None
    county: str
    point: Point


@dataclass(frozen=True)
class Town:
    """A populated place."""

    name: str
    state_code: str
    county_code: str | None
    point: Point
    population: int


class Gazetteer:
    """A gazetteer file, open for reading only, usable from several threads and after a fork."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise GazetteerMissing(f"There is no gazetteer at {path.name}. Build it: flask places build")
        self._path = path
        self._local = threading.local()

    def zip(self, code: str) -> Zip | None:
        """Return the ZIP code, None when it is not in the data."""
        found = self._all(f"{_ZIP} WHERE zip = ?", code)
        return _zip(found[0]) if found else None

    def zips_like(self, prefix: str, limit: int = 5) -> list[Zip]:
        """Return ZIP codes that begin with `prefix`, in order."""
        return [_zip(row) for row in self._all(f"{_ZIP} WHERE zip >= ? AND zip < ? ORDER BY zip LIMIT ?", prefix, prefix + ":", limit)]

    def zips_of(self, city: str, state_code: str, limit: int = 3) -> list[Zip]:
        """Return the ZIP codes of a post office's city."""
        where = f"{_ZIP} WHERE folded = ? AND state_code = ? ORDER BY zip LIMIT ?"
        return [_zip(row) for row in self._all(where, folded(city), state_code, limit)]

    def towns(self, name: str, state_code: str | None = None) -> list[Town]:
        """Return the places of this name, biggest first; cities known only to the post office come last."""
        where, args = ("folded = ?", [folded(name)])
        if state_code:
            where, args = "folded = ? AND state_code = ?", [folded(name), state_code]
        rows = self._all(f"{_PLACE} WHERE {where} ORDER BY population DESC, state_code LIMIT 60", *args)
        found = [Town(row[0], row[1], row[2], Point(row[3], row[4]), row[5]) for row in rows]
        known = {town.state_code for town in found}
        for row in self._all(f"{_ZIP} WHERE {where} ORDER BY state_code, zip LIMIT 200", *args):
            if row[2] not in known:
                known.add(row[2])
                found.append(Town(row[1], row[2], row[3], Point(row[5], row[6]), 0))
        return found

    def counties(self, name: str, state_code: str | None = None) -> list[County]:
        """Return the counties of this name (without "County"), by state."""
        where, args = ("folded = ?", [folded(name)])
        if state_code:
            where, args = "folded = ? AND state_code = ?", [folded(name), state_code]
        return [_county(row) for row in self._all(f"{_COUNTY} WHERE {where} ORDER BY state_code, county_code", *args)]

    def county(self, county_code: str) -> County | None:
        """Return the county with this FIPS code."""
        found = self._all(f"{_COUNTY} WHERE county_code = ?", county_code)
        return _county(found[0]) if found else None

    def counties_of(self, state_code: str) -> list[County]:
        """Return all counties of a state, by name."""
        rows = self._all(f"{_COUNTY} WHERE state_code = ? ORDER BY name, county_code", state_code)
        return [_county(row) for row in rows]

    @lru_cache(maxsize=64)  # noqa: B019 - one gazetteer lives as long as the process
    def names(self, state_code: str | None) -> Sequence[tuple[str, str, str, int]]:
        """Return (folded name, name, state, population) of all towns, of one state or of all, for suggestions."""
        where = "WHERE state_code = ?" if state_code else ""
        args = [state_code] if state_code else []
        rows = self._all(f"SELECT folded, name, state_code, population FROM place {where}", *args)
        return tuple((row[0], row[1], row[2], row[3]) for row in rows)

    @lru_cache(maxsize=64)  # noqa: B019 - as above
    def county_names(self, state_code: str | None) -> Sequence[tuple[str, str, str]]:
        """Return (folded name, county code, state) of all counties, of one state or of all, for suggestions."""
        where = "WHERE state_code = ?" if state_code else ""
        args = [state_code] if state_code else []
        return tuple(
            (row[0], row[1], row[2]) for row in self._all(f"SELECT folded, county_code, state_code FROM county {where}", *args)
        )

    def _all(self, sql: str, *args: Any) -> list[Any]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"file:{self._path}?mode=ro&immutable=1", uri=True)
            self._local.connection = connection
        found: list[Any] = connection.execute(sql, args).fetchall()
        return found


def _county(row: Any) -> County:
    return County(row[0], row[1], row[2], row[3], Point(row[4], row[5]))


def _zip(row: Any) -> Zip:
    return Zip(row[0], row[1], row[2], row[3], row[4], Point(row[5], row[6]))
