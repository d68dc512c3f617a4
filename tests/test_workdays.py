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


def crossed_off(start, end, closed=()):
    """Count by walking over a calendar: weekdays after `start` up to and with `end`, less holidays and closures."""
    ordinals = range(start.toordinal() + 1, end.toordinal() + 1)
    found = [date.fromordinal(one) for one in ordinals]
    return len([one for one in found if one.isoweekday() <= 5 and one not in HOLIDAYS and one not in closed])


# 5 U.S.C. 6103 by its own words, from 2021, when Juneteenth began, to 2035: fixed days, which move to the Friday before
# from a Saturday and to the Monday after from a Sunday, and days that are always a Monday or a Thursday.
def _holidays_by_the_law():
    found = set()
    for year in range(2021, 2037):
        for month, day in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25)):
            fixed = date(year, month, day)
            found.add(fixed + timedelta(days={6: -1, 7: 1}.get(fixed.isoweekday(), 0)))
        for month, weekday, which in ((1, 1, 3), (2, 1, 3), (9, 1, 1), (10, 1, 2), (11, 4, 4)):
            days = [one for one in range(1, 31 if month != 2 else 29) if date(year, month, one).isoweekday() == weekday]
            found.add(date(year, month, days[which - 1]))
        found.add(max(date(year, 5, one) for one in range(25, 32) if date(year, 5, one).isoweekday() == 1))
    return found


HOLIDAYS = _holidays_by_the_law()
TEN_YEARS = [date(2025, 1, 1) + timedelta(days=ahead) for ahead in range(3652)]


def test_every_day_of_ten_years_is_a_working_day_or_not_as_the_law_says():
    for day in TEN_YEARS:
        by_the_law = day.isoweekday() <= 5 and day not in HOLIDAYS
        assert workdays.is_working_day(day) == by_the_law, day


@pytest.mark.parametrize("count", [1, 2, 4, 10, 15])
def test_adding_agrees_with_crossing_days_off_a_calendar_from_every_day_of_ten_years(count):
    for start in TEN_YEARS:
        end = workdays.add_working_days(start, count)
        assert crossed_off(start, end) == count, start
        assert crossed_off(start, end - timedelta(days=1)) == count - 1, start


@pytest.mark.parametrize("count", [1, 2, 10, 15])
def test_subtracting_agrees_with_crossing_days_off_a_calendar_from_every_day_of_ten_years(count):
    for end in TEN_YEARS:
        start = workdays.subtract_working_days(end, count)
        before_the_end = crossed_off(start, end - timedelta(days=1))
        assert workdays.is_working_day(start), end
        assert before_the_end == count - 1, end


@given(DATES.map(lambda day: workdays.add_working_days(day, 0)), st.integers(0, 60))
def test_subtracting_takes_back_what_adding_gave(start, count):
    assert workdays.subtract_working_days(workdays.add_working_days(start, count), count) == start


def test_counting_backward_takes_no_negative_number():
    with pytest.raises(ValueError, match="positive"):
        workdays.subtract_working_days(date(2026, 6, 15), -1)


@given(st.sampled_from(TEN_YEARS), st.integers(0, 40), st.sets(st.integers(0, 90), max_size=30))
def test_with_closures_adding_agrees_with_crossing_off(start, count, away):
    closed = {start + timedelta(days=ahead) for ahead in away}

    end = workdays.add_working_days(start, count, closed)

    if count:
        assert crossed_off(start, end, closed) == count == workdays.working_days_between(start, end, closed)
    assert end not in closed and workdays.is_working_day(end)
