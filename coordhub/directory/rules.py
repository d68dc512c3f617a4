"""Decisions about entries: how old one is, how far to look, who may be asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# Domain guide, section 6: after 180 days an entry is due, after 365 it is stale and shown as such.
VERIFY_AFTER = timedelta(days=180)
STALE_AFTER = timedelta(days=365)
RADII_MILES = (25, 50, 100, 250)
ENOUGH_ENTRIES = 3  # a circle with fewer is widened, unless somebody chose it
NEAREST_ANYWHERE = 5
SMALL_NUMBER = 10  # counts below this are not printed (domain guide, section 5)

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Age(StrEnum):
    """How much an entry can be relied on, by the date of its source."""

    FRESH = "fresh"
    DUE = "due"
    STALE = "stale"
    UNDATED = "undated"


@dataclass(frozen=True)
class AsOf:
    """The date of an entry in words and its age: “Not confirmed since January 2021”."""

    age: Age
    words: str
    iso: str | None


def first_day(source_date: str) -> date | None:
    """Return the first day that “2023”, “2021-01” or “2021-03-23” can mean; None when it is none of these."""
    found = _SHAPE.fullmatch(source_date)
    if found is None:
        return None
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_words(source_date: str) -> str:
    """Return a source's date as people write it: 2023, January 2021, March 23, 2021."""
    day = first_day(source_date)
    if day is None or len(source_date) == 4:
        return source_date
    return f"{day:%B} {day.year}" if len(source_date) == 7 else f"{day:%B} {day.day}, {day.year}"


def age_of(source_date: str | None, today: date) -> Age:
    """Return the age of what a source of this date says; a doubtful date counts as its first day."""
    day = first_day(source_date) if source_date else None
    if day is None:
        return Age.UNDATED
    if today - day <= VERIFY_AFTER:
        return Age.FRESH
    return Age.DUE if today - day <= STALE_AFTER else Age.STALE


def as_of(source_date: str | None, today: date) -> AsOf:
    """Return what a page says about the date of an entry."""
    age = age_of(source_date, today)
    if source_date is None or age == Age.UNDATED:
        return AsOf(Age.UNDATED, "The source has no date", None)
    words = {
        Age.FRESH: "Confirmed {}",
        Age.DUE: "Last confirmed {}, check due",
        Age.STALE: "Not confirmed since {}",
    }[age]
    return AsOf(age, words.format(date_words(source_date)), source_date)


def may_be_key(text: str) -> bool:
    """Say whether a text has the shape of an entry's key; addresses can carry anything."""
    return _KEY.fullmatch(text) is not None


def radius_to_show(totals: Mapping[int, int], *, asked_miles: int | None) -> int | None:
    """Return the circle to show, given how many entries each of RADII_MILES holds; None when none holds any.

    A circle somebody asked for is kept while it holds one entry, else widened. Without a wish it is the first one that
    holds ENOUGH_ENTRIES; when none does, the nearest anywhere say more than a nearly empty circle.
    """
    wanted = 1 if asked_miles else ENOUGH_ENTRIES
    for miles in sorted(totals):
        if miles >= (asked_miles or 0) and totals[miles] >= wanted:
            return miles
    return max((miles for miles in totals if totals[miles]), default=None) if asked_miles else None


def may_print(value: int) -> bool:
    """Say whether a count of children may be printed: not when it is so small that it points at somebody."""
    return value == 0 or value >= SMALL_NUMBER


def sum_may_be_printed(parts: Sequence[int | None]) -> bool:
    """Say whether a sum may stand beside its parts: not when it would give one hidden part away."""
    hidden = [part for part in parts if part is None or not may_print(part)]
    return not hidden
