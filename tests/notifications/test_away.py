"""While somebody is away nothing leaves; the day of the return begins a digest."""

from datetime import UTC, date, datetime

import pytest

from coordhub.accounts.models import Absence
from coordhub.notifications.away import day_back, digest_held_until

WEEK = Absence(first_day=date(2026, 6, 15), last_day=date(2026, 6, 19))
NEXT = Absence(first_day=date(2026, 6, 20), last_day=date(2026, 6, 22))
LATER = Absence(first_day=date(2026, 6, 25), last_day=date(2026, 6, 26))


@pytest.mark.parametrize(
    ("absences", "today", "back"),
    [
        ([], date(2026, 6, 16), None),
        ([WEEK], date(2026, 6, 14), None),
        ([WEEK], date(2026, 6, 15), date(2026, 6, 20)),
        ([WEEK], date(2026, 6, 19), date(2026, 6, 20)),
        ([WEEK], date(2026, 6, 20), None),
        ([LATER, NEXT, WEEK], date(2026, 6, 16), date(2026, 6, 23)),
    ],
)
def test_the_day_back_is_the_first_one_not_away(absences, today, back):
    assert day_back(absences, today) == back


@pytest.mark.parametrize(("hour", "utc_hour"), [(0, 4), (7, 11), (23, 27)])
def test_the_digest_waits_for_its_hour_on_the_day_back(hour, utc_hour):
    at = digest_held_until([WEEK], datetime(2026, 6, 16, 15, tzinfo=UTC), hour, "America/New_York")

    assert at == datetime(2026, 6, 20 + utc_hour // 24, utc_hour % 24, tzinfo=UTC)


def test_away_is_by_the_date_where_they_are():
    late_evening = datetime(2026, 6, 15, 3, tzinfo=UTC)  # still June 14 in Chicago

    assert digest_held_until([WEEK], late_evening, 7, "America/Chicago") is None
