"""Several rows in one go: what may be done is done, the rest is named, nobody else's request is touched."""

import re
import threading

import pytest
from sqlalchemy import func, select

from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions
from coordhub.coordination.models import CoordinationRequest, Deed, Status, Step
from coordhub.db import db
from coordhub.notifications.models import Notification
from tests.coordination.queue.conftest import noon, send_away

ACKNOWLEDGE, ASSIGN = "/coordination/acknowledge", "/coordination/assign"


def said(client, answer):
    """Return what the page after a deed says about it."""
    assert answer.status_code == 303
    return re.findall(r'class="flash[^"]*" role="status"><p>([^<]+)', client.get(answer.location).text)


def steps(deed):
    return db.session.scalar(select(func.count(Step.id)).where(Step.deed == deed))


def test_checked_rows_are_acknowledged_in_one_go_and_their_senders_told(put, people, client):
    made = [put() for _ in range(4)]
    answer = client.sign_in(people.ben).post(ACKNOWLEDGE, data={"number": [one.number for one in made]})

    assert said(client, answer) == ["4 acknowledged. The senders were told."]
    db.session.expire_all()
    assert {one.status for one in made} == {Status.ACKNOWLEDGED}
    assert all(one.acknowledged_at for one in made)
    told = db.session.scalars(select(Notification.about).where(Notification.user_id == people.rosa.id)).all()
    assert sorted(told) == sorted(one.number for one in made)


def test_the_button_of_a_row_acknowledges_that_row_alone(put, people, client):
    checked, pressed = put(), put()
    client.sign_in(people.ben).post(ACKNOWLEDGE, data={"number": [checked.number], "only": pressed.number})

    db.session.expire_all()
    assert (checked.status, pressed.status) == (Status.SENT, Status.ACKNOWLEDGED)


@pytest.mark.onedb
def test_enter_in_a_check_box_posts_a_button_that_does_nothing(put, people, client):
    request = put()
    answer = client.sign_in(people.ben).post(ACKNOWLEDGE, data={"number": request.number, "stay": "yes"})

    assert said(client, answer) == []
    db.session.expire_all()
    assert request.status == Status.SENT


def test_who_was_faster_is_named_and_the_rest_is_done(put, people, client):
    made = [put() for _ in range(3)]
    actions.acknowledge(made[1], by=people.mei)
    db.session.commit()
    answer = client.sign_in(people.ben).post(ACKNOWLEDGE, data={"number": [one.number for one in made]})

    assert said(client, answer) == [
        "2 acknowledged. The senders were told.",
        f"Mei Tran was faster with {made[1].number}.",
    ]
    db.session.expire_all()
    assert made[1].owner_id == people.mei.id


def test_pressing_twice_does_it_once_and_says_so(put, people, client):
    request = put()
    client.sign_in(people.ben).post(ACKNOWLEDGE, data={"number": request.number})
    again = client.post(ACKNOWLEDGE, data={"number": request.number})

    assert f"You have acknowledged {request.number} already." in said(client, again)
    assert steps(Deed.ACKNOWLEDGE) == 1


@pytest.mark.parametrize("status", [one for one in Status if one not in (Status.DRAFT, Status.SENT)])
def test_what_no_longer_waits_for_an_acknowledgment_stays_as_it_is(put, people, client, status):
    request = put(status)
    answer = client.sign_in(people.ben).post(ACKNOWLEDGE, data={"number": request.number})

    assert said(client, answer) == [f"{request.number} no longer waits for an acknowledgment from your state."]
    db.session.expire_all()
    assert request.status == status


def test_what_our_own_state_sent_is_not_ours_to_acknowledge(put, people, client):
    request = put(sender=people.ben, owner=people.rosa)
    client.sign_in(people.ben).post(ACKNOWLEDGE, data={"number": request.number})

    db.session.expire_all()
    assert request.status == Status.SENT


@pytest.mark.parametrize("path", [ACKNOWLEDGE, ASSIGN])
def test_requests_of_other_states_are_passed_over_and_the_try_is_recorded(put, people, client, path):
    request = put()
    own = put(sender=people.rosa, owner=people.dana)
    data = {"number": [request.number, own.number, "R-2026-99999", "\x00", ""], "colleague": people.dana.id}
    answer = client.sign_in(people.dana).post(path, data=data)

    assert request.number not in " ".join(said(client, answer))
    tried = select(AuditEntry.about).where(AuditEntry.actor_id == people.dana.id, AuditEntry.deed == "request-refused")
    assert db.session.scalars(tried).all() == [request.number]
    db.session.expire_all()
    assert (request.status, request.owner_id) == (Status.SENT, people.ben.id)


def test_nothing_checked_is_a_hint_and_leads_back_to_the_same_page(put, people, client):
    answer = client.sign_in(people.ben).post(ACKNOWLEDGE, data={"back": "whose=state&show=all&type=MOVE&page=2"})

    assert answer.location == "/coordination/?whose=state&show=all&type=MOVE&page=2"
    assert said(client, answer) == ["Check at least one row first."]


@pytest.mark.onedb
def test_the_way_back_leads_nowhere_else(put, people, client):
    for back in ("//evil.example.org", "whose=//evil&x=y", "\x00", "q=" + "x" * 9000):
        answer = client.sign_in(people.ben).post(ACKNOWLEDGE, data={"back": back})
        assert answer.location.startswith("/coordination/?whose=mine&show=todo")


def test_who_stands_in_acknowledges_and_has_it_from_then_on(put, people, client):
    request = put()
    send_away(people.ben, people.mei, noon(2026, 6, 15), noon(2026, 6, 20))
    client.sign_in(people.mei).post(ACKNOWLEDGE, data={"number": request.number})

    db.session.expire_all()
    assert (request.status, request.owner_id) == (Status.ACKNOWLEDGED, people.mei.id)


def test_several_requests_go_to_a_colleague_after_a_page_that_asks_to_whom(put, people, client):
    asked_of_us, by_us, had_already = put(), put(sender=people.ben, owner=people.rosa), put(owner=people.mei)
    data = {"number": [one.number for one in (asked_of_us, by_us, had_already)], "back": "whose=state&show=all"}
    client.sign_in(people.ben)

    asking = client.post(ASSIGN, data=data)
    assert asking.status_code == 200
    assert "Mei Tran" in asking.text
    answer = client.post(ASSIGN, data=data | {"colleague": people.mei.id})
    assert said(client, answer) == [
        "2 requests given to Mei Tran.",
        f"{had_already.number} stayed: it has ended, or Mei Tran has it already.",
    ]
    db.session.expire_all()
    assert (asked_of_us.owner_id, by_us.sender_id, by_us.owner_id) == (people.mei.id, people.mei.id, people.rosa.id)


@pytest.mark.parametrize("colleague", ["", "999", "rosa", "x" * 5000, "\x00"])
def test_only_a_colleague_can_be_given_requests(put, people, client, colleague):
    request = put()
    chosen = people.rosa.id if colleague == "rosa" else colleague
    answer = client.sign_in(people.ben).post(ASSIGN, data={"number": request.number, "colleague": chosen})

    assert answer.status_code == 422
    assert "Choose a colleague." in answer.text
    db.session.expire_all()
    assert request.owner_id == people.ben.id


def test_two_people_press_at_once_and_every_request_is_acknowledged_once(app, put, people):
    made = [put().number for _ in range(6)]
    outcomes, problems = {}, []
    ready = threading.Barrier(2)

    def press(name):
        with app.test_request_context(method="POST"):
            try:
                by = db.session.get(type(people.ben), getattr(people, name).id)
                db.session.rollback()
                ready.wait(10)
                order = made if name == "ben" else made[::-1]
                outcomes[name] = actions.acknowledge_several(order, by=by)
                db.session.commit()
            except Exception as error:  # what went wrong is asserted on below
                problems.append(error)
            finally:
                db.session.remove()

    db.session.commit()
    threads = [threading.Thread(target=press, args=(name,)) for name in ("ben", "mei")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)

    assert problems == []
    done = [set(one.done) for one in outcomes.values()]
    assert done[0] | done[1] == set(made)
    assert not done[0] & done[1]
    late = [number for one in outcomes.values() for number, _ in one.before]
    assert sorted(late) == sorted(made)  # whoever came second is told of each
    db.session.rollback()
    assert steps(Deed.ACKNOWLEDGE) == len(made)
    told = select(func.count(Notification.id)).where(Notification.user_id == people.rosa.id)
    assert db.session.scalar(told) == len(made)
    positions = db.session.scalars(select(CoordinationRequest.last_position)).all()
    assert set(positions) == {2}
