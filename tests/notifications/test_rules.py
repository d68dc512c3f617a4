"""When a digest is due, over both changes of the clock, in every zone people live in."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordhub.notifications.rules import next_digest_at

ZONES = (
    "America/New_York",
    "America/Detroit",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
)
START = datetime(2025, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(), timedelta(days=3 * 365)).map(lambda gone: START + gone)


@given(instants, st.integers(0, 23), st.sampled_from(ZONES))
def test_the_next_digest_is_later_and_less_than_26_hours_away(now, hour, zone):
    at = next_digest_at(now, hour, zone)

    assert timedelta() < at - now < timedelta(hours=26)


@given(instants, st.integers(0, 23), st.sampled_from(ZONES))
def test_every_local_date_has_exactly_one_digest(now, hour, zone):
    first = next_digest_at(now, hour, zone)
    second = next_digest_at(first, hour, zone)

    days = [at.astimezone(ZoneInfo(zone)).date() for at in (first, second)]
    assert days[1] - days[0] == timedelta(days=1)


@given(instants, st.integers(4, 23), st.sampled_from(ZONES))
def test_outside_the_night_hours_the_local_clock_shows_the_hour_that_was_chosen(now, hour, zone):
    local = next_digest_at(now, hour, zone).astimezone(ZoneInfo(zone))

    assert (local.hour, local.minute) == (hour, 0)


@pytest.mark.parametrize(
    ("now", "hour", "expected"),
    [
        # 2026-03-08: New York's clocks jump from 2 to 3 AM, so 2 AM is the instant of the jump.
        (datetime(2026, 3, 8, 5, tzinfo=UTC), 2, datetime(2026, 3, 8, 7, tzinfo=UTC)),
        # 2026-11-01: 1 AM comes twice; the first counts.
        (datetime(2026, 11, 1, 4, tzinfo=UTC), 1, datetime(2026, 11, 1, 5, tzinfo=UTC)),
        (datetime(2026, 11, 1, 5, tzinfo=UTC), 1, datetime(2026, 11, 2, 6, tzinfo=UTC)),
        # At the hour itself the next one is tomorrow's.
        (datetime(2026, 6, 16, 11, tzinfo=UTC), 7, datetime(2026, 6, 17, 11, tzinfo=UTC)),
    ],
)
def test_the_two_changes_of_the_clock_and_the_hour_itself(now, hour, expected):
    assert next_digest_at(now, hour, "America/New_York") == expected
