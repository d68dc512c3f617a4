"""Looking things up in the gazetteer: ZIP codes, places, counties."""

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import Any

from coordhub.places.names import folded, written_out
from coordhub.places.points import Point

_COUNTY = "SELECT county_code, state_code, name, long_name, latitude, longitude FROM county"
_ZIP = "SELECT zip, city, state_code, county_code, county, latitude, longitude FROM zip"
_PLACE = "SELECT name, state_code, county_code, latitude, longitude, population FROM place"
_EAST = "min(abs(longitude - :longitude), 360 - abs(longitude - :longitude))"
_NEAREST = f"""
SELECT *, (latitude - :latitude) * (latitude - :latitude) + {_EAST} * {_EAST} * :narrow AS square
FROM ({_PLACE} UNION ALL SELECT city, state_code, county_code, latitude, longitude, 0 FROM zip WHERE city <> '')
WHERE latitude BETWEEN :south AND :north ORDER BY square LIMIT 1
"""  # noqa: S608
# Biggest first, but a small town that is not the only one of its name comes last: as a first guess at a misspelt name,
# one of several is seldom right. A place that only the post office knows is no rival to a town.
_TOWN_NAMES = """
SELECT folded, name, state_code FROM (
    SELECT folded, name, state_code, population FROM place
    UNION ALL
    SELECT DISTINCT folded, city, state_code, 0 FROM zip
    WHERE folded <> '' AND NOT EXISTS
        (SELECT 1 FROM place WHERE place.folded = zip.folded AND place.state_code = zip.state_code)
)
WINDOW namesakes AS (PARTITION BY folded)
ORDER BY CASE
    WHEN population >= 100000 THEN 0
    WHEN population > 0 THEN SUM(population > 0) OVER namesakes > 1
    ELSE COUNT(*) OVER namesakes > 1
END, population DESC, name, state_code
"""
_COUNTY_NAMES = "SELECT folded, county_code, state_code FROM county ORDER BY county_code"


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
    """A populated place; `population` is 0 when only the post office knows it."""

    name: str
    state_code: str
    county_code: str | None
    point: Point
    population: int


@dataclass(frozen=True)
class Names:
    """Names to compare a typo with, side by side: folded and written out, and what each stands for.

    That is the name or the county code, and the state.
    """

    folded: Sequence[str]
    meant: Sequence[tuple[str, str]]


class Gazetteer:
    """A gazetteer file, open for reading only, usable from several threads.

    Raises GazetteerMissing when the file is not there.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise GazetteerMissing(f"There is no gazetteer at {path.name}. Build it: flask places build")
        self._address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()
        self._names: dict[str | None, Names] = {}
        self._county_names: dict[str | None, Names] = {}

    def zip(self, code: str) -> Zip | None:
        """Return the ZIP code, None when it is not in the data."""
        found = self._all(f"{_ZIP} WHERE zip = ?", code)
        return _zip(found[0]) if found else None

    def zips_like(self, prefix: str, limit: int = 5) -> list[Zip]:
        """Return ZIP codes that begin with `prefix`, in order."""
        where = f"{_ZIP} WHERE zip >= ? AND zip < ? ORDER BY zip LIMIT ?"
        return [_zip(row) for row in self._all(where, prefix, prefix + ":", limit)]

    def zips_of(self, city: str, state_code: str, limit: int = 3) -> list[Zip]:
        """Return the ZIP codes of a post office's city."""
        where = f"{_ZIP} WHERE folded = ? AND state_code = ? ORDER BY zip LIMIT ?"
        return [_zip(row) for row in self._all(where, folded(city), state_code, limit)]

    def towns(self, name: str, state_code: str | None = None) -> list[Town]:
        """Return the places of this name, biggest first; cities known only to the post office come last."""
        where, args = _named(name, state_code)
        if not args[0]:
            return []  # a few ZIP codes of the U.S. Virgin Islands have no city
        rows = self._all(f"{_PLACE} WHERE {where} ORDER BY population DESC, state_code, rowid LIMIT 60", *args)
        found = [_town(row) for row in rows]
        known = {town.state_code for town in found}
        for row in self._all(f"{_ZIP} WHERE {where} ORDER BY state_code, zip LIMIT 200", *args):
            if row[2] not in known:
                known.add(row[2])
                found.append(Town(row[1], row[2], row[3], Point(row[5], row[6]), 0))
        return found

    def nearest_town(self, point: Point) -> Town | None:
        """Return the town nearest to `point`, by degrees on a flat map: for words, not for distances."""
        narrow = cos(radians(point.latitude)) ** 2
        at = {"latitude": point.latitude, "longitude": point.longitude, "narrow": narrow}
        for reach in (1, 180):  # degrees north and south: nearly every point has a town within one
            found = self._all(_NEAREST, **at, south=point.latitude - reach, north=point.latitude + reach)
            if found and (found[0][-1] <= reach**2 or reach == 180):
                return _town(found[0])
        return None

    def counties(self, name: str, state_code: str | None = None) -> list[County]:
        """Return the counties of this name (without "County"), by state."""
        where, args = _named(name, state_code)
        return [_county(row) for row in self._all(f"{_COUNTY} WHERE {where} ORDER BY state_code, county_code", *args)]

    def county(self, county_code: str) -> County | None:
        """Return the county with this FIPS code, None when there is none."""
        found = self._all(f"{_COUNTY} WHERE county_code = ?", county_code)
        return _county(found[0]) if found else None

    def counties_of(self, state_code: str) -> list[County]:
        """Return all counties of a state, by name."""
        rows = self._all(f"{_COUNTY} WHERE state_code = ? ORDER BY name, county_code", state_code)
        return [_county(row) for row in rows]

    def names(self, state_code: str | None) -> Names:
        """Return the names of all towns, of one state or of all, likeliest first; read at the first call, then kept."""
        return self._kept(self._names, _TOWN_NAMES, state_code)

    def county_names(self, state_code: str | None) -> Names:
        """Return the names and codes of all counties, of one state or of all; read at the first call, then kept."""
        return self._kept(self._county_names, _COUNTY_NAMES, state_code)

    def close(self) -> None:
        """Close the connection of this thread; the next look-up opens it again."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _kept(self, kept: dict[str | None, Names], sql: str, state_code: str | None) -> Names:
        if None not in kept:
            rows = self._all(sql)
            kept[None] = Names(tuple(written_out(row[0]) for row in rows), tuple((row[1], row[2]) for row in rows))
        if state_code not in kept:
            everywhere = kept[None]
            chosen = [at for at, (_, code) in enumerate(everywhere.meant) if code == state_code]
            kept[state_code] = Names(
                tuple(everywhere.folded[at] for at in chosen), tuple(everywhere.meant[at] for at in chosen)
            )
        return kept[state_code]

    def _all(self, sql: str, *args: Any, **named: Any) -> list[Any]:
        # A connection per thread: SQLite refuses to be handed from one thread to another.
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = sqlite3.connect(self._address, uri=True)
        found: list[Any] = connection.execute(sql, named or args).fetchall()
        return found


def _named(name: str, state_code: str | None) -> tuple[str, list[str]]:
    if state_code:
        return "folded = ? AND state_code = ?", [folded(name), state_code]
    return "folded = ?", [folded(name)]


def _county(row: Any) -> County:
    return County(row[0], row[1], row[2], row[3], Point(row[4], row[5]))


def _zip(row: Any) -> Zip:
    return Zip(row[0], row[1], row[2], row[3], row[4], Point(row[5], row[6]))


def _town(row: Any) -> Town:
    return Town(row[0], row[1], row[2], Point(row[3], row[4]), row[5])
