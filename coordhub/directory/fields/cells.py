"""Reading one cell of a list: each reader gives the value of a column or says what is wrong.

The message of a WrongCell completes “column x …”.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import available_timezones

from coordhub.directory.rules.ages import first_day
from coordhub.directory.rules.entries import may_be_key
from coordhub.directory.rules.seasons import may_be_day_of_year


class WrongCell(Exception):
    """A cell that breaks its rule."""


def filled(cell: str) -> str:
    """Any text but none at all."""
    if not cell:
        raise WrongCell("is empty")
    return cell


def optional(cell: str) -> str | None:
    """Any text; None when no source said it."""
    return cell or None


def anything(cell: str) -> str:
    """Any text, an empty one too."""
    return cell


def like(pattern: str, words: str) -> Callable[[str], str | None]:
    """Text of a shape; `words` name the shape to whoever mends the file."""
    shape = re.compile(pattern)

    def read(cell: str) -> str | None:
        if cell and not shape.fullmatch(cell):
            raise WrongCell(f"holds “{cell[:60]}”, which is not {words}")
        return cell or None

    return read


def needed(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """What `read` reads, and never empty."""
    return lambda cell: read(filled(cell))


def kind_of(kinds: type[StrEnum]) -> Callable[[str], Any]:
    """One of the values of an enumeration."""

    def read(cell: str) -> Any:
        try:
            return kinds(cell)
        except ValueError:
            raise WrongCell(f"holds “{cell[:60]}”, not one of: {', '.join(kinds)}") from None

    return read


def optional_kind(kinds: type[StrEnum]) -> Callable[[str], Any]:
    """One of the values of an enumeration, or empty."""
    return lambda cell: kind_of(kinds)(cell) if cell else None


def degrees(limit: int) -> Callable[[str], float | None]:
    """A number between minus and plus `limit`."""

    def read(cell: str) -> float | None:
        if not cell:
            return None
        try:
            number = float(cell)
        except ValueError:
            raise WrongCell(f"holds “{cell[:60]}”, which is not a number") from None
        # NaN compares false with everything, so the question is asked this way round.
        if not -limit <= number <= limit:
            raise WrongCell(f"holds {cell[:60]}, which is not between -{limit} and {limit}")
        return number

    return read


def count(cell: str) -> int | None:
    """A whole number of things."""
    if cell and not (cell.isascii() and cell.isdecimal() and len(cell) < 10):
        raise WrongCell(f"holds “{cell[:60]}”, which is not a count")
    return int(cell) if cell else None


def at_least_one(cell: str) -> int:
    """A count that is not zero."""
    number = count(filled(cell))
    if not number:
        raise WrongCell("holds 0, which is not possible")
    return number


def yes_or_no(cell: str) -> bool:
    """The word yes or the word no."""
    if cell not in ("yes", "no"):
        raise WrongCell(f"holds “{cell[:60]}”, not yes or no")
    return cell == "yes"


def source_date(cell: str) -> str | None:
    """A year, a month or a day, as exactly as the source knows it."""
    if cell and first_day(cell) is None:
        raise WrongCell(f"holds “{cell[:60]}”, not a year, a month or a day such as 2023, 2021-01 or 2021-03-23")
    return cell or None


def time_zone(cell: str) -> str:
    """An IANA name."""
    if cell not in available_timezones():
        raise WrongCell(f"holds “{cell[:60]}”, which is not an IANA time zone")
    return cell


state_code = like(r"[A-Z]{2}", "a two-letter state code")


def entry_key(cell: str) -> str:
    """What stands in the address of an entry's page."""
    if not may_be_key(cell):
        raise WrongCell(f"holds “{cell[:60]}”, which is not a key of small letters, digits and hyphens")
    return cell


def day(cell: str) -> date | None:
    """A day such as 2026-06-16."""
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise WrongCell(f"holds “{cell[:60]}”, not a day such as 2026-06-16") from None


def season(cell: str) -> tuple[int, int] | None:
    """Two days of the year such as 05-15..08-31; None for the whole year."""
    if not cell:
        return None
    found = re.fullmatch(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)", cell)
    days = tuple(int(found[at]) * 100 + int(found[at + 1]) for at in (1, 3)) if found else ()
    if not days or not all(may_be_day_of_year(one) for one in days):
        raise WrongCell(f"holds “{cell[:60]}”, not a season such as 05-15..08-31")
    return days[0], days[1]


def closures(cell: str) -> tuple[tuple[date, date, str], ...]:
    """Spans of days with a note, such as “2026-07-01..2026-07-14 Summer break”, divided by semicolons."""
    return tuple(sorted(_closure(part) for part in several(cell)))


def _closure(part: str) -> tuple[date, date, str]:
    span, _, note = part.partition(" ")
    first, dots, last = span.partition("..")
    starts, ends = day(first), day(last if dots else first)
    if starts is None or ends is None or ends < starts:
        raise WrongCell(f"holds “{part[:60]}”, not days such as 2026-07-01..2026-07-14")
    return starts, ends, note.strip()


def several(cell: str) -> list[str]:
    """The parts of a cell between semicolons, without empty ones."""
    return [part for one in cell.split(";") if (part := one.strip())]


def set_of(read: Callable[[str], Any], at_most: int) -> Callable[[str], tuple[Any, ...]]:
    """Several values divided by semicolons, each once, in order."""

    def read_all(cell: str) -> tuple[Any, ...]:
        found = tuple(sorted({read(part) for part in several(cell)}))
        if len(found) > at_most:
            raise WrongCell(f"holds more than {at_most} values")
        return found

    return read_all


phone = like(r"\d{3}-\d{3}-\d{4}", "a phone number such as 517-373-6066")
email = like(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", "an e-mail address")
web = like(r"https?://[^\s<>\"']+", "a web address")
zip_code = like(r"\d{5}(-\d{4})?", "a ZIP code")
school_year = like(r"\d{4}-\d{2}", "a school year such as 2021-22")
