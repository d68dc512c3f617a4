"""Whom a text calls by name, who may change a message, who may break the glass, and the bar of a request."""

from datetime import UTC, datetime, timedelta

import pytest

from coordhub.accounts.models import Role, User
from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest, Deed, Message, Status, Step
from coordhub.coordination.presenting.stages import stages

NOW = datetime(2026, 6, 16, 15, tzinfo=UTC)


def a_user(name, id_=1, *, state="MI", role=Role.COORDINATOR, approved=True):
    return User(id=id_, display_name=name, role=role, state_code=state, approved_at=NOW if approved else None)


MEI, TRAN_LE, BEN = a_user("Mei Tran", 1), a_user("Mei Tran Le", 2), a_user("Ben Okafor", 3)


def called(text, *people):
    return [one.display_name for call in rules.calls_in(text, people) for one in call.people]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Mei Tran, do you know?", ["Mei Tran"]),
        ("ask @mei tran", ["Mei Tran"]),
        ("(@Mei Tran) and @Ben Okafor’s list", ["Mei Tran", "Ben Okafor"]),
        ("@Mei Tran Le", ["Mei Tran Le"]),
        ("@Mei Trantor", []),
        ("@Mei Tran-Nguyen", []),
        ("Mei Tran", []),
        ("write to x@Mei Tran", []),
        ("mei@example.org", []),
        ("@ Mei Tran", []),
        ("@", []),
        ("", []),
    ],
)
def test_a_name_after_an_at_sign_calls_that_person(text, names):
    assert called(text, MEI, TRAN_LE, BEN) == names


def test_two_people_of_one_name_are_both_called():
    other = a_user("Mei Tran", 9, state="TX")

    assert {one.id for call in rules.calls_in("@Mei Tran", [MEI, other]) for one in call.people} == {1, 9}


def test_a_name_of_nobody_is_noticed_and_an_ordinary_word_is_not():
    assert rules.calls_a_stranger("@Dana Whitfield knows", [MEI])
    assert not rules.calls_a_stranger("@home and me@example.org, @Mei Tran", [MEI])


def a_request(status=Status.IN_PROGRESS, **more):
    return CoordinationRequest(type_code="MOVE", from_state="TX", to_state="MI", status=status, **more)


def a_message(actor_id=1, at=NOW):
    return Step(position=2, deed=Deed.WRITE, actor_id=actor_id, at=at, code="", message=Message(text="Words."))


def test_a_message_can_be_changed_for_fifteen_minutes():
    assert rules.may_edit(MEI, a_request(), a_message(), NOW + timedelta(minutes=15))
    assert not rules.may_edit(MEI, a_request(), a_message(), NOW + timedelta(minutes=15, seconds=1))


def test_only_its_writer_changes_a_message():
    assert not rules.may_edit(BEN, a_request(), a_message(), NOW)


def test_who_went_to_another_state_changes_nothing_here():
    gone = a_user("Mei Tran", 1, state="OH")

    assert not rules.may_edit(gone, a_request(), a_message(), NOW)


def test_a_step_without_words_and_a_wiped_request_have_nothing_to_change():
    bare = Step(position=2, deed=Deed.ACKNOWLEDGE, actor_id=1, at=NOW, code="")

    assert not rules.may_edit(MEI, a_request(), bare, NOW)
    assert not rules.may_edit(MEI, a_request(wiped_at=NOW), a_message(), NOW)


@pytest.mark.parametrize("role", Role)
def test_only_observers_and_administrators_break_the_glass(role):
    outside = role in (Role.OBSERVER, Role.ADMINISTRATOR)

    assert rules.may_break_glass(a_user("A", role=role)) == outside
    assert not rules.may_break_glass(a_user("A", role=role, approved=False))


WHOLE = "Sent, Acknowledged, In progress, Outcome, Closed"
ACKNOWLEDGED = {"acknowledged_at": NOW}


@pytest.mark.parametrize(
    ("request_", "deeds", "bar", "now"),
    [
        (a_request(Status.SENT), [], WHOLE, "Sent"),
        (a_request(Status.WAITING, **ACKNOWLEDGED), [], WHOLE, "In progress"),
        (a_request(Status.NOT_LOCATED, **ACKNOWLEDGED), [], WHOLE, "Outcome"),
        (a_request(Status.DECLINED), [Deed.DECLINE], "Sent, Declined, Closed", "Declined"),
        (a_request(Status.DECLINED, **ACKNOWLEDGED), [], "Sent, Acknowledged, Declined, Closed", "Declined"),
        (a_request(Status.REROUTED), [Deed.REROUTE], "Sent, Sent on, Closed", "Sent on"),
        (a_request(Status.CLOSED), [Deed.DECLINE, Deed.CONFIRM], "Sent, Declined, Closed", "Closed"),
        (a_request(Status.WITHDRAWN, **ACKNOWLEDGED), [], "Sent, Acknowledged, Withdrawn", "Withdrawn"),
        (a_request(Status.CLOSED, outcome_code="enrolled"), [Deed.DECLINE, Deed.DISPUTE, Deed.RECORD_OUTCOME],
         WHOLE, "Closed"),
    ],
)  # fmt: skip
def test_the_bar_names_what_happened_and_nothing_else(request_, deeds, bar, now):
    words, at = stages(request_, [Step(deed=deed, code="") for deed in deeds])

    assert ", ".join(words) == bar
    assert words[at] == now
