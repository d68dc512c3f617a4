"""When something is due: weekends, holidays, closures, the turn of the year, the clock change, far zones, midnight."""

from datetime import date, datetime

import pytest

from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest, Deed, Level, Status, Step
from coordhub.workdays import days
from tests.coordination.clockwork.days import DETROIT, wall

BACKUP, DIRECTOR = Level.BACKUP, Level.DIRECTOR
HAWAII, GUAM, PUERTO_RICO = "Pacific/Honolulu", "Pacific/Guam", "America/Puerto_Rico"


def a_request(
    status: Status = Status.SENT,
    acknowledge_by: str = "2026-06-18",
    due_on: str = "2026-06-30",
    type_code: str = "MOVE",
) -> CoordinationRequest:
    return CoordinationRequest(
        status=status,
        type_code=type_code,
        from_state="TX",
        to_state="MI",
        time_zone=DETROIT,
        acknowledge_by=date.fromisoformat(acknowledge_by),
        due_on=date.fromisoformat(due_on),
    )


def levels(request: CoordinationRequest, day: str, **more: object) -> list[Level]:
    return [one.level for one in rules.escalations_due(request, date.fromisoformat(day), **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("acknowledge_by", "last_quiet", "first_late"),
    [
        ("2026-06-18", "2026-06-18", "2026-06-19"),  # the day after is Juneteenth: late is late
        ("2026-07-02", "2026-07-02", "2026-07-03"),  # Independence Day is observed on the Friday
        ("2026-12-31", "2026-12-31", "2027-01-01"),
        ("2026-10-30", "2026-10-30", "2026-10-31"),  # a Friday; clocks change on the Sunday
    ],
)
def test_a_late_acknowledgment_goes_to_the_backup_the_day_after(
    acknowledge_by: str, last_quiet: str, first_late: str
) -> None:
    request = a_request(acknowledge_by=acknowledge_by, due_on="2027-12-01")

    assert levels(request, last_quiet) == []
    assert levels(request, first_late) == [BACKUP]


@pytest.mark.parametrize(
    ("due_on", "last_quiet", "first_late"),
    [
        ("2026-06-15", "2026-06-17", "2026-06-18"),  # Monday: Tuesday and Wednesday are the two days
        ("2026-06-12", "2026-06-16", "2026-06-17"),  # Friday: the weekend does not count
        ("2026-06-17", "2026-06-22", "2026-06-23"),  # Thursday, then Juneteenth and a weekend, then Monday
        ("2026-07-01", "2026-07-06", "2026-07-07"),  # Thursday, then July 3, observed, and a weekend, then Monday
        ("2026-11-24", "2026-11-27", "2026-11-28"),  # Thanksgiving
        ("2026-12-30", "2027-01-04", "2027-01-05"),  # December 31, New Year's Day, a weekend, then Monday
        ("2021-12-29", "2022-01-03", "2022-01-04"),  # New Year's Day on a Saturday is observed on December 31
        ("2027-03-12", "2027-03-16", "2027-03-17"),  # clocks change on the Sunday
    ],
)
@pytest.mark.parametrize("status", [Status.ACKNOWLEDGED, Status.IN_PROGRESS])
def test_a_late_answer_goes_to_the_director_after_two_working_days(
    status: Status, due_on: str, last_quiet: str, first_late: str
) -> None:
    request = a_request(status, due_on=due_on)

    assert levels(request, last_quiet) == []
    assert levels(request, first_late) == [DIRECTOR]


def test_candidates_are_asked_for_by_the_same_two_working_days() -> None:
    for today in days(date(2026, 1, 1), date(2027, 1, 31)):
        last = rules.last_target_over(today)
        assert levels(a_request(Status.ACKNOWLEDGED, due_on=last.isoformat()), today.isoformat()) == [DIRECTOR]
        day_after = date.fromordinal(last.toordinal() + 1).isoformat()
        assert levels(a_request(Status.ACKNOWLEDGED, due_on=day_after), today.isoformat()) == []


def test_what_was_neither_acknowledged_nor_answered_goes_to_both() -> None:
    assert levels(a_request(), "2026-07-03") == [BACKUP, DIRECTOR]


@pytest.mark.parametrize("status", [one for one in Status if one not in rules.RECEIVER_TO_MOVE])
def test_what_waits_for_the_sender_is_answered_or_ended_is_never_passed_on(status: Status) -> None:
    assert levels(a_request(status), "2027-06-16") == []


def test_a_closure_week_of_the_office_gives_it_time_unless_the_target_mirrors_a_rule() -> None:
    closed = frozenset(days(date(2026, 7, 1), date(2026, 7, 7)))
    open_, ruled = a_request(Status.ACKNOWLEDGED), a_request(Status.ACKNOWLEDGED, type_code="REC")

    assert levels(open_, "2026-07-09", closed=closed) == []
    assert levels(open_, "2026-07-10", closed=closed) == [DIRECTOR]
    assert levels(ruled, "2026-07-03", closed=closed) == [DIRECTOR]


def test_who_gets_the_ball_back_long_after_the_target_has_two_working_days() -> None:
    request = a_request(Status.IN_PROGRESS, due_on="2026-06-01", type_code="REC")

    assert levels(request, "2026-06-18", taken_up_on=date(2026, 6, 16)) == []
    assert levels(request, "2026-06-19", taken_up_on=date(2026, 6, 16)) == [DIRECTOR]
    assert levels(request, "2026-06-18", taken_up_on=date(2026, 5, 1)) == [DIRECTOR]


@pytest.mark.parametrize("deed", [Deed.ANSWER, Deed.DISPUTE, Deed.REOPEN])
def test_the_ball_comes_back_with_an_answer_a_dispute_or_a_reopening(deed: Deed) -> None:
    request = a_request(Status.IN_PROGRESS)
    request.time_zone = GUAM
    request.steps = [
        Step(deed=Deed.SEND, at=wall(GUAM, 2026, 6, 1)),
        Step(deed=deed, at=wall(GUAM, 2026, 6, 9, 0, 30)),
        Step(deed=Deed.WRITE, at=wall(GUAM, 2026, 6, 12)),
    ]

    assert rules.taken_up_on(request) == date(2026, 6, 9)
    request.steps = request.steps[:1]
    assert rules.taken_up_on(request) is None


@pytest.mark.parametrize(
    ("zone", "instant", "monday"),
    [
        (DETROIT, wall(DETROIT, 2026, 6, 15, 6, 59), None),
        (DETROIT, wall(DETROIT, 2026, 6, 15, 7, 0), date(2026, 6, 15)),
        (DETROIT, wall(DETROIT, 2026, 6, 18, 3, 0), date(2026, 6, 15)),  # the worker was down on Monday
        (DETROIT, wall(DETROIT, 2026, 6, 19, 12, 0), None),  # Juneteenth
        (DETROIT, wall(DETROIT, 2026, 6, 20, 12, 0), None),  # Saturday
        (DETROIT, wall(DETROIT, 2026, 6, 14, 23, 59), None),  # Sunday
        (DETROIT, wall(DETROIT, 2026, 5, 25, 12, 0), None),  # Memorial Day
        (DETROIT, wall(DETROIT, 2026, 5, 26, 6, 59), None),
        (DETROIT, wall(DETROIT, 2026, 5, 26, 7, 0), date(2026, 5, 25)),
        (DETROIT, wall(DETROIT, 2026, 3, 9, 7, 0), date(2026, 3, 9)),  # the day after clocks went forward
        (GUAM, wall(GUAM, 2026, 6, 15, 7, 0), date(2026, 6, 15)),  # still Sunday in Detroit
        (DETROIT, wall(GUAM, 2026, 6, 15, 7, 0), None),
        (HAWAII, wall(DETROIT, 2026, 6, 15, 12, 59), None),
        (HAWAII, wall(DETROIT, 2026, 6, 15, 13, 0), date(2026, 6, 15)),
        (PUERTO_RICO, wall(DETROIT, 2026, 6, 15, 7, 0), date(2026, 6, 15)),
    ],
)
def test_the_weekly_list_is_out_at_seven_on_the_first_working_day(
    zone: str, instant: datetime, monday: date | None
) -> None:
    assert rules.list_due(instant, zone) == monday


@pytest.mark.parametrize(
    ("zone", "answered", "last_day"),
    [
        (DETROIT, wall(DETROIT, 2026, 6, 1, 17), date(2026, 6, 15)),
        (DETROIT, wall(DETROIT, 2026, 6, 15, 17), date(2026, 6, 30)),  # Juneteenth
        (DETROIT, wall(DETROIT, 2026, 6, 29, 17), date(2026, 7, 14)),  # July 3, observed
        (DETROIT, wall(DETROIT, 2026, 12, 21, 17), date(2027, 1, 6)),  # Christmas, New Year's Day
        (DETROIT, wall(DETROIT, 2026, 6, 13, 12), date(2026, 6, 29)),  # answered on a Saturday
        (GUAM, wall(DETROIT, 2026, 6, 1, 17), date(2026, 6, 16)),  # it is Tuesday there
        (HAWAII, wall(DETROIT, 2026, 6, 2, 1), date(2026, 6, 15)),  # it is Monday there
    ],
)
def test_an_answer_stands_open_for_ten_working_days_of_the_receiving_state(
    zone: str, answered: datetime, last_day: date
) -> None:
    request = a_request(Status.RESOLVED)
    request.time_zone, request.answered_at = zone, answered
    midnight = wall(zone, last_day.year, last_day.month, last_day.day, 23, 59, 59)

    assert rules.closes_on(request) == last_day
    assert not rules.closes_by_itself(request, midnight)
    assert rules.closes_by_itself(request, midnight.replace(microsecond=0) + (rules.WIPED_AFTER / (90 * 86_400)))


def test_a_reroute_closes_by_itself_and_what_is_under_way_does_not() -> None:
    answered = wall(DETROIT, 2026, 6, 1)
    for status in Status:
        request = a_request(status)
        request.answered_at = answered
        assert rules.closes_by_itself(request, wall(DETROIT, 2026, 8, 1)) == (status in rules.ANSWERED)


def test_a_request_is_wiped_90_days_after_its_end_and_goes_after_three_years_unless_it_is_held() -> None:
    request = a_request(Status.CLOSED)
    request.closed_at = wall(DETROIT, 2026, 3, 1)

    assert not rules.is_to_be_wiped(request, request.closed_at + rules.WIPED_AFTER * 0.999)
    assert rules.is_to_be_wiped(request, request.closed_at + rules.WIPED_AFTER)
    assert not rules.is_to_be_deleted(request, wall(DETROIT, 2029, 2, 28))
    assert rules.is_to_be_deleted(request, wall(DETROIT, 2029, 3, 1))
    request.held_at = wall(DETROIT, 2026, 4, 1)
    assert not rules.is_to_be_wiped(request, wall(DETROIT, 2029, 3, 1))
    assert not rules.is_to_be_deleted(request, wall(DETROIT, 2039, 3, 1))


@pytest.mark.parametrize(
    ("because", "county", "left"),
    [
        ("covers Leelanau County", "Leelanau County", "covers the county"),
        ("sits in the Leelanau office", "Leelanau County", "covers the county"),
        ("covers Orleans Parish", "Orleans Parish", "covers the county"),
        ("covers some County or other", None, "covers the county"),
        ("answers for records", "Leelanau County", "answers for records"),
        ("directs the state’s program", None, "directs the state’s program"),
    ],
)
def test_why_it_went_to_somebody_names_no_county_when_it_is_wiped(because: str, county: str | None, left: str) -> None:
    assert rules.without_county(because, county) == left
