"""Handing open requests over when somebody leaves: who may, what changes, once and only once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from coordhub.accounts.models import Role
from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions, presenting, queries
from coordhub.coordination.models import Deed
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.notifications.models import Notification
from tests.factories import a_person

pytestmark = pytest.mark.usefixtures("on_tuesday")


@pytest.fixture
def mei(cast):
    person = a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI")
    db.session.commit()
    return person


def found(request, reader):
    db.session.expire_all()
    return queries.request_for(reader, request.number)


def test_every_open_request_gets_a_new_owner_and_a_step_and_stays_where_it_stands(ask, cast, mei):
    first, second, ended = ask(), ask(type_code="GEN"), ask()
    actions.acknowledge(first, by=cast.ben)
    actions.withdraw(ended, by=cast.rosa)
    second.owner = cast.ben
    db.session.commit()

    handed = actions.hand_over(cast.ben, mei, by=mei)
    db.session.commit()

    assert {one.number for one in handed} == {first.number, second.number}
    for request, status in ((first, "acknowledged"), (second, "sent")):
        one = found(request, mei)
        assert one.owner_id == mei.id and one.status == status
        assert [step.deed for step in one.steps].count(Deed.HAND_OVER) == 1
        assert (one.steps[-1].actor_id, one.steps[-1].code, one.steps[-1].status_after) == (mei.id, "Mei Tran", status)
    assert found(ended, mei).owner_id == cast.ben.id


def test_handing_over_twice_does_it_once(ask, cast, mei):
    request = ask()

    assert len(actions.hand_over(cast.ben, mei, by=cast.ben)) == 1
    db.session.commit()
    assert actions.hand_over(cast.ben, mei, by=cast.ben) == []
    db.session.commit()

    assert len(found(request, mei).steps) == 2


def test_what_the_leaver_sent_is_followed_by_the_successor_and_stays_signed(ask, cast):
    luis = a_person("Luis Ortega", state_code="TX")
    request = ask()

    actions.hand_over(cast.rosa, luis, by=cast.ada)
    db.session.commit()

    one = found(request, luis)
    assert (one.sender_id, one.owner_id) == (luis.id, cast.ben.id)
    assert one.steps[0].actor_id == cast.rosa.id


def test_the_successor_is_told_and_nobody_else(ask, cast, mei):
    request = ask()
    db.session.query(Notification).delete()

    actions.hand_over(cast.ben, mei, by=cast.ada)
    db.session.commit()

    told = db.session.scalars(select(Notification)).all()
    assert [(one.user_id, one.about) for one in told] == [(mei.id, request.number)]
    assert told[0].reason == "the requests of Ben Okafor went over to you"
    assert db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)).all()[-1] == "request-hand-over"


def test_the_timeline_says_who_has_it_now(ask, cast, mei, client):
    request = ask()
    actions.hand_over(cast.ben, mei, by=cast.ada)
    db.session.commit()

    page = client.sign_in(cast.rosa).get(f"/coordination/{request.number}").text
    assert "handed this over to Mei Tran." in page
    assert "It went to Ben Okafor, because Ben covers Grand Traverse County." in page


def test_the_agenda_follows_the_request(ask, cast, mei, on_tuesday):
    request = ask()
    actions.hand_over(cast.ben, mei, by=mei)
    db.session.commit()

    one = found(request, mei)
    assert presenting.waits_for_you(one, mei).startswith("Rosa Delgado from Texas waits")
    actions.acknowledge(one, by=mei)


@pytest.mark.parametrize(
    ("name", "may"),
    [("ben", True), ("ada", True), ("mei", True), ("rosa", False), ("dana", False), ("pat", False), ("olive", False),
     ("sam", False), ("colleague", False)],
)  # fmt: skip
def test_only_the_leaver_their_director_and_administrators_hand_over(ask, cast, mei, name, may):
    request = ask()
    people = {"mei": mei, "colleague": a_person("Cole League", state_code="MI")}
    by = people.get(name) or getattr(cast, name)

    if may:
        assert actions.hand_over(cast.ben, mei, by=by)
    else:
        with pytest.raises(NotAllowed, match="hand requests over"):
            actions.hand_over(cast.ben, mei, by=by)
        assert found(request, mei).owner_id == cast.ben.id


def test_requests_go_only_to_a_working_member_of_the_same_state(ask, cast):
    ask()
    closed = a_person("Closed Account", state_code="MI")
    closed.active = False
    waiting = a_person("Not Yet", state_code="MI", approved=False)

    for to in (cast.rosa, cast.olive, cast.ada, cast.ben, closed, waiting):
        with pytest.raises(NotAllowed, match="same state"):
            actions.hand_over(cast.ben, to, by=cast.ada)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hops=st.lists(st.sampled_from(["ben", "mei"]), max_size=6))
def test_any_chain_of_hand_overs_leaves_one_owner_and_a_whole_timeline(ask, cast, mei, hops):
    people = {"ben": cast.ben, "mei": mei}
    # What an example before this one left open goes to Ben first.
    actions.hand_over(mei, cast.ben, by=cast.ada)
    request = ask()
    holder = cast.ben
    for name in hops:
        to = people[name]
        if to is holder:
            continue
        actions.hand_over(holder, to, by=cast.ada)
        db.session.commit()
        holder = to

    one = found(request, mei)
    assert one.owner_id == holder.id and one.status == "sent"
    assert [step.position for step in one.steps] == list(range(1, len(one.steps) + 1))
