"""CSV files as they come: any of the usual encodings and separators."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence

from coordhub.directory.exchange.broken import UnreadableList
from coordhub.directory.exchange.safe_cells import bare

_SEPARATORS = (",", ";", "\t")
# A letter with an accent in UTF-8; two such signs side by side mean nothing in Windows-1252.
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]")
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's way to name the separator


def csv_rows(content: bytes) -> tuple[Iterator[tuple[int, Sequence[str]]], str]:
    """Return the lines of a CSV file with their numbers, and a note on how it was read. Raises UnreadableList."""
    text, note = _decoded(content)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableList("The file holds unprintable characters (NUL). Save it anew as “CSV UTF-8”.", line)
    told = _TOLD.match(text)
    skipped = 1 if told else 0
    separator = told[1] if told else _separator(text)
    return _lines(text[told.end() :] if told else text, separator, skipped), note


def _lines(text: str, separator: str, skipped: int) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableList(_plain(error), line + skipped) from error
        yield line + skipped, [bare(cell) for cell in cells]
        line = reader.line_num + 1


def _plain(error: csv.Error) -> str:
    words = str(error)
    if "unexpected end of data" in words:
        return "A quotation mark opens here and never closes."
    if "expected after" in words:
        return "A text between quotation marks goes on after the closing one. Double a quotation mark inside a text."
    if "field larger" in words:
        return "A cell is far too long. A quotation mark may be missing."
    return "The line cannot be read as CSV. Save the list anew as “CSV UTF-8”."


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _strictly(content, encoding), ""
    if content[1:2] == b"\0" or content[:1] == b"\0":
        return _strictly(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"), ""
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        if _UTF8_LETTER.search(content):
            raise _wrong_encoding(content, error) from error
    return _strictly(content, "cp1252"), (
        "The file is not in UTF-8, so it was read as Windows-1252. Look whether letters such as ñ and é are right."
    )


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(content, error) from error


def _wrong_encoding(content: bytes, error: UnicodeDecodeError) -> UnreadableList:
    line = content.count(b"\n", 0, error.start) + 1
    return UnreadableList("A letter here is in an encoding that does not fit the rest. Save as “CSV UTF-8”.", line)


def _separator(text: str) -> str:
    """Return what divides the column names: the first line tells, as names rarely hold commas or semicolons."""
    names = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(_SEPARATORS, key=names.count)
