"""Digest days: one for each local date and none left out, whatever clocks, hours and moves do."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordhub.notifications import rules
from coordhub.notifications.digests.people import kind_on
from coordhub.notifications.models import DigestKind, Preference

ZONES = (
    "America/New_York", "America/Chicago", "America/Phoenix", "America/Los_Angeles", "America/Adak",
    "Pacific/Honolulu", "Pacific/Guam", "America/Puerto_Rico",
)  # fmt: skip
STARTS = (
    datetime(2026, 3, 5, 12, tzinfo=UTC),
    datetime(2026, 10, 29, 12, tzinfo=UTC),
    datetime(2028, 2, 26, tzinfo=UTC),
)


class Reader:
    """Somebody whose digest is looked at as take_due does it, less the database."""

    def __init__(self, zone: str, hour: int, start: datetime) -> None:
        self.zone, self.dates, self.kinds = zone, [], []
        self.preference = Preference(digest_hour=hour, weekly_day=0, digested_on=None)
        self.preference.next_digest_at = rules.next_digest_at(start, hour, zone)

    def look(self, now: datetime) -> None:
        one = self.preference
        if one.next_digest_at > now:
            return
        today = rules.digest_date(one.next_digest_at, now, self.zone)
        one.next_digest_at = rules.next_digest_at(now, one.digest_hour, self.zone)
        kind = kind_on(one, today)
        one.digested_on = max(one.digested_on or today, today)
        if today not in self.dates:  # the unique key
            self.dates.append(today)
            self.kinds.append(kind)


@given(st.sampled_from(ZONES), st.integers(0, 23), st.sampled_from(STARTS), st.integers(1, 90))
@settings(max_examples=40)
def test_there_is_one_digest_each_local_date_over_both_changes_of_the_clock(zone, hour, start, minutes):
    reader = Reader(zone, hour, start)
    now = start
    while now < start + timedelta(days=14):
        now += timedelta(minutes=minutes)
        reader.look(now)

    days = {one + timedelta(days=gone) for one in reader.dates[:1] for gone in range(len(reader.dates))}
    assert set(reader.dates) == days
    assert len(reader.dates) >= 13


@given(
    st.sampled_from(ZONES), st.integers(0, 23), st.sampled_from(STARTS),
    st.lists(st.tuples(st.integers(0, 27 * 24), st.sampled_from(ZONES), st.integers(0, 23)), max_size=5),
    st.integers(-1, 1),
)  # fmt: skip
@settings(max_examples=60)
def test_who_moves_or_changes_the_hour_gets_one_a_date_and_every_week_its_weekly_one(zone, hour, start, moves, jump):
    reader, by_hour = Reader(zone, hour, start), {at: (zone, hour) for at, zone, hour in moves}
    for gone in range(28 * 24):
        if gone in by_hour:
            reader.zone, reader.preference.digest_hour = by_hour[gone]
        reader.look(start + timedelta(hours=gone + (jump if gone % 50 == 7 else 0)))

    assert len(reader.dates) == len(set(reader.dates))
    weeklies = [day for day, kind in zip(reader.dates, reader.kinds, strict=True) if kind == DigestKind.WEEKLY]
    assert len(weeklies) >= 3
    assert all(later - earlier <= timedelta(days=9) for earlier, later in pairwise(weeklies))
    gaps = [later - earlier for earlier, later in pairwise(reader.dates)]
    assert max(gaps) <= timedelta(days=2)


@pytest.mark.parametrize(
    ("last", "today", "weekly"),
    [("2026-06-14", "2026-06-15", True), ("2026-06-15", "2026-06-16", False), ("2026-06-13", "2026-06-17", True),
     ("2026-05-01", "2026-06-16", True), ("2026-06-20", "2026-06-16", False)],
)  # fmt: skip
def test_the_weekly_one_comes_with_its_day_or_with_the_first_digest_after_it(last, today, weekly):
    preference = Preference(weekly_day=0, digested_on=datetime.fromisoformat(last).date())

    assert (kind_on(preference, datetime.fromisoformat(today).date()) == DigestKind.WEEKLY) == weekly
