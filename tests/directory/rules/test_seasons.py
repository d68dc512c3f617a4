"""Seasons, also over New Year's Eve, and closures."""

from datetime import date

import pytest

from coordhub.directory.rules.seasons import closed_until, in_season, may_be_day_of_year, season_words


@pytest.mark.parametrize(
    ("starts", "ends", "day", "expected"),
    [
        (515, 831, date(2026, 5, 15), True),
        (515, 831, date(2026, 8, 31), True),
        (515, 831, date(2026, 5, 14), False),
        (515, 831, date(2026, 9, 1), False),
        (1101, 331, date(2026, 12, 31), True),
        (1101, 331, date(2026, 1, 1), True),
        (1101, 331, date(2026, 3, 31), True),
        (1101, 331, date(2026, 4, 1), False),
        (616, 616, date(2026, 6, 16), True),
        (None, None, date(2026, 6, 16), True),
    ],
)
def test_a_season_holds_both_its_ends_and_may_run_over_new_year(
    starts: int | None, ends: int | None, day: date, expected: bool
) -> None:
    assert in_season(starts, ends, day) is expected


def test_a_closure_lasts_to_its_last_day_and_the_longest_counts() -> None:
    closures = [(date(2026, 7, 1), date(2026, 7, 14)), (date(2026, 7, 10), date(2026, 7, 20))]

    assert closed_until(closures, date(2026, 6, 30)) is None
    assert closed_until(closures, date(2026, 7, 1)) == date(2026, 7, 14)
    assert closed_until(closures, date(2026, 7, 12)) == date(2026, 7, 20)
    assert closed_until([], date(2026, 7, 1)) is None


def test_a_season_is_said_as_people_write_it() -> None:
    assert season_words(515, 831) == "May 15 to Aug 31"
    assert season_words(None, None) == ""


@pytest.mark.parametrize(("number", "expected"), [(229, True), (230, False), (1301, False), (0, False), (1231, True)])
def test_days_of_the_year_exist(number: int, expected: bool) -> None:
    assert may_be_day_of_year(number) is expected
