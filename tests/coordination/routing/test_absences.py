"""Which days somebody can be away, and who can stand in. No database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coordhub.accounts.models import Absence, Role, User
from coordhub.accounts.rules import is_away
from coordhub.coordination import rules

TODAY = date(2026, 6, 16)
DAY = timedelta(days=1)


def a_user(id_):
    return User(id=id_, display_name=f"Person {id_}", role=Role.COORDINATOR, state_code="MI", time_zone="Pacific/Guam")


def an_absence(first, last, **more):
    return Absence(first_day=TODAY + first * DAY, last_day=TODAY + last * DAY, **more)


def faults(first, last, delegate=None, others=()):
    return rules.faults_of_absence(a_user(1), TODAY + first * DAY, TODAY + last * DAY, delegate, others, TODAY)


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        (5, 4, "last_day", "before the first"),
        (-9, -1, "last_day", "over already"),
        (0, 400, "last_day", "year is the longest"),
        (-40, 4, "first_day", "a month ago"),
        (400, 401, "first_day", "within a year"),
    ],
)
def test_days_that_cannot_be_are_refused_with_what_to_do(first, last, field, words):
    found = faults(first, last)

    assert list(found) == [field]
    assert words in found[field][0]


@pytest.mark.parametrize(("first", "last"), [(0, 0), (-31, 0), (366, 366), (0, 365)])
def test_days_that_can_be_are_taken(first, last):
    assert faults(first, last) == {}


@pytest.mark.parametrize(("first", "last", "overlaps"), [(1, 2, True), (2, 9, True), (0, 9, True), (6, 9, False)])
def test_the_same_days_are_entered_once(first, last, overlaps):
    assert ("first_day" in faults(first, last, others=[an_absence(2, 5)])) == overlaps


def test_nobody_stands_in_for_themself_and_only_colleagues_do():
    assert "stands in for themself" in faults(0, 1, a_user(1))["delegate"][0]
    assert "your own state" in faults(0, 1, a_user(2))["delegate"][0]  # not approved, so no member


def test_somebody_is_away_by_the_date_where_they_are():
    absence, person = an_absence(0, 0), a_user(1)

    for hour, away in ((13, False), (14, True)):  # midnight in Guam is 2 PM of the day before in UTC
        assert is_away(absence, person, datetime(2026, 6, 15, hour, tzinfo=UTC)) == away
    assert not is_away(absence, person, datetime(2026, 6, 16, 14, tzinfo=UTC))
