"""Quiet hours: over midnight, over the weekend, over both changes of the clock, in every zone people live in."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordhub.notifications.models import Preference
from coordhub.notifications.rules import quiet_until
from tests.notifications.test_rules import ZONES, instants

EASTERN = ZoneInfo("America/New_York")


def wishes(**more):
    given_ = {"is_quiet_at_night": True, "quiet_from": 18, "quiet_until": 7, "is_quiet_on_weekends": True}
    return Preference(**(given_ | more))


def eastern(*parts):
    return datetime(*parts, tzinfo=EASTERN).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (eastern(2026, 6, 16, 17, 59), None),
        (eastern(2026, 6, 16, 18, 0), eastern(2026, 6, 17, 7, 0)),
        (eastern(2026, 6, 17, 0, 0), eastern(2026, 6, 17, 7, 0)),
        (eastern(2026, 6, 17, 6, 59), eastern(2026, 6, 17, 7, 0)),
        (eastern(2026, 6, 17, 7, 0), None),
        # Friday evening to Monday morning.
        (eastern(2026, 6, 19, 17, 59), None),
        (eastern(2026, 6, 19, 18, 0), eastern(2026, 6, 22, 7, 0)),
        (eastern(2026, 6, 20, 12, 0), eastern(2026, 6, 22, 7, 0)),
        # The weekends on which clocks change.
        (eastern(2026, 3, 6, 20, 0), eastern(2026, 3, 9, 7, 0)),
        (eastern(2026, 10, 30, 20, 0), eastern(2026, 11, 2, 7, 0)),
    ],
)
def test_nights_and_weekends_are_quiet_by_the_clock_where_the_reader_is(now, until):
    assert quiet_until(wishes(), now, "America/New_York") == until


def test_the_same_instant_is_quiet_in_one_zone_and_not_in_another():
    now = eastern(2026, 6, 16, 19, 0)

    assert quiet_until(wishes(), now, "America/New_York") is not None
    assert quiet_until(wishes(), now, "America/Los_Angeles") is None


def test_who_wants_no_quiet_hours_has_none():
    loud = wishes(is_quiet_at_night=False, is_quiet_on_weekends=False)

    assert quiet_until(loud, eastern(2026, 6, 20, 3, 0), "America/New_York") is None


def test_the_night_of_the_missing_hour_ends_at_the_first_instant_after_it():
    night = wishes(quiet_from=22, quiet_until=2, is_quiet_on_weekends=False)

    assert quiet_until(night, eastern(2026, 3, 8, 0, 30), "America/New_York") == datetime(2026, 3, 8, 7, tzinfo=UTC)


@given(instants, st.integers(0, 23), st.integers(0, 23), st.booleans(), st.sampled_from(ZONES))
def test_the_end_of_quiet_hours_is_not_quiet_and_comes_within_days(now, first, end, weekends, zone):
    preference = wishes(quiet_from=first, quiet_until=end, is_quiet_on_weekends=weekends)

    until = quiet_until(preference, now, zone)

    if until is not None:
        assert timedelta() < until - now < timedelta(days=4)
        assert quiet_until(preference, until, zone) is None
