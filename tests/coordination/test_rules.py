"""The rules of requests: parties, lifecycle, targets, routing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coordhub import workdays
from coordhub.accounts.models import CoveredCounty, PersonSpecialty, Role, User
from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest, Deed, Status, Step
from coordhub.coordination.rules import Side
from coordhub.coordination.types import TYPES

MOVE, REC = TYPES["MOVE"], TYPES["REC"]
NOW = datetime(2026, 6, 16, 15, tzinfo=UTC)


def a_user(name="A", *, state="MI", role=Role.COORDINATOR, counties=(), specialties=(), default=False, approved=True):
    return User(
        display_name=name,
        role=role,
        state_code=state,
        is_state_default=default,
        approved_at=datetime(2026, 1, 1, tzinfo=UTC) if approved else None,
        counties=[CoveredCounty(county_code=code) for code in counties],
        specialties=[PersonSpecialty(specialty=one) for one in specialties],
    )


def a_request(status=Status.SENT, type_code="MOVE"):
    return CoordinationRequest(
        status=status,
        type_code=type_code,
        from_state="TX",
        to_state="MI",
        time_zone="America/Detroit",
        acknowledge_by=date(2026, 6, 18),
        due_on=date(2026, 6, 30),
    )


def test_members_of_both_states_are_parties():
    assert rules.side_of(a_user(state="TX"), a_request()) == Side.SENDER
    assert rules.side_of(a_user(state="MI"), a_request()) == Side.RECEIVER


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ADMINISTRATOR])
def test_observers_and_administrators_are_never_a_party(role):
    assert not rules.may_read(a_user(role=role, state=None), a_request())


def test_a_third_state_is_no_party():
    assert not rules.may_read(a_user(state="FL"), a_request())


def test_somebody_not_yet_approved_is_no_party():
    assert not rules.may_read(a_user(approved=False), a_request())


def test_only_the_receiver_acknowledges():
    assert rules.may_do(a_user(state="MI"), a_request(), Deed.ACKNOWLEDGE, NOW)
    assert not rules.may_do(a_user(state="TX"), a_request(), Deed.ACKNOWLEDGE, NOW)


def test_only_the_sender_confirms():
    assert rules.may_do(a_user(state="TX"), a_request(Status.RESOLVED), Deed.CONFIRM, NOW)
    assert not rules.may_do(a_user(state="MI"), a_request(Status.RESOLVED), Deed.CONFIRM, NOW)


def test_a_declined_request_cannot_be_acknowledged():
    assert not rules.may_do(a_user(), a_request(Status.DECLINED), Deed.ACKNOWLEDGE, NOW)


def ended(status, *, days_ago):
    request = a_request(status)
    request.closed_at = NOW - timedelta(days=days_ago)
    return request


@pytest.mark.parametrize("state", ["TX", "MI"])
def test_after_the_end_a_request_can_only_be_opened_again_and_only_for_30_days(state):
    someone = a_user(state=state)

    assert rules.deeds_open_to(someone, ended(Status.CLOSED, days_ago=30), NOW) == {Deed.REOPEN}
    assert rules.deeds_open_to(someone, ended(Status.CLOSED, days_ago=31), NOW) == frozenset()
    assert rules.deeds_open_to(someone, ended(Status.WITHDRAWN, days_ago=1), NOW) == frozenset()


@pytest.mark.parametrize("state", ["TX", "MI"])
def test_only_directors_put_a_legal_hold_on_a_request_and_lift_it(state):
    director = a_user(state=state, role=Role.DIRECTOR)
    held = ended(Status.CLOSED, days_ago=31)

    assert rules.deeds_open_to(director, held, NOW) == {Deed.HOLD}
    held.held_at = NOW
    assert rules.deeds_open_to(director, held, NOW) == {Deed.RELEASE}
    assert rules.deeds_open_to(a_user(state=state), held, NOW) == frozenset()


def test_nothing_can_be_done_with_a_request_that_was_wiped():
    wiped = ended(Status.CLOSED, days_ago=1)
    wiped.wiped_at = NOW

    assert rules.deeds_open_to(a_user(role=Role.DIRECTOR), wiped, NOW) == frozenset()


def test_the_table_is_the_lifecycle_of_the_domain_guide():
    main_way = {(before.value, after.value) for (before, _, _), after in rules.TRANSITIONS.items() if before != after}

    assert main_way == {
        ("draft", "sent"),
        ("sent", "acknowledged"),
        ("acknowledged", "in_progress"),
        *((taken, "waiting") for taken in ("acknowledged", "in_progress")),
        ("waiting", "in_progress"),
        *((taken, "resolved") for taken in ("acknowledged", "in_progress", "waiting")),
        *(
            (open_, end)
            for open_ in ("sent", "acknowledged", "in_progress", "waiting")
            for end in ("declined", "rerouted")
        ),
        *((answer, "closed") for answer in ("resolved", "not_located", "declined", "rerouted")),
        *((answer, "in_progress") for answer in ("resolved", "not_located", "declined")),
        *((status.value, "withdrawn") for status in rules.OPEN),
        ("closed", "in_progress"),
    }


def a_history(*steps):
    return [Step(position=n, deed=deed, status_after=after) for n, (deed, after) in enumerate(steps, 1)]


def test_a_step_that_the_table_does_not_lead_to_is_found_in_a_history():
    fine = a_history((Deed.SEND, Status.SENT), (Deed.ACKNOWLEDGE, Status.ACKNOWLEDGED))
    skipped = a_history((Deed.SEND, Status.SENT), (Deed.CONFIRM, Status.CLOSED))

    assert list(rules.illegal_steps(fine)) == []
    assert [one.position for one in rules.illegal_steps(skipped)] == [2]


def test_an_outcome_of_not_located_leads_to_its_own_status():
    request = a_request(Status.ACKNOWLEDGED)

    assert rules.status_after(request, Side.RECEIVER, Deed.RECORD_OUTCOME, "not_located") == Status.NOT_LOCATED
    assert rules.status_after(request, Side.RECEIVER, Deed.RECORD_OUTCOME, "enrolled") == Status.RESOLVED


def test_every_status_that_can_be_reached_can_reach_an_end():
    after = {}
    for (status, _, _), reached in rules.TRANSITIONS.items():
        after.setdefault(status, set()).add(reached)
    after[Status.ACKNOWLEDGED].add(Status.NOT_LOCATED)  # by an outcome with that ending
    for status in after:
        seen, front = set(), {status}
        while front:
            seen |= front
            front = set().union(*(after.get(one, set()) for one in front)) - seen
        assert seen & rules.ENDED, status


def test_targets_count_working_days_in_the_receiving_state():
    late_evening_in_detroit = datetime(2026, 6, 17, 3, 30, tzinfo=UTC)  # Tuesday 11:30 PM there

    found = rules.targets(MOVE, late_evening_in_detroit, "America/Detroit")

    assert found.sent_on == date(2026, 6, 16)
    assert found.acknowledge_by == date(2026, 6, 18)
    assert found.due_on == date(2026, 7, 1)  # Juneteenth does not count


FRIDAY = datetime(2026, 6, 12, 15, tzinfo=UTC)  # June 12; Monday the 15th is the first working day


def test_an_emergency_is_acknowledged_the_same_day_and_on_a_sunday_the_next_working_day():
    emergency = TYPES["EMRG"]
    sunday = datetime(2026, 6, 14, 15, tzinfo=UTC)

    assert rules.targets(emergency, FRIDAY, "America/Detroit").acknowledge_by == date(2026, 6, 12)
    assert rules.targets(emergency, FRIDAY, "America/Detroit").due_on == date(2026, 6, 15)
    assert rules.targets(emergency, sunday, "America/Detroit").acknowledge_by == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("graduation", "due"),
    [
        (None, date(2026, 6, 22)),  # 5 working days, Juneteenth not counted
        ("2026-08-28", date(2026, 6, 22)),  # far away: no later for that
        ("2026-07-01", date(2026, 6, 16)),  # 10 working days before it
        ("2026-06-18", date(2026, 6, 15)),  # too near for 10: the first working day
    ],
)
def test_a_pass_transfer_is_answered_ten_working_days_before_a_graduation(graduation, due):
    found = rules.targets(TYPES["PASS"], FRIDAY, "America/Detroit", details={"graduation_on": graduation})

    assert found.due_on == due
    assert found.acknowledge_by <= due


def test_testing_is_answered_fifteen_working_days_before_the_window():
    found = rules.targets(TYPES["TEST"], FRIDAY, "America/Chicago", details={"window_starts": "2026-07-13"})

    assert found.due_on == date(2026, 6, 18)
    assert workdays.working_days_between(found.due_on, date(2026, 7, 13)) >= 15


def test_a_credit_question_is_never_due_after_the_graduation():
    found = rules.targets(TYPES["CRED"], FRIDAY, "America/Chicago", details={"graduation_on": "2026-06-16"})

    assert found.due_on == date(2026, 6, 16)


CLOSED_WEEK = frozenset(date(2026, 6, 15) + timedelta(days=n) for n in range(5))


def test_a_closure_week_moves_a_target_that_mirrors_no_rule():
    found = rules.targets(MOVE, FRIDAY, "America/Detroit", closed=CLOSED_WEEK)

    assert found.acknowledge_by == date(2026, 6, 23)


def test_a_closure_week_does_not_move_a_target_that_mirrors_a_rule():
    assert rules.targets(REC, FRIDAY, "America/Detroit", closed=CLOSED_WEEK).due_on == date(2026, 6, 18)


def test_days_of_waiting_for_the_sender_are_added_to_a_target_that_mirrors_no_rule():
    asked, answered = FRIDAY, datetime(2026, 6, 18, 15, tzinfo=UTC)
    moved, records = a_request(Status.WAITING), a_request(Status.WAITING, "REC")

    assert rules.due_after_waiting(moved, asked, answered) == date(2026, 7, 7)  # June 30 and 4 days, July 3 a holiday
    assert rules.due_after_waiting(records, asked, answered) == records.due_on


def test_a_records_request_has_four_working_days():
    assert rules.targets(REC, datetime(2026, 6, 15, 15, tzinfo=UTC), "America/Chicago").due_on == date(2026, 6, 22)


def test_a_request_is_overdue_only_while_the_receiver_is_to_move():
    day_after = date(2026, 7, 1)

    assert rules.is_overdue(a_request(Status.IN_PROGRESS), day_after)
    assert not rules.is_overdue(a_request(Status.WAITING), day_after)
    assert not rules.is_overdue(a_request(Status.CLOSED), day_after)


def test_a_request_is_not_overdue_on_its_day():
    assert not rules.is_overdue(a_request(Status.SENT), date(2026, 6, 18))
    assert rules.is_overdue(a_request(Status.SENT), date(2026, 6, 19))
