"""Which requests stand in which queue, in which order, as the rules say it of each."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from coordhub import clock
from coordhub.coordination import actions, queries, rules
from coordhub.coordination.models import CoordinationRequest, Deed, Status
from coordhub.coordination.presenting import COUNTED
from coordhub.coordination.rules.queue import ROWS_A_PAGE, QueueFilter, Show, Whose, side_to_move, zones_by_date
from coordhub.db import db
from coordhub.directory.models import Office, StateProgram
from coordhub.places.states import STATES
from coordhub.places.zones import ZONES
from tests.coordination.queue.conftest import a_request, desk, noon, numbers, send_away, sit

STATUSES = [one for one in Status if one != Status.DRAFT]


@pytest.fixture
def everywhere(people):
    """A request in every status each way between Ben and Rosa, and the same between their colleagues."""
    made = [
        a_request(status, sender=sender, owner=owner)
        for status in STATUSES
        for sender, owner in (
            (people.rosa, people.ben),
            (people.ben, people.rosa),
            (people.luis, people.mei),
            (people.mei, people.luis),
        )
    ]
    db.session.commit()
    return made


@pytest.mark.parametrize("name", ["ben", "rosa", "mei", "luis", "dana"])
def test_to_do_and_waiting_are_what_the_rules_say_in_every_status_on_both_sides(everywhere, people, name):
    user = getattr(people, name)

    to_do = {one.number for one in everywhere if rules.is_for(user, one)}
    takes_part = {one.number for one in everywhere if user.id in (one.owner_id, one.sender_id)}
    waiting = takes_part - to_do - {one.number for one in everywhere if one.status in rules.ENDED}
    assert set(numbers(user)) == to_do
    assert set(numbers(user, show=Show.WAITING)) == waiting
    assert set(numbers(user, show=Show.ALL)) == to_do | waiting
    assert (to_do or waiting) or name == "dana"


@pytest.mark.parametrize("name", ["ben", "rosa", "dana"])
def test_the_states_queue_is_its_next_moves_in_every_status(everywhere, people, name):
    user = getattr(people, name)
    ours = [one for one in everywhere if user.state_code in (one.from_state, one.to_state)]

    to_do = {one.number for one in ours if side_to_move(one) == rules.side_of(user, one)}
    still_open = {one.number for one in ours if one.status not in rules.ENDED}
    pages = [numbers(user, page, whose=Whose.STATE, show=Show.ALL) for page in (1, 2)] if ours else [[]]
    assert set(numbers(user, whose=Whose.STATE)) == to_do
    assert {one for page in pages for one in page} == still_open
    assert set(numbers(user, whose=Whose.STATE, show=Show.WAITING)) == still_open - to_do


def test_the_database_computes_mover_and_target_as_the_rules_do(everywhere):
    found = db.session.execute(
        select(CoordinationRequest, CoordinationRequest.mover, CoordinationRequest.target_on)
    ).all()

    assert len(found) == len(everywhere)
    for request, mover, target_on in found:
        side = side_to_move(request)
        kept = "hub" if request.status == Status.REROUTED else "nobody"
        assert mover == (side.value if side else kept)
        assert target_on == rules.target_now(request)


@pytest.mark.parametrize("status", STATUSES)
def test_ended_holds_what_ended_newest_first_and_nothing_else(put, people, status):
    older = put(Status.CLOSED, closed_at=clock.now() - timedelta(days=3)).number
    request = put(status)

    expected = [request.number, older] if status in rules.ENDED else [older]
    for whose in (Whose.MINE, Whose.STATE):
        assert numbers(people.ben, whose=whose, show=Show.ENDED) == expected


def test_overdue_stands_first_then_the_soonest_target_then_what_waits(put, people):
    today = date(2026, 6, 16)
    later = put(Status.ACKNOWLEDGED, due_on=today + timedelta(days=6))
    soon = put(Status.SENT, acknowledge_by=today, due_on=today + timedelta(days=20))
    late = put(Status.IN_PROGRESS, due_on=today - timedelta(days=1))
    later_still = put(Status.SENT, acknowledge_by=today - timedelta(days=5), due_on=today + timedelta(days=30))
    theirs = put(Status.WAITING, due_on=today - timedelta(days=9))  # what waits for its sender is never overdue

    assert numbers(people.ben, show=Show.ALL) == [one.number for one in (later_still, late, theirs, soon, later)]
    assert numbers(people.ben, show=Show.OVERDUE) == [later_still.number, late.number]
    assert numbers(people.rosa, show=Show.OVERDUE) == [later_still.number, late.number]


# A quarter past midnight in one zone is the day before in the next: (instant, zones where June 15 is over).
@pytest.mark.parametrize(
    ("instant", "over"),
    [
        (datetime(2026, 6, 15, 13, 59, tzinfo=UTC), set()),
        (datetime(2026, 6, 15, 14, 1, tzinfo=UTC), {"Pacific/Guam"}),
        (datetime(2026, 6, 16, 4, 1, tzinfo=UTC), {"Pacific/Guam", "America/Detroit"}),
        (datetime(2026, 6, 16, 5, 1, tzinfo=UTC), {"Pacific/Guam", "America/Detroit", "America/Chicago"}),
        (
            datetime(2026, 6, 16, 10, 1, tzinfo=UTC),
            {"Pacific/Guam", "America/Detroit", "America/Chicago", "Pacific/Honolulu"},
        ),
        (
            datetime(2026, 6, 16, 11, 1, tzinfo=UTC),
            {"Pacific/Guam", "America/Detroit", "America/Chicago", "Pacific/Honolulu", "Pacific/Pago_Pago"},
        ),
    ],
)
def test_around_midnight_each_request_is_overdue_by_its_own_time_zone(put, people, at, instant, over):
    zones = ("Pacific/Guam", "America/Detroit", "America/Chicago", "Pacific/Honolulu", "Pacific/Pago_Pago")
    made = {zone: put(Status.ACKNOWLEDGED, time_zone=zone, due_on=date(2026, 6, 15)) for zone in zones}
    at(instant)

    late = numbers(people.ben, show=Show.OVERDUE)
    assert set(late) == {made[zone].number for zone in over}
    assert numbers(people.ben)[: len(late)] == late
    assert sorted(numbers(people.ben)) == sorted(one.number for one in made.values())
    for zone, request in made.items():
        assert rules.is_overdue(request, rules.local_date(instant, zone)) == (zone in over)


def test_the_time_zone_of_every_state_is_known(starter, app):
    programs = db.session.scalars(select(StateProgram)).all()
    asked = {zone for one in programs for zone in (one.time_zone, *one.more_time_zones)}

    assert asked | {one.timezone for one in STATES.values()} <= set(ZONES)
    assert sum(len(zones) for zones in zones_by_date(noon(2026, 1, 1)).values()) == len(ZONES)


def test_an_office_sees_what_came_to_it_and_what_it_sent(starter, put, people):
    office = db.session.scalars(select(Office.id).order_by(Office.id)).first()
    sit(people.mei, office)
    came = put(to_office_id=office)
    sent = put(Status.RESOLVED, sender=people.ben, owner=people.rosa, from_office_id=office)
    put(sender=people.dana)  # to no office

    assert sorted(numbers(people.mei, whose=Whose.OFFICE)) == sorted([came.number, sent.number])
    assert numbers(people.mei, whose=Whose.OFFICE, show=Show.WAITING) == []
    assert numbers(people.ben, whose=Whose.OFFICE) == []  # nobody gave him a seat
    assert numbers(people.mei) == []


def test_a_seat_in_an_office_of_another_state_opens_nothing(starter, put, people):
    office = db.session.scalars(select(Office.id).order_by(Office.id)).first()
    sit(people.dana, office)
    put(to_office_id=office)

    assert numbers(people.dana, whose=Whose.OFFICE, show=Show.ALL) == []


def test_who_stands_in_finds_the_requests_of_the_absent_person_for_those_days_only(put, people, at):
    request = put()
    send_away(people.ben, people.mei, noon(2026, 6, 16), noon(2026, 6, 17))

    assert numbers(people.mei) == [request.number]
    assert numbers(people.ben) == [request.number]
    at(datetime(2026, 6, 18, 3, 59, tzinfo=UTC))  # a minute to midnight in Detroit, where Ben is
    assert numbers(people.mei) == [request.number]
    at(datetime(2026, 6, 18, 4, 1, tzinfo=UTC))
    assert numbers(people.mei) == []
    at(datetime(2026, 6, 16, 3, 59, tzinfo=UTC))
    assert numbers(people.mei) == []


def test_nobody_stands_in_across_states(put, people):
    put()
    send_away(people.ben, people.dana, noon(2026, 6, 16), noon(2026, 6, 17))

    assert numbers(people.dana) == []


def test_who_moved_to_another_state_leaves_their_requests_behind(put, people):
    put()
    people.ben.state_code = "FL"
    db.session.commit()

    assert numbers(people.ben, show=Show.ALL) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"type_code": "REC"}, {"records"}),
        ({"partner": "FL"}, {"florida"}),
        ({"way": "sent"}, {"asked"}),
        ({"way": "received"}, {"records", "florida"}),
        ({"urgency": "emergency"}, {"florida"}),
        ({"type_code": "REC", "partner": "FL"}, set()),
    ],
)
def test_filters_leave_the_rest_out_on_the_page_and_in_the_counts(put, people, asked, found):
    made = {
        "records": put(type_code="REC"),
        "florida": put(sender=people.dana, urgency="emergency"),
        "asked": put(sender=people.ben, owner=people.rosa),
    }

    assert set(numbers(people.ben, show=Show.ALL, **asked)) == {made[name].number for name in found}
    counted = queries.counts(desk(people.ben), QueueFilter(**asked), clock.now(), COUNTED)
    assert counted[Show.ALL] == len(found)


def test_the_counts_are_what_the_tabs_hold(everywhere, people):
    for whose in (Whose.MINE, Whose.STATE):
        counted = queries.counts(desk(people.ben), QueueFilter(whose), clock.now(), COUNTED)
        for show in COUNTED:
            pages = [numbers(people.ben, page, whose=whose, show=show) for page in (1, 2, 3)]
            assert counted[show] == len({one for page in pages for one in page}), show


def test_pages_neither_repeat_nor_lose_and_the_one_behind_the_last_is_the_last(people):
    made = [a_request(Status.SENT, sender=people.rosa, owner=people.ben).number for _ in range(2 * ROWS_A_PAGE + 3)]
    db.session.commit()

    pages = [numbers(people.ben, page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [ROWS_A_PAGE, ROWS_A_PAGE, 3]
    assert sorted(one for page in pages for one in page) == sorted(made)
    last = queries.queue_page(desk(people.ben), QueueFilter(), 40, clock.now())
    assert (last.number, last.has_next) == (3, False)
    assert [one.request.number for one in last.rows] == pages[2]


@pytest.mark.parametrize(
    "typed", ["{number}", "{short}", "r-2026-{short}", " {number} ", "2026-{short}"], ids=lambda one: one.strip()
)
def test_a_number_is_found_wherever_the_request_stands(put, people, typed):
    request = put(Status.CLOSED, closed_at=clock.now() - timedelta(days=90))
    asked = typed.format(number=request.number, short=str(int(request.number[-5:])))

    found = queries.requests_numbered(desk(people.mei), asked, clock.now())
    assert [one.request.number for one in found] == [request.number]
    assert queries.requests_numbered(desk(people.dana), asked, clock.now()) == []


@pytest.mark.onedb
@pytest.mark.parametrize("typed", ["", "R-", "Maria", "%", "R-2026-", "1" * 400, "٣", "2026-00001; DROP TABLE step"])
def test_what_is_no_number_finds_nothing(put, people, typed):
    put()

    assert queries.requests_numbered(desk(people.ben), typed, clock.now()) == []


def unread(user, **asked):
    return numbers(user, show=Show.UNREAD, **asked)


def news(user):
    found = queries.queue_page(desk(user), QueueFilter(show=Show.ALL), 1, clock.now())
    return {one.request.number: one.news.deed for one in found.rows if one.news}


def test_what_changed_is_unread_until_one_looks_and_own_steps_are_read(put, people):
    request = put()
    assert unread(people.ben) == [request.number]
    assert unread(people.rosa) == []

    actions.acknowledge(request, by=people.ben)
    db.session.commit()
    assert unread(people.ben) == []
    assert unread(people.rosa) == [request.number]
    assert news(people.rosa) == {request.number: Deed.ACKNOWLEDGE}

    actions.mark_read(request, by=people.rosa)
    db.session.commit()
    assert unread(people.rosa) == []
    assert news(people.rosa) == {}


def test_an_end_that_one_has_not_seen_is_news_for_thirty_days(put, people, at, on_tuesday):
    request = put(Status.RESOLVED)
    actions.mark_read(request, by=people.ben)
    actions.confirm(request, by=people.rosa)
    db.session.commit()

    assert unread(people.ben) == [request.number]
    at(on_tuesday + timedelta(days=31))
    assert unread(people.ben) == []


def test_what_a_colleague_has_in_hand_is_no_news_but_their_states_next_move_is(put, people):
    to_us = put()
    theirs = put(Status.WAITING)

    assert unread(people.mei, whose=Whose.STATE) == [to_us.number]
    actions.mark_read(theirs, by=people.mei)
    actions.write(theirs, Deed.ANSWER, "The second week.", by=people.rosa)
    db.session.commit()
    assert set(unread(people.mei, whose=Whose.STATE)) == {to_us.number, theirs.number}
