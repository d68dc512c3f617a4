"""What a row of each starter file must look like: the check between a CSV cell and a column.

A file is described by a table of columns; each says where its cell goes and what may stand in it. The first cell
that breaks its rule stops the import with the file, the line and a sentence.
"""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coordhub.directory.fields import cells, channels
from coordhub.directory.fields.cells import WrongCell
from coordhub.directory.kinds import (
    GAPS,
    DateBasis,
    FigureFlag,
    Measure,
    OfficeKind,
    Participation,
    SiteKind,
    SiteStatus,
    Stream,
    VerifiedHow,
)
from coordhub.directory.models import ChildFigure, Course, Entry, Office, Site, StateProgram
from coordhub.directory.rules.ages import first_day
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
    for line, given in _lines(table, content):
        values = _values(table, line, given)
        if "state_code" in values and table.model is not StateProgram:
            _known_states(table, line, values, state_codes)
        elif table.model is StateProgram and values["state_code"] not in STATES:
            raise BrokenRow(table.file, line, f"“{values['state_code']}” is no code of a state.")
        if table.model is ChildFigure:
            values["key"] = _figure_key(values, seen)
            if (values["value"] is None) != (values["flag"] in GAPS):
                raise BrokenRow(table.file, line, f"a value and the flag {values['flag']} do not go together.")
        if table.has_point:
            _whole_point(table, line, values)
        if table.model is StateProgram:
            values |= _unit_vector(values)
        elif issubclass(table.model, Entry):
            values |= _confirmed_by_source(values)
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
        for given in reader:
            if not header:
                header = _header(table, given)
            elif given:
                if len(given) != len(header):
                    raise BrokenRow(table.file, start, f"has {len(given)} cells where the header has {len(header)}.")
                yield start, dict(zip(header, given, strict=True))
            start = reader.line_num + 1
    except csv.Error as error:
        raise BrokenRow(table.file, start, f"is not a CSV row: {error}.") from error
    if not header:
        raise BrokenRow(table.file, 1, "the file is empty; its first line must name the columns.")


def _header(table: StarterTable, given: list[str]) -> list[str]:
    missing = [column.name for column in table.columns if column.name not in given]
    if missing:
        raise BrokenRow(table.file, 1, f"the column {missing[0]} is missing from the header.")
    return given


def _values(table: StarterTable, line: int, given: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for column in table.columns:
        text = given[column.name].strip()
        try:
            if len(text) > LONGEST_CELL or any(ord(sign) < 32 for sign in text):
                raise WrongCell(f"holds control characters or more than {LONGEST_CELL:,} characters")
            values[column.attribute] = column.read(text)
        except WrongCell as error:
            raise BrokenRow(table.file, line, f"column {column.name} {error}.") from error
    return values


def _known_states(table: StarterTable, line: int, values: dict[str, Any], state_codes: Collection[str]) -> None:
    for attribute in ("state_code", "address_state_code"):
        code = values.get(attribute)
        if code is not None and code not in state_codes:
            raise BrokenRow(table.file, line, f"names the state “{code}”, which jurisdictions.csv does not have.")


def _whole_point(table: StarterTable, line: int, values: Mapping[str, Any]) -> None:
    if (values["lat"] is None) != (values["lon"] is None):
        raise BrokenRow(table.file, line, "has only one of lat and lon.")


def _unit_vector(values: Mapping[str, Any]) -> dict[str, Any]:
    if values["lat"] is None:
        return {"ux": None, "uy": None, "uz": None}
    ux, uy, uz = Point(values["lat"], values["lon"]).unit_vector
    return {"ux": ux, "uy": uy, "uz": uz}


def _confirmed_by_source(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return when the source said it: a doubtful date counts as its first day."""
    day = first_day(values["source_date"]) if values["source_date"] else None
    return {"verified_on": day, "verified_how": VerifiedHow.SOURCE if day else None, "verified_by": ""}


def _figure_key(values: Mapping[str, Any], seen: Mapping[str, int]) -> str:
    # The file has no key of its own; two statements of one agency differ by their order only.
    stem = "/".join(
        (values["state_code"] or "US", values["school_year"] or "undated", values["measure"], values["population"])
    )
    number = 1
    while f"{stem}/{number}" in seen:
        number += 1
    return f"{stem}/{number}"


_POINT = (
    Column("lat", "lat", cells.degrees(90)),
    Column("lon", "lon", cells.degrees(180)),
    Column("latlon_basis", "point_basis", cells.optional),
)
_SOURCE = (
    Column("source", "source", cells.needed(cells.web)),
    Column("source_date", "source_date", cells.source_date),
    Column("source_date_basis", "source_date_basis", cells.optional_kind(DateBasis)),
)
_ADDRESS = (
    Column("usps", "state_code", cells.state_code),
    Column("street", "street", cells.optional),
    Column("city", "city", cells.optional),
    Column("state", "address_state_code", cells.state_code),
    Column("zip", "zip_code", cells.zip_code),
    Column("phone", "phones", channels.phones),
    Column("website", "website", cells.web),
)

TABLES = (
    StarterTable(
        "jurisdictions.csv",
        StateProgram,
        "state_code",
        (
            Column("usps", "state_code", cells.needed(cells.state_code)),
            Column("fips", "fips_code", cells.needed(cells.like(r"\d{2}", "a two-digit FIPS code"))),
            Column("name", "name", cells.filled),
            Column("kind", "kind", cells.filled),
            Column("sea_name", "sea_name", cells.filled),
            Column("sea_street", "sea_street", cells.optional),
            Column("sea_city", "sea_city", cells.filled),
            Column("sea_zip", "sea_zip_code", cells.zip_code),
            Column("sea_address_source", "sea_address_source", cells.web),
            Column("sea_address_date", "sea_address_date", cells.source_date),
            Column("sea_website", "sea_website", cells.needed(cells.web)),
            Column("sea_website_seen", "sea_website_seen", cells.yes_or_no),
            Column("mep_page", "mep_page", cells.web),
            Column("takes_part_in_mep", "participation", cells.kind_of(Participation)),
            Column("mep_status_year", "status_year", cells.needed(cells.school_year)),
            Column("mep_status_source", "status_source", cells.needed(cells.web)),
            Column("mep_status_note", "status_note", cells.optional),
            Column("migrant_stream", "stream", cells.kind_of(Stream)),
            Column("migrant_stream_basis", "stream_basis", cells.filled),
            Column("timezone", "time_zone", cells.time_zone),
            Column("other_timezones", "other_time_zones", cells.anything),
            *_POINT,
        ),
    ),
    StarterTable(
        "mep_offices.csv",
        Office,
        "key",
        (
            Column("office_id", "key", cells.entry_key),
            Column("name", "name", cells.filled),
            Column("kind", "office_kind", cells.kind_of(OfficeKind)),
            *_ADDRESS,
            Column("email", "emails", channels.emails),
            Column("note", "note", cells.optional),
            *_POINT,
            *_SOURCE,
        ),
    ),
    StarterTable(
        "pass_sites.csv",
        Site,
        "key",
        (
            Column("site_id", "key", cells.entry_key),
            Column("name", "name", cells.filled),
            Column("kind", "site_kind", cells.kind_of(SiteKind)),
            Column("host_organisation", "host_organization", cells.filled),
            *_ADDRESS,
            Column("offered", "offered", cells.filled),
            Column("status", "status", cells.kind_of(SiteStatus)),
            *_POINT,
            *_SOURCE,
        ),
    ),
    StarterTable(
        "pass_courses.csv",
        Course,
        "key",
        (
            Column("course_id", "key", cells.entry_key),
            Column("title", "title", cells.filled),
            Column("subject", "subject", cells.filled),
            Column("subject_basis", "subject_basis", cells.filled),
            Column("semester", "semester", cells.optional),
            Column("grades", "grades", cells.filled),
            Column("credit", "credit", cells.optional),
            Column("units", "units", cells.at_least_one),
            Column("units_basis", "units_basis", cells.filled),
            Column("delivery", "delivery", cells.filled),
            Column("provider", "provider", cells.filled),
            Column("usps", "state_code", cells.needed(cells.state_code)),
            Column("source", "source", cells.needed(cells.web)),
            Column("source_date", "source_date", cells.source_date),
        ),
        has_point=False,
    ),
    StarterTable(
        "child_counts.csv",
        ChildFigure,
        "key",
        (
            Column("usps", "state_code", lambda text: None if text == "US" else cells.state_code(cells.filled(text))),
            Column("school_year", "school_year", cells.school_year),
            Column("measure", "measure", cells.kind_of(Measure)),
            Column("population", "population", cells.filled),
            Column("value", "value", cells.count),
            Column("value_flag", "flag", cells.kind_of(FigureFlag)),
            Column("note", "note", cells.optional),
            Column("source", "source", cells.needed(cells.web)),
            Column("source_date", "source_date", cells.filled),
        ),
        has_point=False,
    ),
)
