"""Working days, against the federal calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordhub import workdays

DATES = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_the_day_of_sending_does_not_count():
    assert workdays.add_working_days(date(2026, 6, 15), 1) == date(2026, 6, 16)


def test_juneteenth_is_skipped():
    assert workdays.add_working_days(date(2026, 6, 18), 1) == date(2026, 6, 22)


def test_three_working_days_from_the_day_before_thanksgiving():
    assert workdays.add_working_days(date(2026, 11, 25), 3) == date(2026, 12, 1)


def test_a_new_years_day_on_a_saturday_is_observed_in_the_year_before():
    assert not workdays.is_working_day(date(2021, 12, 31))


def test_the_same_day_is_the_next_working_day_when_sent_on_a_sunday():
    assert workdays.add_working_days(date(2026, 6, 14), 0) == date(2026, 6, 15)


def test_closure_days_of_an_office_do_not_count():
    closed = {date(2026, 6, 16), date(2026, 6, 17)}

    assert workdays.add_working_days(date(2026, 6, 15), 1, closed) == date(2026, 6, 18)


def test_a_target_never_lies_in_the_past():
    with pytest.raises(ValueError, match="future"):
        workdays.add_working_days(date(2026, 6, 15), -1)


def test_days_left_turn_negative_after_the_target():
    assert workdays.working_days_between(date(2026, 6, 16), date(2026, 6, 15)) == -1


@given(DATES, st.integers(0, 60))
def test_adding_working_days_and_counting_them_agree(start, count):
    end = workdays.add_working_days(start, count)

    assert workdays.is_working_day(end)
    if count:
        assert workdays.working_days_between(start, end) == count


@given(DATES)
def test_no_holiday_weekend_is_longer_than_four_days(start):
    assert any(workdays.is_working_day(start + timedelta(days=ahead)) for ahead in range(5))
