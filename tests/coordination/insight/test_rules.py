"""Seasons, days and medians, each against a count by hand."""

from collections import Counter
from datetime import UTC, date, datetime
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordhub.coordination.models import Status, Way
from coordhub.coordination.rules import figures
from coordhub.coordination.rules.figures import Counted, Key

TUESDAY = datetime(2026, 6, 16, 15, 0, tzinfo=UTC)


def a_request(**more):
    given_ = {
        "from_state": "TX", "to_state": "MI", "type_code": "MOVE", "status": Status.SENT,
        "time_zone": "America/Detroit", "sent_at": TUESDAY, "acknowledged_at": None, "answered_at": None,
        "acknowledge_by": date(2026, 6, 18), "due_on": date(2026, 7, 1),
    }  # fmt: skip
    return Counted(**(given_ | more))


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 1, 31), 2025),
        (date(2026, 2, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 31), 2026),
        (date(2028, 2, 29), 2028),
    ],
)
def test_a_season_begins_in_february_and_ends_in_january(day, season):
    assert figures.season_of(day) == season


def test_days_to_acknowledge_leave_out_the_day_of_sending_the_weekend_and_the_holiday():
    # Sent on Tuesday, June 16; Friday, June 19 is Juneteenth. 17, 18, 22 and 23 are working days.
    request = a_request(acknowledged_at=datetime(2026, 6, 23, 15, 0, tzinfo=UTC))

    assert figures.days_to_acknowledge(request) == 4


def test_what_is_acknowledged_on_the_day_of_sending_took_no_working_day():
    assert figures.days_to_acknowledge(a_request(acknowledged_at=TUESDAY.replace(hour=20))) == 0


def test_days_are_those_of_the_receiving_state():
    # 3 AM in UTC on Wednesday is still Tuesday evening in Michigan, and Wednesday on Guam.
    night = datetime(2026, 6, 17, 3, 0, tzinfo=UTC)

    assert figures.days_to_acknowledge(a_request(acknowledged_at=night)) == 0
    assert figures.days_to_acknowledge(
        a_request(acknowledged_at=night, sent_at=datetime(2026, 6, 16, 13, 0, tzinfo=UTC), time_zone="Pacific/Guam")
    ) == 1  # fmt: skip


def test_an_answer_without_a_word_before_it_is_the_acknowledgment_too():
    declined = a_request(status=Status.DECLINED, answered_at=datetime(2026, 6, 17, 15, 0, tzinfo=UTC))

    assert (figures.days_to_acknowledge(declined), figures.days_to_answer(declined)) == (1, 1)


def test_without_a_word_there_are_no_days():
    assert (figures.days_to_acknowledge(a_request()), figures.days_to_answer(a_request())) == (None, None)


@pytest.mark.parametrize(
    ("days", "expected"), [([], None), ([3], 3), ([1, 4], 2.5), ([0, 0, 9], 0), ([2, 2, 4, 10], 3)]
)
def test_the_median_of_a_few_numbers(days, expected):
    assert figures.median(Counter(days)) == expected


@given(st.lists(st.integers(0, 60), min_size=1))
def test_the_median_agrees_with_the_one_of_the_whole_list(days):
    assert figures.median(Counter(days)) == median(days)


@pytest.mark.parametrize(
    ("type_code", "status", "day", "unanswered"),
    [
        ("MOVE", Status.ACKNOWLEDGED, date(2026, 7, 1), False),
        ("MOVE", Status.ACKNOWLEDGED, date(2026, 7, 2), True),
        ("MOVE", Status.WAITING, date(2026, 7, 2), True),
        ("MISS", Status.SENT, date(2026, 7, 2), True),
        ("REC", Status.SENT, date(2026, 7, 2), False),
        ("MOVE", Status.NOT_LOCATED, date(2026, 7, 2), False),
        ("MOVE", Status.WITHDRAWN, date(2026, 7, 2), False),
    ],
)
def test_a_move_is_unanswered_while_nobody_knows_what_became_of_it_after_its_target(type_code, status, day, unanswered):
    assert figures.is_unanswered_move(a_request(type_code=type_code, status=status), day) is unanswered


def test_requests_are_counted_once_in_all_by_type_by_partner_and_by_both():
    found = figures.no_figures()
    requests = [
        a_request(acknowledged_at=TUESDAY, answered_at=datetime(2026, 6, 18, 15, 0, tzinfo=UTC), status=Status.CLOSED),
        a_request(type_code="REC", acknowledge_by=date(2026, 6, 17), due_on=date(2026, 6, 23)),
        a_request(to_state="FL", sent_at=datetime(2026, 1, 20, 15, 0, tzinfo=UTC), status=Status.WITHDRAWN),
    ]

    figures.count(found, requests, Way.SENT, datetime(2026, 7, 10, 15, 0, tzinfo=UTC))

    assert {key: figure.requests for key, figure in found.items()} == {
        Key(2026, Way.SENT): 2,
        Key(2026, Way.SENT, "", "MOVE"): 1,
        Key(2026, Way.SENT, "", "REC"): 1,
        Key(2026, Way.SENT, "MI"): 2,
        Key(2026, Way.SENT, "MI", "MOVE"): 1,
        Key(2026, Way.SENT, "MI", "REC"): 1,
        Key(2025, Way.SENT): 1,
        Key(2025, Way.SENT, "", "MOVE"): 1,
        Key(2025, Way.SENT, "FL"): 1,
        Key(2025, Way.SENT, "FL", "MOVE"): 1,
    }
    whole = found[Key(2026, Way.SENT)]
    assert (whole.overdue, whole.unanswered_moves) == (1, 0)
    assert (whole.acknowledge_days, whole.answer_days) == (Counter([0]), Counter([2]))


def test_the_partner_is_the_other_state_whichever_way_it_went():
    found = figures.no_figures()

    figures.count(found, [a_request()], Way.RECEIVED, TUESDAY)

    assert Key(2026, Way.RECEIVED, "TX") in found
    assert Key(2026, Way.RECEIVED, "MI") not in found
