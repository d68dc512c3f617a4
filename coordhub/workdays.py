"""Working days: Monday to Friday less the federal holidays of the United States.

A target counts from the next working day after sending, in the time zone of the receiving state.
Holidays: 5 U.S.C. 6103, as observed, by the `holidays` package.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)


@cache
def federal_holidays(year: int) -> dict[date, str]:
    """Return the federal holidays of `year` by the date on which they are observed."""
    # A New Year's Day on a Saturday is observed in the year before, so the neighbor years are asked too.
    found = holidays.country_holidays("US", years=(year - 1, year, year + 1), observed=True)
    return {day: name for day, name in sorted(found.items()) if day.year == year}


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    """Say whether offices work on `day`; `closed` are further days on which this office does not."""
    return day.weekday() < 5 and day not in federal_holidays(day.year) and day not in closed


def add_working_days(start: date, count: int, closed: Collection[date] = ()) -> date:
    """Return the day that is `count` working days after `start`, which itself never counts.

    A count of 0 is `start` itself if it is a working day, else the next one ("the same day").
    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("a target lies in the future")
    day = start
    if count == 0:
        while not is_working_day(day, closed):
            day += ONE_DAY
        return day
    while count:
        day += ONE_DAY
        if is_working_day(day, closed):
            count -= 1
    return day


def subtract_working_days(end: date, count: int) -> date:
    """Return the day that is `count` working days before `end`, which itself never counts.

    A count of 0 is `end` itself if it is a working day, else the one before. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("count backward with a positive number")
    day = end
    while not is_working_day(day) or count:
        day -= ONE_DAY
        count -= count > 0 and is_working_day(day)
    return day


def working_days_between(start: date, end: date, closed: Collection[date] = ()) -> int:
    """Count the working days after `start` up to and with `end`; negative when `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start, closed)
    return sum(is_working_day(day, closed) for day in days(start + ONE_DAY, end))


def days(first: date, last: date) -> Iterator[date]:
    """Yield every day from `first` to `last`, both included."""
    day = first
    while day <= last:
        yield day
        day += ONE_DAY
