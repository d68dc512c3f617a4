"""Counting into tallies: when it is due, what it writes, twice, and two counters at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from coordhub import clock
from coordhub.coordination import actions
from coordhub.coordination.actions.counting import NOT_LATER, NOT_SOONER, codes_due, count_due
from coordhub.coordination.models import Tally, Way
from coordhub.db import db
from tests.coordination.insight.conftest import SIX
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("on_tuesday", "six_states")
WEDNESDAY = datetime(2026, 6, 17, 15, 0, tzinfo=UTC)


def counted(now=None, **more):
    found = []
    for code in count_due(now or clock.now(), **more):
        db.session.commit()
        found.append(code)
    return found


def due(now):
    return codes_due(now)[0]


def rows():
    found = db.session.scalars(select(Tally).where(Tally.requests > 0))
    return {
        (one.state_code, one.season, one.way, one.partner, one.type_code): (
            one.requests, one.acknowledge_median, one.answer_median, one.overdue, one.unanswered_moves,
        )
        for one in found
    }  # fmt: skip


def test_everybody_is_counted_first_and_a_state_without_requests_has_a_zero(cast):
    assert counted() == [*SIX, "US"]

    assert db.session.get_one(Tally, ("OH", 2026, Way.RECEIVED, "", "")).requests == 0


def test_a_request_stands_with_both_states_and_the_nation(cast, ask, at):
    request = ask()
    at(WEDNESDAY)
    actions.acknowledge(request, by=cast.ben)
    actions.record_outcome(request, "enrolled", by=cast.ben)
    db.session.commit()

    counted()

    numbers = (1, 1.0, 1.0, 0, 0)
    assert rows() == {
        (state, 2026, way, partner, type_code): numbers
        for state, way, partners in (
            ("TX", Way.SENT, ("", "MI")),
            ("MI", Way.RECEIVED, ("", "TX")),
            ("US", Way.RECEIVED, ("",)),
        )
        for partner in partners
        for type_code in ("", "MOVE")
    }


def test_overdue_comes_with_the_date_alone(ask, on_tuesday):
    ask()
    counted()
    later = datetime(2026, 7, 6, 15, 0, tzinfo=UTC)

    counted(later)

    assert rows()[("MI", 2026, Way.RECEIVED, "TX", "MOVE")] == (1, None, None, 1, 1)


def test_a_state_is_due_when_a_request_of_it_changed_and_ten_minutes_have_gone(cast, ask, on_tuesday):
    counted()
    assert due(on_tuesday) == []
    ask()

    assert due(on_tuesday + NOT_SOONER - timedelta(seconds=1)) == []
    assert due(on_tuesday + NOT_SOONER) == ["MI", "TX", "US"]


def test_what_is_committed_a_moment_after_the_count_is_not_missed(cast, ask, at, on_tuesday):
    at(on_tuesday - timedelta(seconds=90))
    ask()
    counted(on_tuesday)

    assert due(on_tuesday + NOT_SOONER) == ["MI", "TX", "US"]


def test_everybody_is_due_a_few_times_a_day(app, on_tuesday):
    counted()

    assert due(on_tuesday + NOT_LATER - timedelta(seconds=1)) == []
    assert due(on_tuesday + NOT_LATER) == [*SIX, "US"]


def test_a_new_season_is_begun_on_its_first_day(ask, on_tuesday):
    ask()
    counted(datetime(2027, 1, 31, 23, 55, tzinfo=UTC))

    first = datetime(2027, 2, 1, 0, 0, tzinfo=UTC)
    assert "MI" in counted(first)
    assert db.session.get_one(Tally, ("MI", 2027, Way.RECEIVED, "", "")).requests == 0
    assert db.session.get_one(Tally, ("MI", 2026, Way.RECEIVED, "", "")).requests == 1


def test_counting_twice_makes_the_same_rows(ask):
    ask(), ask(type_code="REC"), ask(to_state="FL")
    counted()
    once = rows()

    counted(all_of_them=True)

    assert rows() == once


def test_a_season_keeps_its_figures_when_its_requests_are_deleted_after_three_years(ask, at):
    request = ask()
    counted()
    first_day = datetime(2029, 2, 1, 12, 0, tzinfo=UTC)
    db.session.delete(request)
    db.session.commit()

    counted(first_day)
    assert rows()[("TX", 2026, Way.SENT, "MI", "MOVE")][0] == 1

    counted(datetime(2029, 1, 31, 12, 0, tzinfo=UTC), all_of_them=True)
    assert rows() == {}


def test_a_wiped_request_still_counts(ask):
    request = ask()
    request.wiped_at, request.to_county_code, request.to_county_name = clock.now(), None, None
    db.session.commit()

    counted()

    assert rows()[("TX", 2026, Way.SENT, "MI", "MOVE")][0] == 1


def test_of_two_counters_at_once_one_counts_each_state(app, ask):
    ask()
    for _ in range(2):
        both = Barrier(2)

        def run(_number, both=both):
            with app.app_context():
                both.wait()
                try:
                    return counted(all_of_them=True)
                finally:
                    db.session.remove()

        db.session.remove()
        with ThreadPoolExecutor(2) as threads:
            found = list(threads.map(run, range(2)))

        # The slower of the two finds states that the faster has already left; both together counted everybody.
        assert len(Counter(found[0] + found[1])) == 7
        assert rows()[("MI", 2026, Way.RECEIVED, "", "")][0] == 1


def test_a_counter_that_saw_an_older_count_stands_back(app, ask, on_tuesday):
    ask()
    slow = count_due(on_tuesday, all_of_them=True)
    first = next(slow)  # it has seen who was counted when, and counted one
    db.session.commit()
    counted(on_tuesday + timedelta(minutes=1), all_of_them=True)

    assert first == "AK"
    assert list(slow) == []


def test_counting_reads_no_private_column(ask):
    ask(note="Marker Q7: they need the bus.")

    with statements() as asked:
        counted()

    reading = [one for one in asked if "FROM coordination_request" in one]
    assert reading
    for column in ("details", "county", "children_count", "flags", "language", "msix", "move_", "number"):
        assert not [one for one in reading if column in one], column
    assert not [one for one in asked if "message" in one or "step" in one]


def test_the_number_of_statements_does_not_grow_with_requests(ask):
    ask(), ask(to_state="FL")
    counted()
    ask(), ask(to_state="FL")
    with statements() as few:
        counted(all_of_them=True)
    for _ in range(5):
        ask(), ask(to_state="FL")

    with statements() as many:
        counted(all_of_them=True)

    assert len(few) == len(many)


def test_a_count_writes_only_what_differs(ask):
    ask(), ask(type_code="REC")
    counted()

    with statements() as asked:
        counted(all_of_them=True)

    assert not [one for one in asked if one.startswith(("INSERT", "DELETE"))]


def test_what_is_counted_no_more_is_taken_away(ask):
    db.session.delete(ask())
    left = ask(type_code="REC")
    db.session.commit()
    counted()
    left.type_code = "GEN"
    db.session.commit()

    counted(all_of_them=True)

    assert {key[4] for key in rows()} == {"", "GEN"}


def test_the_command_says_whom_it_counted_and_finds_nobody_the_second_time(app, ask):
    ask()
    runner = app.test_cli_runner()

    dry = runner.invoke(args=["coordination", "count", "--dry-run"])
    once = runner.invoke(args=["coordination", "count"])
    twice = runner.invoke(args=["coordination", "count"])

    assert "MI: would be counted" in dry.output
    assert (once.exit_code, once.output.splitlines()[-1]) == (0, "US: counted")
    assert twice.output == ""
    assert len(runner.invoke(args=["coordination", "count", "--all"]).output.splitlines()) == 7
