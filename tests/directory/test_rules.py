"""How old an entry is, how far to look, what may be printed."""

from datetime import date

import pytest

from coordhub.directory.rules import (
    RADII_MILES,
    Age,
    age_of,
    as_of,
    date_words,
    first_day,
    may_print,
    radius_to_show,
    sum_may_be_printed,
)

TODAY = date(2026, 6, 16)


@pytest.mark.parametrize(
    ("source_date", "expected"),
    [
        ("2023", date(2023, 1, 1)),
        ("2021-01", date(2021, 1, 1)),
        ("2021-03-23", date(2021, 3, 23)),
        ("2021-13", None),
        ("2021-02-30", None),
        ("March 2021", None),
        ("", None),
        ("20211", None),
    ],
)
def test_a_source_date_counts_as_its_first_day(source_date: str, expected: date | None) -> None:
    assert first_day(source_date) == expected


@pytest.mark.parametrize(
    ("source_date", "age"),
    [
        ("2026-06-16", Age.FRESH),
        ("2025-12-18", Age.FRESH),  # 180 days
        ("2025-12-17", Age.DUE),
        ("2025-06-16", Age.DUE),  # 365 days
        ("2025-06-15", Age.STALE),
        ("1998", Age.STALE),
        (None, Age.UNDATED),
    ],
)
def test_an_entry_is_due_after_180_days_and_stale_after_365(source_date: str | None, age: Age) -> None:
    assert age_of(source_date, TODAY) == age


def test_the_age_is_said_in_words() -> None:
    assert as_of("2021-01", TODAY).words == "Not confirmed since January 2021"
    assert as_of("2025-11", TODAY).words == "Last confirmed November 2025, check due"
    assert as_of("2026-06-02", TODAY).words == "Confirmed June 2, 2026"
    assert as_of(None, TODAY).words == "The source has no date"


def test_a_date_is_said_as_exactly_as_it_is_known() -> None:
    assert [date_words(one) for one in ("2023", "2021-01", "2021-03-05")] == ["2023", "January 2021", "March 5, 2021"]


def totals(*numbers: int) -> dict[int, int]:
    return dict(zip(RADII_MILES, numbers, strict=True))


def test_without_a_wish_the_first_circle_with_three_entries_is_shown() -> None:
    assert radius_to_show(totals(1, 2, 3, 9), asked_miles=None) == 100


def test_without_three_anywhere_the_widest_circle_is_shown() -> None:
    assert radius_to_show(totals(0, 0, 1, 2), asked_miles=None) is None


def test_a_circle_somebody_chose_is_kept_while_it_holds_one_entry() -> None:
    assert radius_to_show(totals(1, 2, 3, 9), asked_miles=25) == 25
    assert radius_to_show(totals(1, 2, 3, 9), asked_miles=100) == 100


def test_an_empty_circle_is_widened_to_the_first_that_holds_one() -> None:
    assert radius_to_show(totals(0, 0, 1, 9), asked_miles=25) == 100


def test_empty_circles_have_no_radius() -> None:
    assert radius_to_show(totals(0, 0, 0, 0), asked_miles=None) is None
    assert radius_to_show(totals(0, 0, 0, 0), asked_miles=50) is None


def test_small_counts_are_not_printed_and_sums_do_not_give_them_away() -> None:
    assert [may_print(value) for value in (0, 1, 9, 10)] == [True, False, False, True]
    assert sum_may_be_printed([12, 30])
    assert not sum_may_be_printed([12, 3])
    assert not sum_may_be_printed([12, None])
