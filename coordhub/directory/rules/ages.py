"""Decisions about age: when an entry is due for a check, when it counts as stale, and how both are said."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# Domain guide, section 6: after 180 days an entry is due, with a campaign each March before the season; after 365 it is
# stale and shown as such.
VERIFY_AFTER = timedelta(days=180)
STALE_AFTER = timedelta(days=365)
CAMPAIGN = (3, 1)  # month and day from which everybody is asked, before families leave Texas, Florida and California
# What was confirmed this shortly before the campaign is not asked again for it.
CAMPAIGN_SKIPS = timedelta(days=60)

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Age(StrEnum):
    """How much an entry can be relied on."""

    FRESH = "fresh"
    DUE = "due"
    STALE = "stale"
    UNDATED = "undated"


@dataclass(frozen=True)
class AsOf:
    """The last check of an entry in words and its age: “Not confirmed since January 2021”."""

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


def due_on(verified_on: date | None) -> date | None:
    """Return the day from which an entry confirmed on `verified_on` should be checked; None when it never was.

    That is VERIFY_AFTER later, or the next campaign, whichever comes first.
    """
    if verified_on is None:
        return None
    campaign = date(verified_on.year, *CAMPAIGN)
    while campaign < verified_on + CAMPAIGN_SKIPS:
        campaign = date(campaign.year + 1, *CAMPAIGN)
    return min(verified_on + VERIFY_AFTER, campaign)


def stale_before(today: date) -> date:
    """Return the first day of confirmation that still counts: entries confirmed earlier are stale."""
    return today - STALE_AFTER


def is_stale(verified_on: date | None, today: date) -> bool:
    """Say whether nobody confirmed this for a year, or ever."""
    return verified_on is None or verified_on < stale_before(today)


def is_due(due: date | None, today: date) -> bool:
    """Say whether somebody should check what is to be checked from `due` on; not when no day is set."""
    return due is not None and due <= today


def age_of(verified_on: date | None, due: date | None, today: date) -> Age:
    """Return the age of what was confirmed on `verified_on` and is to be checked from `due` on."""
    if verified_on is None:
        return Age.UNDATED
    if verified_on < stale_before(today):
        return Age.STALE
    return Age.DUE if is_due(due, today) else Age.FRESH


def as_of(verified_on: date | None, due: date | None, today: date, *, words: str = "") -> AsOf:
    """Return what a page says about the last check; `words` is its date as exactly as a source knows it."""
    age = age_of(verified_on, due, today)
    if verified_on is None:
        return AsOf(Age.UNDATED, "The source has no date", None)
    said = {
        Age.FRESH: "Confirmed {}",
        Age.DUE: "Last confirmed {}, check due",
        Age.STALE: "Not confirmed since {}",
        Age.UNDATED: "",
    }[age]
    iso = verified_on.isoformat()
    return AsOf(age, said.format(words or date_words(iso)), iso)
