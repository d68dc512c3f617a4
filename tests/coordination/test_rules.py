"""The rules of requests: parties, lifecycle, targets, routing."""

from datetime import UTC, date, datetime

import pytest

from coordhub.accounts.models import CoveredCounty, PersonSpecialty, Role, Specialty, User
from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest, Deed, Status
from coordhub.coordination.rules import Side
from coordhub.coordination.types import TYPES

MOVE, REC = TYPES["MOVE"], TYPES["REC"]


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
    assert rules.may_do(a_user(state="MI"), a_request(), Deed.ACKNOWLEDGE)
    assert not rules.may_do(a_user(state="TX"), a_request(), Deed.ACKNOWLEDGE)


def test_only_the_sender_confirms():
    assert rules.may_do(a_user(state="TX"), a_request(Status.RESOLVED), Deed.CONFIRM)
    assert not rules.may_do(a_user(state="MI"), a_request(Status.RESOLVED), Deed.CONFIRM)


def test_a_declined_request_cannot_be_acknowledged():
    assert not rules.may_do(a_user(), a_request(Status.DECLINED), Deed.ACKNOWLEDGE)


@pytest.mark.parametrize("status", sorted(rules.ENDED))
def test_nothing_can_be_done_after_the_end(status):
    for state in ("TX", "MI"):
        assert rules.deeds_open_to(a_user(state=state), a_request(status)) == frozenset()


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


COVERS = {"counties": ("26055",)}
SKILLED = {"specialties": (Specialty.RECRUITMENT,)}


@pytest.mark.parametrize(
    ("better", "worse", "because"),
    [
        (COVERS | SKILLED, COVERS, "covers Grand Traverse County"),
        (COVERS, SKILLED, "covers Grand Traverse County"),
        (SKILLED, {"default": True}, "answers for recruitment"),
        ({"default": True}, {"role": Role.DIRECTOR}, "takes what has no other owner in the state"),
        ({"role": Role.DIRECTOR}, {}, "directs the state’s program"),
    ],
)
def test_a_request_goes_to_the_better_match(better, worse, because):
    right, other = a_user("Z", **better), a_user("A", **worse)

    found = rules.route([other, right], MOVE, "26055", "Grand Traverse County")

    assert (found.person, found.because) == (right, because)


def test_somebody_who_covers_another_county_is_not_preferred():
    elsewhere, default = a_user("A", counties=("26081",)), a_user("B", default=True)

    assert rules.route([elsewhere, default], MOVE, "26055", "Grand Traverse County").person is default


def test_a_request_without_a_county_goes_by_specialty():
    assert rules.route([a_user("A"), a_user("B", **SKILLED)], MOVE, None, None).person.display_name == "B"


def test_a_state_without_people_has_no_route():
    assert rules.route([], MOVE, None, None) is None
