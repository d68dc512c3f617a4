"""Which letters leave now: twenty an hour, a round-up for the rest, and what waits for nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from coordhub.notifications.planning import HOUR, Lately, Thing, plan

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
SEVEN = datetime(2026, 6, 17, 7, 0, tzinfo=UTC)


def things(number, **more):
    return [Thing(f"topic-{one}", **more) for one in range(1, number + 1)]


def sent(number, minutes_ago=30, round_up_at=None):
    return Lately([NOON - timedelta(minutes=minutes_ago)] * number, round_up_at)


def sizes(planned):
    return [len(one) for one in planned.letters]


@pytest.mark.parametrize(
    ("due", "before", "letters", "waits"),
    [
        (1, 0, [1], 0),
        (20, 0, [1] * 20, 0),
        (21, 0, [1] * 19 + [2], 0),
        (1, 19, [1], 0),
        (2, 19, [2], 0),
        (1, 20, [], 1),
        (300, 5, [1] * 14 + [286], 0),
    ],
)
def test_twenty_letters_leave_in_an_hour_and_the_last_takes_the_rest(due, before, letters, waits):
    planned = plan(things(due), sent(before), NOON)

    assert sizes(planned) == letters
    assert len(planned.waits) == waits
    assert before + len(planned.letters) <= 20


def test_what_found_no_room_waits_until_the_oldest_letter_is_an_hour_old():
    lately = Lately([NOON - timedelta(minutes=50), *[NOON] * 19])

    assert plan(things(2), lately, NOON).at == NOON + timedelta(minutes=10)


def test_there_is_one_round_up_an_hour():
    before = NOON - timedelta(minutes=20)

    planned = plan(things(5), sent(17, round_up_at=before), NOON)

    assert sizes(planned) == [1, 1, 1]
    assert planned.waits == ["topic-4", "topic-5"]
    assert planned.at == before + HOUR


def test_several_held_things_leave_together_and_one_alone_as_itself():
    assert plan(things(3, was_held=True), Lately(), NOON).letters == [["topic-1", "topic-2", "topic-3"]]
    assert plan(things(1, was_held=True), Lately(), NOON).letters == [["topic-1"]]


def test_quiet_hours_hold_everything_but_emergencies():
    due = [Thing("topic-1"), Thing("R-2026-00001", is_urgent=True)]

    planned = plan(due, Lately(), NOON, quiet_until=SEVEN)

    assert planned.letters == [["R-2026-00001"]]
    assert (planned.waits, planned.at) == (["topic-1"], SEVEN)


def test_who_wants_no_emergency_at_night_gets_none():
    planned = plan(things(2, is_urgent=True), Lately(), NOON, quiet_until=SEVEN, lets_emergencies_through=False)

    assert (planned.letters, len(planned.waits)) == ([], 2)


def test_an_emergency_finds_a_way_when_the_hour_is_full_and_many_of_them_share_a_letter():
    assert sizes(plan(things(1, is_urgent=True), sent(20), NOON)) == [1]
    assert sizes(plan(things(30, is_urgent=True), sent(5), NOON)) == [30]


def test_emergencies_that_fill_the_hour_let_the_rest_wait_for_its_end():
    due = [*things(20, is_urgent=True), Thing("topic-99")]

    planned = plan(due, Lately(), NOON)

    assert len(planned.letters) == 20
    assert (planned.waits, planned.at) == (["topic-99"], NOON + HOUR)
