"""Passing on what is late: to whom, once, and in which words."""

import email
from email.policy import default

import pytest
from sqlalchemy import select

from coordhub.accounts.models import Role, User
from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions, queries, sweeping
from coordhub.coordination.models import CoordinationRequest, Deed, Seat, Status
from coordhub.coordination.presenting.sentences import sentence_of
from coordhub.db import db
from coordhub.directory.models import Entry
from tests.asking import Asking
from tests.cast import Cast
from tests.coordination.clockwork.days import At, again, codes, detroit, done, mailed, passed_on, told, wall
from tests.directory.entries import an_office
from tests.factories import a_person
from tests.statements import statements

TUESDAY = detroit(6, 16)  # to be acknowledged by Thursday, June 18, answered by Wednesday, July 1


@pytest.fixture
def request_(at: At, ask: Asking) -> CoordinationRequest:
    at(TUESDAY)
    return ask()


@pytest.fixture
def mei(cast: Cast) -> User:
    """The director of Michigan."""
    person = a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI")
    db.session.commit()
    return person


@pytest.fixture
def office(request_: CoordinationRequest, cast: Cast) -> Entry:
    """The office in which Ben sits."""
    entry = an_office("mi-traverse", name="Traverse office")
    db.session.add(Seat(user_id=cast.ben.id, office_id=entry.id))
    request_.to_office_id = entry.id
    db.session.commit()
    return entry


def test_the_backup_of_the_office_hears_of_a_late_acknowledgment_once(
    at: At, request_: CoordinationRequest, office: Entry, mei: User, cast: Cast
) -> None:
    backup = a_person("Lou Park", state_code="MI")
    db.session.add(Seat(user_id=backup.id, office_id=office.id, is_backup=True))
    db.session.commit()
    at(detroit(6, 18, 23, 59))
    assert done(sweeping.escalate()) == []

    at(detroit(6, 19, 0, 0))
    lines = done(sweeping.escalate())

    assert lines == [f"{request_.number}: backup escalation, person {backup.id} told"]
    assert done(sweeping.escalate()) == []
    assert passed_on(request_) == [("backup", "2026-06-18")]
    assert codes(request_) == ["backup Lou Park"]
    assert told("request-escalated") == [backup.id]
    assert sorted(told("request-passed-on")) == sorted([cast.rosa.id, cast.ben.id])
    assert [one.user_id for one in mailed("request-escalated")] == [backup.id]


def test_without_a_backup_the_one_who_takes_everything_else_hears_it_and_never_the_owner(
    at: At, request_: CoordinationRequest, office: Entry, mei: User, cast: Cast
) -> None:
    db.session.get_one(Seat, cast.ben.id).is_backup = True
    cast.ben.is_state_default = True
    other = a_person("Kim Ito", state_code="MI", is_state_default=True)
    db.session.commit()
    at(detroit(6, 19))

    sweeping.escalate()

    assert codes(request_) == ["backup Kim Ito"]
    assert told("request-escalated") == [other.id]


def test_a_backup_who_left_hears_nothing_and_the_director_does(
    at: At, request_: CoordinationRequest, office: Entry, mei: User
) -> None:
    backup = a_person("Lou Park", state_code="MI")
    db.session.add(Seat(user_id=backup.id, office_id=office.id, is_backup=True))
    backup.active = False
    db.session.commit()
    at(detroit(6, 19))

    sweeping.escalate()

    assert codes(request_) == ["backup Mei Tran"]


def test_with_nobody_to_tell_the_step_still_says_that_it_was_late(
    at: At, request_: CoordinationRequest, cast: Cast
) -> None:
    at(detroit(6, 19))

    lines = done(sweeping.escalate())

    assert lines == [f"{request_.number}: backup escalation, nobody told"]
    whole = queries.request_for(cast.rosa, request_.number)
    assert whole is not None
    assert sentence_of(whole, whole.steps[-1], "Texas", cast.rosa) == (
        "The acknowledgment was late, so the hub told nobody, as Michigan has no director on the hub."
    )


def test_the_director_hears_two_working_days_after_the_answer_was_due(
    at: At, request_: CoordinationRequest, mei: User, cast: Cast
) -> None:
    assert request_.due_on.isoformat() == "2026-07-01"
    at(detroit(6, 17))
    actions.acknowledge(request_, by=cast.ben)
    db.session.commit()
    at(detroit(7, 6, 23, 59))
    assert done(sweeping.escalate()) == []

    at(detroit(7, 7, 0, 0))

    assert done(sweeping.escalate()) == [f"{request_.number}: director escalation, person {mei.id} told"]
    assert passed_on(request_) == [("director", "2026-07-01")]
    assert codes(request_) == ["director Mei Tran"]


def test_after_a_long_sleep_of_the_worker_both_hear_and_the_trail_has_keys_only(
    at: At, request_: CoordinationRequest, mei: User
) -> None:
    at(detroit(8, 3))

    sweeping.escalate()

    assert passed_on(request_) == [("backup", "2026-06-18"), ("director", "2026-07-01")]
    assert told("request-escalated") == [mei.id, mei.id]
    trail = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "request-escalate")).all()
    assert [one.detail for one in trail] == [f"backup user-{mei.id}", f"director user-{mei.id}"]
    assert {one.actor_id for one in trail} == {None}


def test_a_new_target_after_reopening_is_passed_on_again(
    at: At, request_: CoordinationRequest, mei: User, cast: Cast
) -> None:
    at(detroit(7, 7))
    sweeping.escalate()
    again(request_)
    actions.acknowledge(request_, by=cast.ben)
    actions.record_outcome(request_, "moved_on", by=cast.ben)
    actions.confirm(request_, by=cast.rosa)
    actions.reopen(request_, "They are back.", by=cast.rosa)
    db.session.commit()
    new_target = request_.due_on
    at(detroit(7, 20))
    assert done(sweeping.escalate()) == []

    at(detroit(7, 27))
    sweeping.escalate()

    assert passed_on(request_)[-1] == ("director", new_target.isoformat())
    assert len(passed_on(request_)) == 3


def test_a_question_to_the_sender_stops_the_clock_and_its_answer_gives_two_days(
    at: At, ask: Asking, mei: User, cast: Cast
) -> None:
    at(TUESDAY)
    request = ask(type_code="REC", move_month=None, move_week=None)  # its target mirrors a rule: it never moves
    actions.acknowledge(request, by=cast.ben)
    actions.write(request, Deed.ASK, "Which grade?", by=cast.ben)
    db.session.commit()
    at(detroit(7, 14))
    assert done(sweeping.escalate()) == []
    actions.write(again(request), Deed.ANSWER, "The tenth.", by=cast.rosa)
    db.session.commit()

    at(detroit(7, 16))
    assert done(sweeping.escalate()) == []
    at(detroit(7, 17))

    assert len(done(sweeping.escalate())) == 1
    assert passed_on(request) == [("director", "2026-06-23")]


@pytest.mark.parametrize(
    "zone", ["America/Detroit", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam", "Pacific/Kiritimati"]
)
def test_the_zone_of_the_receiving_state_decides(
    starter: None, at: At, request_: CoordinationRequest, mei: User, zone: str
) -> None:
    request_.time_zone = zone
    db.session.commit()
    at(wall(zone, 2026, 6, 18, 23, 59, 59))
    assert done(sweeping.escalate()) == []

    at(wall(zone, 2026, 6, 19, 0, 0, 0))
    assert len(done(sweeping.escalate())) == 1
    at(wall(zone, 2026, 7, 6, 23, 59, 59))
    assert [one for one in done(sweeping.escalate()) if "director" in one] == []

    at(wall(zone, 2026, 7, 7, 0, 0, 0))
    assert len([one for one in done(sweeping.escalate()) if "director" in one]) == 1


def test_a_letter_says_number_type_states_date_and_link_and_nothing_else(
    at: At, ask: Asking, mei: User, cast: Cast
) -> None:
    at(TUESDAY)
    ask(note="They like the zebrafinch.", msix_ids=["999000111222"], language="Mixteco", flags=["interpreter"])
    at(detroit(6, 19))
    sweeping.escalate()

    letter = email.message_from_bytes(mailed("request-escalated")[0].content, policy=default)
    parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    whole = " ".join(parts) + str(letter["Subject"])
    assert letter["Subject"] == "R-2026-00001 Move notice, TX to MI"
    assert "Was to be acknowledged by: Thursday, June 18, 2026" in parts[0]
    assert "http://hub.example.org/coordination/R-2026-00001" in parts[0]
    for word in ("zebrafinch", "999000111222", "Grand Traverse", "26055", "Mixteco", "3 children", "Ben", "Rosa"):
        assert word not in whole


def test_a_failing_request_is_logged_by_its_number_and_does_not_stop_the_rest(
    at: At, request_: CoordinationRequest, ask: Asking, mei: User, caplog: pytest.LogCaptureFixture
) -> None:
    second = ask()
    request_.to_state = "ZZ"  # no state: the deed fails on its name
    db.session.commit()
    at(detroit(6, 19))

    swept = sweeping.escalate()

    assert swept.failed == 1
    assert swept.lines[0] == f"{request_.number}: failed, KeyError"
    assert passed_on(request_) == [] and codes(request_) == []
    assert passed_on(second) == [("backup", "2026-06-18")]
    assert f"{request_.number} could not be done: KeyError" in caplog.text
    assert "Traceback" not in caplog.text


def test_looking_when_nothing_is_due_takes_the_same_few_statements_whatever_is_open(
    at: At, request_: CoordinationRequest, ask: Asking, mei: User
) -> None:
    db.session.rollback()
    with statements() as few:
        sweeping.escalate()
        sweeping.close()
    for _ in range(5):
        ask()
    with statements() as many:
        sweeping.escalate()
        sweeping.close()

    asked = [one for one in many if one.lstrip().upper().startswith("SELECT")]
    assert len(many) == len(few)
    assert len(asked) <= 7


def test_more_than_a_batch_is_passed_on(
    at: At, request_: CoordinationRequest, ask: Asking, mei: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        ask()
    monkeypatch.setattr(queries, "BATCH", 2)
    monkeypatch.setattr("coordhub.coordination.queries.due.BATCH", 2)
    at(detroit(6, 19))

    assert len(done(sweeping.escalate())) == 5
    assert request_.status == Status.SENT
