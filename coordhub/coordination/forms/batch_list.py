"""A list of families from a file: its columns and rows become what the table of a batch takes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from coordhub.coordination.forms.batch import FAMILIES_AT_MOST, row_prefix
from coordhub.coordination.types import GRADE_BANDS
from coordhub.directory.exchange import UnreadableList, read_list
from coordhub.places.states import STATES

# The column names of the template, and the fields of a row that they fill.
COLUMNS: Mapping[str, str] = {
    "state": "to_state",
    "county": "county",
    "children": "children_count",
    "grade_bands": "grade_bands",
    "language": "language",
    "return_expected": "return_expected",
    "msix_ids": "msix_ids",
    "note": "note",
}
REQUIRED = ("children", "grade_bands")
# What spreadsheets make of a grade band that looks like a day of the year.
_TURNED_INTO_DAYS = {"5-mar": "3-5", "8-jun": "6-8", "12-sep": "9-12", "mar-5": "3-5", "jun-8": "6-8", "sep-12": "9-12"}
_BANDS = (
    {words.casefold().replace("–", "-"): code for code, words in GRADE_BANDS}
    | {code.casefold(): code for code, _ in GRADE_BANDS}
    | _TURNED_INTO_DAYS
)
_STATES = {state.name.casefold(): code for code, state in STATES.items()}
_BACK = {"y": "yes", "n": "no", "not known yet": "unknown", "not known": "unknown", "?": "unknown"}


@dataclass(frozen=True)
class FamilyList:
    """A list that was read: the fields of the table, the line in the file by row, and what was noticed on the way."""

    fields: MultiDict[str, str]
    lines: Mapping[int, int]
    note: str

    @property
    def names_states(self) -> bool:
        """Whether a row says to which state it goes."""
        return any(name.endswith("-to_state") and value for name, value in self.fields.items())


def read_families(content: bytes) -> FamilyList:
    """Read a CSV or XLSX file of families. Raises UnreadableList with a sentence that says what to do."""
    found = read_list(content)
    names = [re.sub(r"[\s-]+", "_", name.strip().casefold()) for name in found.header]
    _check_names(names)
    if len(found.rows) > FAMILIES_AT_MOST:
        raise UnreadableList(
            f"The list has {len(found.rows):,} families, and one batch takes {FAMILIES_AT_MOST}. "
            "Cut it into several files."
        )
    fields: MultiDict[str, str] = MultiDict()
    lines: dict[int, int] = {}
    for row, (line, cells) in enumerate(found.rows, 1):
        lines[row] = line
        for name, cell in zip(names, cells, strict=True):
            field = COLUMNS[name]
            fields.setlist(row_prefix(row) + field, _READERS.get(field, _as_it_is)(cell.strip()))
    return FamilyList(fields, lines, found.note)


def column_of(field: str) -> str:
    """Return the name of the column that fills a field."""
    return next(name for name, filled in COLUMNS.items() if filled == field)


def _check_names(names: list[str]) -> None:
    known = ", ".join(COLUMNS)
    strange = [name for name in names if name not in COLUMNS]
    if strange:
        raise UnreadableList(f"The column “{strange[0][:60]}” is not known. The columns are: {known}.")
    if len(set(names)) < len(names):
        raise UnreadableList(f"Two columns have the same name. The columns are: {known}.")
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise UnreadableList(f"The column “{missing[0]}” is missing. The columns are: {known}.")


def _as_it_is(cell: str) -> list[str]:
    return [cell]


def _bands(cell: str) -> list[str]:
    parts = [one.strip() for one in re.split(r"[;,|/\n]+", cell) if one.strip()]
    return [_BANDS.get(one.casefold().replace("–", "-"), one[:60]) for one in parts]


def _state(cell: str) -> list[str]:
    return [_STATES.get(cell.casefold(), cell.upper())]


def _back(cell: str) -> list[str]:
    said = cell.casefold()
    return [_BACK.get(said, said)]


_READERS: Mapping[str, Callable[[str], list[str]]] = {
    "grade_bands": _bands,
    "to_state": _state,
    "return_expected": _back,
}
