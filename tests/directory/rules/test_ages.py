"""How old an entry is, and when it is due for a check."""

from datetime import date, timedelta

import pytest

from coordhub.directory.rules.ages import Age, age_of, as_of, date_words, due_on, first_day

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
    ("verified_on", "due"),
    [
        (date(2026, 3, 10), date(2026, 9, 6)),  # 180 days
        (date(2026, 7, 1), date(2026, 12, 28)),
        (date(2025, 11, 1), date(2026, 3, 1)),  # the campaign comes first
        (date(2025, 12, 31), date(2026, 3, 1)),  # 60 days before it
        (date(2026, 1, 1), date(2026, 6, 30)),  # 59 days before it: not asked again for it
        (date(2026, 3, 1), date(2026, 8, 28)),
        (None, None),
    ],
)
def test_an_entry_is_due_after_180_days_or_with_the_campaign_of_march(
    verified_on: date | None, due: date | None
) -> None:
    assert due_on(verified_on) == due


def test_no_entry_waits_for_its_check_longer_than_180_days() -> None:
    for number in range(800):
        verified_on = date(2024, 1, 1) + timedelta(days=number)
        due = due_on(verified_on)

        assert due is not None and timedelta(days=59) < due - verified_on <= timedelta(days=180)


@pytest.mark.parametrize(
    ("verified_on", "age"),
    [
        (date(2026, 6, 16), Age.FRESH),
        (date(2026, 3, 1), Age.FRESH),
        (date(2025, 12, 18), Age.DUE),  # since the campaign of March
        (date(2025, 6, 16), Age.DUE),  # 365 days
        (date(2025, 6, 15), Age.STALE),
        (date(1998, 1, 1), Age.STALE),
        (None, Age.UNDATED),
    ],
)
def test_an_entry_is_stale_after_365_days(verified_on: date | None, age: Age) -> None:
    assert age_of(verified_on, due_on(verified_on), TODAY) == age


def test_an_entry_whose_letters_come_back_is_due_at_once() -> None:
    assert age_of(date(2026, 6, 10), date(2026, 6, 16), TODAY) == Age.DUE


def test_the_age_is_said_in_words() -> None:
    assert as_of(date(2021, 1, 1), None, TODAY, words="January 2021").words == "Not confirmed since January 2021"
    due = as_of(date(2025, 11, 3), date(2026, 3, 1), TODAY)
    assert due.words == "Last confirmed November 3, 2025, check due"
    assert as_of(date(2026, 6, 2), date(2026, 11, 29), TODAY).words == "Confirmed June 2, 2026"
    assert as_of(None, None, TODAY).words == "The source has no date"


def test_a_date_is_said_as_exactly_as_it_is_known() -> None:
    assert [date_words(one) for one in ("2023", "2021-01", "2021-03-05")] == ["2023", "January 2021", "March 5, 2021"]
