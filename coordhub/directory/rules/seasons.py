"""Decisions about seasons and closures. A season is a pair of days of the year, each month * 100 + day."""

from collections.abc import Iterable
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_of_year(day: date) -> int:
    """Return a day as seasons count it: June 16 is 616."""
    return day.month * 100 + day.day


def in_season(starts: int | None, ends: int | None, day: date) -> bool:
    """Say whether a season holds `day`; both its ends belong to it, and nobody's season is the whole year.

    A season that ends before it starts runs over New Year's Eve.
    """
    if starts is None or ends is None:
        return True
    number = day_of_year(day)
    return starts <= number <= ends if starts <= ends else number >= starts or number <= ends


def closed_until(closures: Iterable[tuple[date, date]], day: date) -> date | None:
    """Return the last day of the closure, a pair of first and last day, that holds `day`; None when none does."""
    return max((ends for starts, ends in closures if starts <= day <= ends), default=None)


def season_words(starts: int | None, ends: int | None) -> str:
    """Return a season as people write it: May 15 to Aug 31; empty for the whole year."""
    if starts is None or ends is None:
        return ""
    return f"{_day_words(starts)} to {_day_words(ends)}"


def may_be_day_of_year(number: int) -> bool:
    """Say whether a number is a day of the year, February 29 among them."""
    month, day = divmod(number, 100)
    try:
        date(2024, month, day)  # a leap year
    except ValueError:
        return False
    return True


def _day_words(number: int) -> str:
    return f"{MONTHS[number // 100 - 1]} {number % 100}"
