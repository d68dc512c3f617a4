"""What a row of each starter file must look like: the check between a CSV cell and a column.

A file is described by a table of columns; each says where its cell goes and what may stand in it. The first cell
that breaks its rule stops the import with the file, the line and a sentence.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from coordhub.directory.kinds import (
    DateBasis,
    FigureFlag,
    Measure,
    OfficeKind,
    Participation,
    SiteKind,
    SiteStatus,
    Stream,
)
from coordhub.directory.models import ChildFigure, Course, Office, Site, StateProgram
from coordhub.directory.rules import first_day, may_be_key
from coordhub.places.points import Point
from coordhub.places.states import STATES

LONGEST_CELL = 2_000  # characters; longer text in a table of facts is a damaged file
LARGEST_FILE = 20 * 1024 * 1024  # bytes


class BrokenRow(Exception):
    """A row that cannot be loaded: which file, which line, and what is wrong with it."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


class _Wrong(Exception):
    """A cell that breaks its rule; the message completes “column x …”."""


@dataclass(frozen=True)
class Column:
    """A column of a file: its name there, the attribute it fills and the reading of its text."""

    name: str
    attribute: str
    read: Callable[[str], Any]


@dataclass(frozen=True)
class StarterTable:
    """A file of the starter data, the model it fills and the attribute that is its key."""

    file: str
    model: type[Any]
    key: str
    columns: tuple[Column, ...]
    has_point: bool = True


@dataclass(frozen=True)
class Row:
    """A checked row: its line in the file and the values of its columns."""

    line: int
    values: dict[str, Any] = field(hash=False)


def rows_of(table: StarterTable, content: bytes, state_codes: Collection[str]) -> list[Row]:
    """Return the checked rows of a file's content, in its order.

    `state_codes` are the states that rows may name. Raises BrokenRow for the first row that breaks a rule.
    """
    rows = []
    seen: dict[str, int] = {}
    for line, cells in _lines(table, content):
        values = _values(table, line, cells)
        if "state_code" in values and table.model is not StateProgram:
            _known_states(table, line, values, state_codes)
        elif table.model is StateProgram and values["state_code"] not in STATES:
            raise BrokenRow(table.file, line, f"“{values['state_code']}” is no code of a state.")
        if table.model is ChildFigure:
            values["key"] = _figure_key(values, seen)
        if table.has_point:
            values |= _point(table, line, values)
        key = values[table.key]
        if key in seen:
            raise BrokenRow(table.file, line, f"“{key}” already stands in line {seen[key]}.")
        seen[key] = line
        rows.append(Row(line, values))
    return rows


def content_of(folder: Path, table: StarterTable) -> bytes:
    """Return the bytes of a file of `folder`. Raises BrokenRow when it cannot be read or is far too large."""
    path = folder / table.file
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BrokenRow(table.file, 0, "the file is larger than 20 MB, which no table of this kind is.")
        return path.read_bytes()
    except OSError as error:
        raise BrokenRow(table.file, 0, f"the file cannot be read: {error.strerror}.") from error


def _lines(table: StarterTable, content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BrokenRow(table.file, line, "the text is not UTF-8.") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    start = 1
    try:
        for cells in reader:
            if not header:
                header = _header(table, cells)
            elif cells:
                if len(cells) != len(header):
                    raise BrokenRow(table.file, start, f"has {len(cells)} cells where the header has {len(header)}.")
                yield start, dict(zip(header, cells, strict=True))
            start = reader.line_num + 1
    except csv.Error as error:
        raise BrokenRow(table.file, start, f"is not a CSV row: {error}.") from error
    if not header:
        raise BrokenRow(table.file, 1, "the file is empty; its first line must name the columns.")


def _header(table: StarterTable, cells: list[str]) -> list[str]:
    missing = [column.name for column in table.columns if column.name not in cells]
    if missing:
        raise BrokenRow(table.file, 1, f"the column {missing[0]} is missing from the header.")
    return cells


def _values(table: StarterTable, line: int, cells: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for column in table.columns:
        text = cells[column.name].strip()
        try:
            if len(text) > LONGEST_CELL or any(ord(sign) < 32 for sign in text):
                raise _Wrong(f"holds control characters or more than {LONGEST_CELL:,} characters")
            values[column.attribute] = column.read(text)
        except _Wrong as error:
            raise BrokenRow(table.file, line, f"column {column.name} {error}.") from error
    return values


def _known_states(table: StarterTable, line: int, values: dict[str, Any], state_codes: Collection[str]) -> None:
    for attribute in ("state_code", "address_state_code"):
        code = values.get(attribute)
        if code is not None and code not in state_codes:
            raise BrokenRow(table.file, line, f"names the state “{code}”, which jurisdictions.csv does not have.")


def _point(table: StarterTable, line: int, values: dict[str, Any]) -> dict[str, Any]:
    lat, lon = values["lat"], values["lon"]
    if lat is None and lon is None:
        return {"ux": None, "uy": None, "uz": None}
    if lat is None or lon is None:
        raise BrokenRow(table.file, line, "has only one of lat and lon.")
    ux, uy, uz = Point(lat, lon).unit_vector
    return {"ux": ux, "uy": uy, "uz": uz}


def _figure_key(values: Mapping[str, Any], seen: Mapping[str, int]) -> str:
    # The file has no key of its own; two statements of one agency differ by their order only.
    stem = "/".join(
        (values["state_code"] or "US", values["school_year"] or "undated", values["measure"], values["population"])
    )
    number = 1
    while f"{stem}/{number}" in seen:
        number += 1
    return f"{stem}/{number}"


def _text(text: str) -> str:
    if not text:
        raise _Wrong("is empty")
    return text


def _optional(text: str) -> str | None:
    return text or None


def _any(text: str) -> str:
    return text


def _like(pattern: str, words: str) -> Callable[[str], str | None]:
    shape = re.compile(pattern)

    def read(text: str) -> str | None:
        if text and not shape.fullmatch(text):
            raise _Wrong(f"holds “{text[:60]}”, which is not {words}")
        return text or None

    return read


def _needed(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: read(_text(text))


def _kind(kinds: type[StrEnum]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return kinds(text)
        except ValueError:
            raise _Wrong(f"holds “{text[:60]}”, not one of: {', '.join(kinds)}") from None

    return read


def _optional_kind(kinds: type[StrEnum]) -> Callable[[str], Any]:
    return lambda text: _kind(kinds)(text) if text else None


def _degrees(limit: int) -> Callable[[str], float | None]:
    def read(text: str) -> float | None:
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            raise _Wrong(f"holds “{text[:60]}”, which is not a number") from None
        # NaN compares false with everything, so the question is asked this way round.
        if not -limit <= number <= limit:
            raise _Wrong(f"holds {text[:60]}, which is not between -{limit} and {limit}")
        return number

    return read


def _count(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise _Wrong(f"holds “{text[:60]}”, which is not a count")
    return int(text) if text else None


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise _Wrong(f"holds “{text[:60]}”, not yes or no")
    return text == "yes"


def _date(text: str) -> str | None:
    if text and first_day(text) is None:
        raise _Wrong(f"holds “{text[:60]}”, not a year, a month or a day such as 2023, 2021-01 or 2021-03-23")
    return text or None


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise _Wrong(f"holds “{text[:60]}”, which is not an IANA time zone")
    return text


_code = _like(r"[A-Z]{2}", "a two-letter state code")


def _key(text: str) -> str:
    if not may_be_key(text):
        raise _Wrong(f"holds “{text[:60]}”, which is not a key of small letters, digits and hyphens")
    return text


_phone = _like(r"\d{3}-\d{3}-\d{4}", "a phone number such as 517-373-6066")
_email = _like(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", "an e-mail address")
_web = _like(r"https?://[^\s<>\"']+", "a web address")
_zip = _like(r"\d{5}(-\d{4})?", "a ZIP code")
_year = _like(r"\d{4}-\d{2}", "a school year such as 2021-22")

_POINT = (
    Column("lat", "lat", _degrees(90)),
    Column("lon", "lon", _degrees(180)),
    Column("latlon_basis", "point_basis", _optional),
)
_SOURCE = (
    Column("source", "source", _needed(_web)),
    Column("source_date", "source_date", _date),
    Column("source_date_basis", "source_date_basis", _optional_kind(DateBasis)),
)
_ADDRESS = (
    Column("usps", "state_code", _code),
    Column("street", "street", _optional),
    Column("city", "city", _optional),
    Column("state", "address_state_code", _code),
    Column("zip", "zip_code", _zip),
    Column("phone", "phone", _phone),
    Column("website", "website", _web),
)

TABLES = (
    StarterTable(
        "jurisdictions.csv",
        StateProgram,
        "state_code",
        (
            Column("usps", "state_code", _needed(_code)),
            Column("fips", "fips_code", _needed(_like(r"\d{2}", "a two-digit FIPS code"))),
            Column("name", "name", _text),
            Column("kind", "kind", _text),
            Column("sea_name", "sea_name", _text),
            Column("sea_street", "sea_street", _optional),
            Column("sea_city", "sea_city", _text),
            Column("sea_zip", "sea_zip_code", _zip),
            Column("sea_address_source", "sea_address_source", _web),
            Column("sea_address_date", "sea_address_date", _date),
            Column("sea_website", "sea_website", _needed(_web)),
            Column("sea_website_seen", "sea_website_seen", _yes),
            Column("mep_page", "mep_page", _web),
            Column("takes_part_in_mep", "participation", _kind(Participation)),
            Column("mep_status_year", "status_year", _needed(_year)),
            Column("mep_status_source", "status_source", _needed(_web)),
            Column("mep_status_note", "status_note", _optional),
            Column("migrant_stream", "stream", _kind(Stream)),
            Column("migrant_stream_basis", "stream_basis", _text),
            Column("timezone", "time_zone", _zone),
            Column("other_timezones", "other_time_zones", _any),
            *_POINT,
        ),
    ),
    StarterTable(
        "mep_offices.csv",
        Office,
        "key",
        (
            Column("office_id", "key", _key),
            Column("name", "name", _text),
            Column("kind", "kind", _kind(OfficeKind)),
            *_ADDRESS,
            Column("email", "email", _email),
            Column("note", "note", _optional),
            *_POINT,
            *_SOURCE,
        ),
    ),
    StarterTable(
        "pass_sites.csv",
        Site,
        "key",
        (
            Column("site_id", "key", _key),
            Column("name", "name", _text),
            Column("kind", "kind", _kind(SiteKind)),
            Column("host_organisation", "host_organization", _text),
            *_ADDRESS,
            Column("offered", "offered", _text),
            Column("status", "status", _kind(SiteStatus)),
            *_POINT,
            *_SOURCE,
        ),
    ),
    StarterTable(
        "pass_courses.csv",
        Course,
        "key",
        (
            Column("course_id", "key", _key),
            Column("title", "title", _text),
            Column("subject", "subject", _text),
            Column("subject_basis", "subject_basis", _text),
            Column("semester", "semester", _optional),
            Column("grades", "grades", _text),
            Column("credit", "credit", _optional),
            Column("units", "units", _needed(_count)),
            Column("units_basis", "units_basis", _text),
            Column("delivery", "delivery", _text),
            Column("provider", "provider", _text),
            Column("usps", "state_code", _needed(_code)),
            Column("source", "source", _needed(_web)),
            Column("source_date", "source_date", _date),
        ),
        has_point=False,
    ),
    StarterTable(
        "child_counts.csv",
        ChildFigure,
        "key",
        (
            Column("usps", "state_code", lambda text: None if text == "US" else _code(_text(text))),
            Column("school_year", "school_year", _year),
            Column("measure", "measure", _kind(Measure)),
            Column("population", "population", _text),
            Column("value", "value", _count),
            Column("value_flag", "flag", _kind(FigureFlag)),
            Column("note", "note", _optional),
            Column("source", "source", _needed(_web)),
            Column("source_date", "source_date", _text),
        ),
        has_point=False,
    ),
)
