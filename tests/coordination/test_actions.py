"""Deeds on requests."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from coordhub import clock
from coordhub.accounts.models import Role, User
from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions, queries, rules
from coordhub.coordination.models import CoordinationRequest, Deed, Message, Status
from coordhub.coordination.types import TYPES
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.mail.models import LetterContent, OutgoingEmail
from coordhub.notifications.models import Notification
from coordhub.privacy.checks import PrivacyRefusal
from tests.factories import a_person
from tests.telling import write_letters


def deeds_recorded(about):
    return list(db.session.scalars(select(AuditEntry.deed).where(AuditEntry.about == about).order_by(AuditEntry.id)))


def test_a_sent_request_has_a_number_of_its_year_and_goes_to_who_covers_the_county(on_tuesday, cast, ask):
    first, second = ask(), ask()

    assert (first.number, second.number) == ("R-2026-00001", "R-2026-00002")
    assert first.owner is cast.ben
    assert first.routed_because == "covers Grand Traverse County"


def test_numbers_begin_anew_each_year(at, on_tuesday, ask):
    ask()
    at(on_tuesday.replace(year=2027, month=1, day=20))

    assert ask().number == "R-2027-00001"


def test_a_state_cannot_ask_itself(ask, cast):
    with pytest.raises(NotAllowed, match="another state"):
        ask(by=cast.ben)


def test_an_observer_cannot_send(ask, cast):
    with pytest.raises(NotAllowed, match="act for a state"):
        ask(by=cast.olive)


def test_a_birth_date_in_the_note_stores_nothing(ask):
    with pytest.raises(PrivacyRefusal) as refused:
        ask(note="The oldest, DOB 4/12/2014, likes to help.")
    db.session.rollback()

    assert "note" in refused.value.errors
    assert "4/12/2014" not in str(refused.value)
    assert db.session.scalar(select(Message)) is None


def test_the_owner_is_told_at_once_and_the_sender_is_not(ask, cast):
    request = ask()

    write_letters()
    letters = db.session.scalars(select(OutgoingEmail)).all()
    assert [letter.user_id for letter in letters] == [cast.ben.id]
    told = db.session.scalars(select(Notification).where(Notification.about == request.number)).all()
    assert {one.user_id for one in told} == {cast.ben.id}


def test_the_whole_way_ends_closed_with_a_step_for_everything(ask, cast):
    request = ask(note="They need the bus.")

    actions.acknowledge(request, by=cast.ben)
    actions.write(request, Deed.ASK, "Which week do they come?", by=cast.ben)
    assert request.status == Status.WAITING
    actions.write(request, Deed.ANSWER, "The second week.", by=cast.rosa)
    actions.record_outcome(request, "enrolled", by=cast.ben)
    actions.confirm(request, by=cast.rosa)
    db.session.commit()

    found = queries.request_for(cast.rosa, request.number)
    assert found.status == Status.CLOSED
    assert found.closed_at is not None
    assert [step.deed for step in found.steps] == [
        Deed.SEND, Deed.ACKNOWLEDGE, Deed.ASK, Deed.ANSWER, Deed.RECORD_OUTCOME, Deed.CONFIRM,
    ]  # fmt: skip
    assert [step.actor.display_name.split()[0] for step in found.steps] == ["Rosa", "Ben", "Ben", "Rosa", "Ben", "Rosa"]
    assert deeds_recorded(request.number)[-1] == "request-confirm"


def test_a_colleague_who_acknowledges_owns_the_request(ask, cast):
    mei = a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI")
    request = ask()

    actions.acknowledge(request, by=mei)

    assert request.owner is mei


def test_an_outcome_of_another_type_is_refused(ask, cast):
    request = ask()
    actions.acknowledge(request, by=cast.ben)

    with pytest.raises(NotAllowed, match="one of the outcomes"):
        actions.record_outcome(request, "in_msix", by=cast.ben)


def test_a_disputed_outcome_goes_back_to_the_receiver(ask, cast):
    request = ask()
    actions.acknowledge(request, by=cast.ben)
    actions.record_outcome(request, "moved_on", by=cast.ben)

    actions.dispute(request, "The school says they are still there.", by=cast.rosa)

    assert request.status == Status.IN_PROGRESS
    assert request.outcome_code is None


def test_a_declined_request_tells_why_and_waits_for_its_sender(ask, cast):
    request = ask()

    actions.decline(request, "no_program", by=cast.ben)

    assert (request.status, request.steps[-1].code) == (Status.DECLINED, "no_program")
    assert request.closed_at is None
    actions.confirm(request, by=cast.rosa)
    assert request.status == Status.CLOSED


def test_a_third_state_can_do_nothing(ask, cast):
    request = ask()

    for deed in (actions.acknowledge, actions.confirm, actions.withdraw):
        with pytest.raises(NotAllowed):
            deed(request, by=cast.dana)


def test_msix_ids_are_shown_to_a_party_and_that_is_recorded(ask, cast):
    request = ask(msix_ids=["123456784417", "123456784417", "123456785020"])

    shown = actions.show_msix_ids(request, by=cast.ben)

    assert sorted(shown) == ["123456784417", "123456785020"]
    assert "msix-ids-shown" in deeds_recorded(request.number)


def test_msix_ids_are_refused_to_everybody_else(ask, cast):
    request = ask(msix_ids=["123456784417"])

    for person in (cast.dana, cast.olive, cast.ada, cast.sam, cast.pat):
        with pytest.raises(NotAllowed):
            actions.show_msix_ids(request, by=person)


def test_a_marker_in_private_text_reaches_no_letter_no_notice_and_no_audit_line(ask, cast, caplog):
    marker = "zebrafinch"
    request = ask(note=f"They like the {marker}.", msix_ids=["999000111222"])
    actions.acknowledge(request, by=cast.ben)
    actions.write(request, Deed.ASK, f"What is a {marker}?", by=cast.ben)
    db.session.commit()

    write_letters()
    letters = b"".join(db.session.scalars(select(LetterContent.content)))
    notices = [
        f"{one.title} {one.reason} {one.url} {one.event_key}" for one in db.session.scalars(select(Notification)).all()
    ]
    trail = [f"{one.deed} {one.about} {one.detail}" for one in db.session.scalars(select(AuditEntry)).all()]
    everywhere = letters.decode() + " ".join(notices) + " ".join(trail) + caplog.text
    assert marker not in everywhere
    assert "999000111222" not in everywhere


DEEDS = {
    Deed.ACKNOWLEDGE: lambda request, by: actions.acknowledge(request, by=by),
    Deed.START: lambda request, by: actions.start(request, by=by),
    Deed.ASK: lambda request, by: actions.write(request, Deed.ASK, "Words.", by=by),
    Deed.ANSWER: lambda request, by: actions.write(request, Deed.ANSWER, "Words.", by=by),
    Deed.WRITE: lambda request, by: actions.write(request, Deed.WRITE, "Words.", by=by),
    Deed.RECORD_OUTCOME: lambda request, by: actions.record_outcome(request, "enrolled", by=by),
    Deed.CONFIRM: lambda request, by: actions.confirm(request, by=by),
    Deed.DISPUTE: lambda request, by: actions.dispute(request, "Words.", by=by),
    Deed.DECLINE: lambda request, by: actions.decline(request, "duplicate", by=by),
    Deed.REROUTE: lambda request, by: actions.reroute(request, _onward(), by=by),
    Deed.WITHDRAW: lambda request, by: actions.withdraw(request, by=by),
    Deed.REOPEN: lambda request, by: actions.reopen(request, "Words.", by=by),
    Deed.ASSIGN: lambda request, by: actions.assign(request, _colleague(request, by), by=by),
    Deed.HAND_OVER: lambda request, by: actions.hand_over(_holder(request, by), _colleague(request, by), by=by),
    Deed.HOLD: lambda request, by: actions.hold(request, by=by),
    Deed.RELEASE: lambda request, by: actions.release(request, by=by),
}
BY_THE_HUB = {
    Deed.CLOSE: lambda request: actions.close(request.id),
    Deed.ESCALATE: lambda request: actions.escalate(request.id),
    Deed.WIPE: lambda request: actions.wipe(request.id),
    Deed.BREAK_GLASS: lambda request: actions.break_glass(
        request.number, "A parent asked whether anybody answered.", by=db.session.scalar(_who("Olive Hart"))
    ),
}
NAMES = ("Rosa Delgado", "Luis Ortega", "Ben Okafor", "Mei Tran", "Dana Whitfield", "the hub")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    choices=st.lists(
        st.tuples(
            st.integers(0, 99),  # which of the deeds that are open to somebody
            st.one_of(st.none(), st.tuples(st.sampled_from(NAMES), st.sampled_from(sorted(Deed)))),  # or any other one
            st.sampled_from((0, 0, 0, 1, 8, 25, 91)),  # days later
        ),
        max_size=16,
    )
)
def test_any_sequence_of_deeds_leaves_a_request_legal(app, cast, colleagues, ask, at, on_tuesday, choices):
    at(on_tuesday)
    number, now = ask(note="Words.").number, on_tuesday
    for pick, other, days in choices:
        now += timedelta(days=days, seconds=1)
        at(now)
        request = _loaded(number)
        open_now = _open_now(request, now)
        name, deed = other or open_now[pick % len(open_now)]
        before = (request.status, request.last_position, request.owner_id, request.sender_id, request.held_at)
        try:
            _do(request, deed, name)
        except NotAllowed:
            db.session.rollback()
            refused = True
        else:
            refused = False
            db.session.commit()
        request = _loaded(number)
        after = (request.status, request.last_position, request.owner_id, request.sender_id, request.held_at)
        assert not refused or (name, deed) not in open_now
        assert after == before or (name, deed) in open_now
        _agrees(request, now)


def _open_now(request, now):
    """Return who may do what with the request, as the rules say it."""
    found = [("the hub", deed) for deed in BY_THE_HUB]
    for name in NAMES[:4]:
        person = _named(name)
        for deed in sorted(rules.deeds_open_to(person, request, now)):
            if deed != Deed.HAND_OVER or rules.may_hand_over(person, _holder(request, person)):
                found.append((name, deed))
    return found


@pytest.fixture
def colleagues(cast):
    """A colleague for Rosa and one for Ben; Rosa and Mei are directors."""
    a_person("Luis Ortega", state_code="TX")
    a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI")
    db.session.commit()


def _agrees(request, now):
    """Assert that the history is true and that the row says the same as the history."""
    steps = request.steps
    assert list(rules.illegal_steps(steps)) == []
    assert [one.position for one in steps] == list(range(1, request.last_position + 1))
    assert (request.status, request.changed_at) == (steps[-1].status_after, steps[-1].at)
    ended_at = [one.at for one in steps if one.status_after in rules.ENDED and one.deed in _ENDING]
    assert request.closed_at == (ended_at[-1] if request.status in rules.ENDED else None)
    answered_at = [one.at for one in steps if one.deed in _ANSWERING]
    if request.status in rules.ANSWERED:
        assert request.answered_at == answered_at[-1]
    elif request.status in rules.UNDER_WAY:
        assert (request.answered_at, request.outcome_code) == (None, None)
    asked_at = [one.at for one in steps if one.deed == Deed.ASK]
    assert request.waiting_since == (asked_at[-1] if request.status == Status.WAITING else None)
    assert (request.wiped_at is not None) == any(one.deed == Deed.WIPE for one in steps)
    holds = [one.deed for one in steps if one.deed in (Deed.HOLD, Deed.RELEASE)]
    assert (request.held_at is not None) == (holds[-1:] == [Deed.HOLD])
    assert request.wiped_at is None or not any(one.message for one in steps)
    people = {one.actor.state_code for one in steps if one.actor and one.deed != Deed.BREAK_GLASS}
    assert people <= {"TX", "MI"}
    onward = db.session.scalars(select(CoordinationRequest).where(CoordinationRequest.follows_id == request.id)).all()
    assert [one.number for one in onward] == [one.code for one in steps if one.deed == Deed.REROUTE]


_ENDING = (Deed.CONFIRM, Deed.CLOSE, Deed.WITHDRAW)
_ANSWERING = (Deed.RECORD_OUTCOME, Deed.DECLINE, Deed.REROUTE)


def _do(request, deed, name):
    if name == "the hub":
        act = BY_THE_HUB.get(deed)
        return act(request) if act else None
    if deed not in DEEDS:
        raise NotAllowed("no step of a person")
    return DEEDS[deed](request, _named(name))


def _loaded(number):
    db.session.expire_all()
    return queries.request_for(_named("Rosa Delgado"), number)


def _who(name):
    return select(User).where(User.display_name == name).order_by(User.id.desc()).limit(1)


def _named(name):
    return db.session.scalar(_who(name))


def _holder(request, by):
    return request.owner if by.state_code == request.to_state else request.sender


def _colleague(request, by):
    state = {"TX": ("Rosa Delgado", "Luis Ortega"), "MI": ("Ben Okafor", "Mei Tran")}
    holder = _holder(request, by)
    names = state.get(by.state_code, ("Ben Okafor", "Mei Tran"))
    return next(one for one in map(_named, names) if one.id != holder.id)


def _onward():
    route = queries.route_for("FL", TYPES["MOVE"], None, None, today=clock.now().date())
    return actions.Onward("FL", "America/New_York", route)
