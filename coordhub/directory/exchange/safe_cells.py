"""Cells that a spreadsheet program would run as a formula, made harmless in CSV and read back as they were.

A program that opens a CSV file takes a cell that begins with one of = + - @, a tab or a carriage return for a formula
(OWASP, CSV injection). An apostrophe in front makes it text. A plain negative number is none, so a longitude stays one.
"""

import re

_STARTS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"-\d+(\.\d+)?(e-?\d+)?")


def guarded(cell: str) -> str:
    """Return a cell as it may stand in a CSV file."""
    return f"'{cell}" if _STARTS.match(cell) and not _NUMBER.fullmatch(cell) else cell


def bare(cell: str) -> str:
    """Return a cell of a CSV file without the apostrophe that `guarded` put before it."""
    return cell[1:] if _GUARDED.match(cell) else cell
