"""XLSX files: the first sheet as text, without trusting what a ZIP file says of itself."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from coordhub.directory.exchange.broken import UnreadableList

# 20,000 full rows make about 50 MB of XML; more is a mistake or an attack.
UNPACKED_BYTES_AT_MOST = 80 * 1024 * 1024
PARTS_AT_MOST = 1_000
_BROKEN = "The Excel file is damaged. Open it, save it anew as .xlsx, or save it as .csv."
_NUL = re.compile(r"_x0000_", re.IGNORECASE)


def xlsx_rows(content: bytes, rows_at_most: int, columns_at_most: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows of the first sheet with their numbers, no more than asked for. Raises UnreadableList."""
    _refuse_bombs(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        if not book.worksheets:
            raise UnreadableList("The Excel file has no sheet with rows.")
        sheet = book.worksheets[0]
        # What the file says about its own size is often wrong.
        sheet.reset_dimensions()
        # One line of names, the rows, and one more, so that a longer list is noticed.
        found = sheet.iter_rows(max_row=rows_at_most + 1, max_col=columns_at_most)
        for line, cells in enumerate(found, 1):
            yield line, [_text(cell) for cell in cells]
    except UnreadableList:
        raise
    except (
        InvalidFileException, zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, OSError,
        AttributeError, IndexError, EOFError, NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip
        # openpyxl has no error of its own for a damaged part: it stumbles wherever it is.
        raise UnreadableList(_BROKEN) from error


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError) as error:
        raise UnreadableList(_BROKEN) from error
    if "xl/workbook.xml" not in {one.filename for one in parts}:
        raise UnreadableList("This is a ZIP file, but no Excel file. Send the list itself, as .xlsx or .csv.")
    if len(parts) > PARTS_AT_MOST or sum(one.file_size for one in parts) > UNPACKED_BYTES_AT_MOST:
        raise UnreadableList("Unpacked, the Excel file is too large. Save only the sheet with the list, or as .csv.")


def _text(cell: Any) -> str:
    """Return what a person sees in a cell."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return _NUL.sub("\0", str(value))


def _number(value: float, shown_as: str) -> str:
    whole = int(value) if value == value and abs(value) < 1e15 and value == int(value) else None
    if whole is None:
        return str(value)
    # ZIP codes are often numbers that are shown with zeros in front.
    zeros = len(shown_as) if set(shown_as) == {"0"} else 0
    return str(whole).zfill(zeros)
