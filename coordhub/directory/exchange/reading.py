"""Reading a list that somebody brought: CSV or XLSX bytes become a header and rows of text, or a sentence why not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coordhub.directory.exchange.broken import UnreadableList
from coordhub.directory.exchange.csv_files import csv_rows
from coordhub.directory.exchange.xlsx_files import xlsx_rows

ROWS_AT_MOST = 20_000
COLUMNS_AT_MOST = 200
CELL_LENGTH = 32_767  # what a cell of a spreadsheet holds at most

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


@dataclass(frozen=True)
class ListRead:
    """A list: its column names, its rows with their line in the file, and what was noticed on the way."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    note: str = ""


def read_list(content: bytes) -> ListRead:
    """Return the rows of a CSV or XLSX file, empty ones left out, each as wide as the header.

    Dates and numbers are text as a person sees them: 34142, not 34142.0. Raises UnreadableList with a sentence and,
    where there is one, a line.
    """
    if not content.strip():
        raise UnreadableList("The file is empty.")
    if content.startswith(_OLE):
        raise UnreadableList(
            "This is an old or a password-protected Excel file. Save it as .xlsx without a password, or as .csv."
        )
    if content.startswith(_PDF):
        raise UnreadableList("This is a PDF file. Save the list as .xlsx or .csv.")
    if content.startswith(_ZIP):
        lines: Iterable[tuple[int, Sequence[str]]] = xlsx_rows(content, ROWS_AT_MOST + 1, COLUMNS_AT_MOST + 1)
        note = ""
    else:
        lines, note = csv_rows(content)
    return _checked(lines, note)


def _checked(lines: Iterable[tuple[int, Sequence[str]]], note: str) -> ListRead:
    header: tuple[str, ...] | None = None
    rows: list[tuple[int, tuple[str, ...]]] = []
    for line, cells in lines:
        cells = tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells)
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(line, cells)
        elif len(rows) == ROWS_AT_MOST:
            raise UnreadableList(f"The list has more than {ROWS_AT_MOST:,} rows. Cut it into several files.", line)
        else:
            rows.append((line, _row(line, cells, header)))
    if header is None:
        raise UnreadableList("The file is empty.")
    if not rows:
        raise UnreadableList("The file has a line of column names and no row below it.")
    return ListRead(header, tuple(rows), note)


def _header(line: int, cells: Sequence[str]) -> tuple[str, ...]:
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > COLUMNS_AT_MOST:
        raise UnreadableList(f"The list has more than {COLUMNS_AT_MOST} columns.", line)
    if not any(any(sign.isalpha() for sign in name) for name in names):
        raise UnreadableList("The first line holds no column names. Put one over each column.", line)
    if "" in names:
        raise UnreadableList(f"Column {names.index('') + 1} has no name. Name it, or take it out.", line)
    twice = [name for name, number in Counter(map(str.casefold, names)).items() if number > 1]
    if twice:
        raise UnreadableList(f"Two columns are called “{twice[0][:60]}”. Rename one, or take it out.", line)
    return tuple(names)


def _row(line: int, cells: Sequence[str], header: Sequence[str]) -> tuple[str, ...]:
    wide = len(header)
    if any(cell.strip() for cell in cells[wide:]):
        raise UnreadableList(
            f"This row has {len(cells)} cells, but there are {wide} column names. "
            "Put a text that holds the separator between quotation marks.",
            line,
        )
    if any(len(cell) > CELL_LENGTH for cell in cells):
        raise UnreadableList(f"A cell holds more than {CELL_LENGTH:,} characters.", line)
    if any("\0" in cell for cell in cells):
        raise UnreadableList("A cell holds an unprintable character (NUL). Save the list anew as .xlsx or .csv.", line)
    return (*cells[:wide], *[""] * (wide - len(cells)))


__all__ = ["COLUMNS_AT_MOST", "ROWS_AT_MOST", "ListRead", "UnreadableList", "read_list"]
