"""Requests that belong to somebody else: what goes along, who sees what, who may, and what pressing twice does."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from coordhub.accounts.models import Role
from coordhub.coordination import actions, queries, rules
from coordhub.coordination.models import CoordinationRequest, Deed, Message, Status
from coordhub.coordination.types import TYPES
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.mail.models import LetterContent
from coordhub.notifications.models import Notification
from tests.coordination.routing.conftest import TUESDAY, away, sit
from tests.factories import a_person
from tests.telling import write_letters

pytestmark = pytest.mark.usefixtures("starter")
SECRET = "They need the bus to the red barn."


@pytest.fixture
def request_(ask, cast):
    request = ask(note=SECRET, msix_ids=["1234567890"], details={"direction": "expected"})
    actions.write(request, Deed.WRITE, "They would like the bus soon.", by=cast.rosa)
    db.session.commit()
    return request


@pytest.fixture
def ben(cast, client):
    return client.sign_in(cast.ben)


def onward(state_code="FL", time_zone="America/New_York"):
    route = queries.route_for(state_code, TYPES["MOVE"], None, None, today=TUESDAY)
    return actions.Onward(state_code, time_zone, route)


def sent_on(request, by, **more):
    new = actions.reroute(request, onward(**more), by=by)
    db.session.commit()
    return new


def path(request):
    return f"/coordination/{request.number}/reroute"


def seen(page):
    return next(one.split('"')[0] for one in page.split('name="seen" value="')[1:] if one[0] != '"')


def press(client, request, where, **fields):
    """Look, then do what was looked at."""
    looked = client.post(path(request), data=fields | {"look": where})
    assert looked.status_code == 200, looked.text[-3000:]
    return client.post(path(request), data=fields | {"do": where, "seen": seen(looked.text)})


def of_number(number, reader):
    db.session.expire_all()
    return queries.request_for(reader, number)


def numbers():
    db.session.expire_all()
    return db.session.scalars(select(CoordinationRequest.number).order_by(CoordinationRequest.number)).all()


def test_what_goes_along_is_what_the_sender_asked_and_nothing_that_was_written_since(request_, cast):
    new = of_number(sent_on(request_, cast.ben).number, cast.rosa)
    old = of_number(request_.number, cast.rosa)

    same = (
        "type_code", "from_state", "sender_id", "children_count", "grade_bands", "flags", "language", "urgency",
        "move_month", "move_week", "details",
    )  # fmt: skip
    assert [getattr(new, name) for name in same] == [getattr(old, name) for name in same]
    assert [one.msix_id for one in new.msix_ids] == ["1234567890"]
    assert (new.follows_id, new.to_state, new.owner_id) == (old.id, "FL", cast.dana.id)
    assert new.to_county_code is None
    assert [one.message.text for one in new.steps if one.message] == [SECRET]
    assert (old.status, old.steps[-1].deed, old.steps[-1].code) == (Status.REROUTED, Deed.REROUTE, new.number)
    assert old.answered_at is not None and old.closed_at is None
    assert list(rules.illegal_steps(old.steps)) == list(rules.illegal_steps(new.steps)) == []


def test_the_clocks_of_the_new_request_run_anew(request_, cast, at, on_tuesday):
    at(on_tuesday.replace(day=24))

    new = sent_on(request_, cast.ben)

    assert (new.acknowledge_by.day, new.time_zone) == (26, "America/New_York")
    assert new.sent_at.day == 24


def test_the_timelines_say_where_it_went_and_where_it_came_from(request_, cast, client):
    new = sent_on(request_, cast.ben)

    old_page = client.sign_in(cast.rosa).get(f"/coordination/{request_.number}").text
    new_page = client.sign_in(cast.dana).get(f"/coordination/{new.number}").text
    assert re.search(rf"where it goes on as <a [^>]*>{new.number}</a>", old_page)
    assert "<b>Ben Okafor, Michigan,</b>" in new_page
    assert f"sent {request_.number} of Texas on as this request. It went to you, because you" in new_page


def test_the_sender_opens_both_the_two_receivers_only_their_own(request_, cast, client):
    new = sent_on(request_, cast.ben)

    for person, old_code, new_code in ((cast.rosa, 200, 200), (cast.ben, 200, 404), (cast.dana, 404, 200)):
        client.sign_in(person)
        assert client.get(f"/coordination/{request_.number}").status_code == old_code
        assert client.get(f"/coordination/{new.number}").status_code == new_code


def test_the_sender_is_told_the_new_number_and_the_new_owner_that_it_came(request_, cast):
    before = db.session.scalar(select(func.max(Notification.id)))
    new = sent_on(request_, cast.ben)

    told = db.session.scalars(select(Notification).where(Notification.id > before)).all()
    assert {(one.user_id, one.about, one.url, one.reason) for one in told} == {
        (cast.rosa.id, new.number, f"/coordination/{new.number}", "your request went on from MI to FL"),
        (cast.dana.id, new.number, f"/coordination/{new.number}", "the request was sent to you"),
    }
    write_letters()
    letters = b"".join(db.session.scalars(select(LetterContent.content)))
    assert new.number.encode() in letters
    assert not [word for word in (b"red barn", b"1234567890", b"Grand Traverse", b"bus") if word in letters]


@pytest.mark.parametrize("code", ["TX", "MI"])
def test_it_never_goes_to_the_state_that_sent_it_nor_to_the_own_one(request_, cast, ben, code):
    with pytest.raises(NotAllowed, match="This"):
        actions.reroute(request_, onward(code), by=cast.ben)
    db.session.rollback()
    answer = ben.post(path(request_), data={"to_state": code, "look": "state"})

    assert answer.status_code == 422
    assert ("sent the request" if code == "TX" else "your own state") in answer.text
    assert len(numbers()) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"to_state": ""}, "Choose the state"),
        ({"to_state": "XX"}, "Choose the state"),
        ({"to_state": "WY"}, "Wyoming takes no part in the program"),
        ({"to_state": "WI"}, "Nobody from Wisconsin uses coordhub yet"),
        ({"to_state": "FL", "county": "Nowhereville"}, "no county or town that we know in Florida"),
        ({"to_state": "FL", "county": "x" * 200}, "Shorten this"),
        ({"to_state": "FL", "county": "\x00"}, "unprintable"),
    ],
)
def test_a_state_that_cannot_take_it_is_refused_with_a_sentence_and_nothing_happens(request_, ben, fields, words):
    answer = ben.post(path(request_), data=fields | {"do": "state", "seen": "x"})

    assert answer.status_code == 422
    assert words in answer.text
    assert len(numbers()) == 1


def test_before_it_goes_on_the_page_says_who_gets_it_and_by_when(request_, cast, ben):
    page = ben.post(path(request_), data={"to_state": "FL", "county": "Immokalee", "look": "state"}).text

    assert "Dana Whitfield" in page and "Acknowledges by <b>Thu, June 18</b>" in page
    assert len(numbers()) == 1
    unseen = ben.post(path(request_), data={"to_state": "FL", "county": "Immokalee", "do": "state"})
    assert "Look again: it would now go here" in unseen.text
    assert len(numbers()) == 1


def test_pressed_it_goes_on_and_pressed_again_it_does_not_go_twice(request_, cast, ben):
    first = press(ben, request_, "state", to_state="FL", county="Immokalee")
    again = ben.post(path(request_), data={"to_state": "FL", "county": "Immokalee", "do": "state", "seen": "x"})

    assert (first.status_code, again.status_code) == (303, 303)
    assert again.location == f"/coordination/{request_.number}"
    assert len(numbers()) == 2
    new = of_number(numbers()[1], cast.dana)
    assert new.to_county_name == "Collier County"
    assert "Sent on to another state" in ben.get(f"/coordination/{request_.number}").text


def test_a_request_that_was_opened_again_can_be_sent_on_again(request_, cast):
    first = sent_on(request_, cast.ben)
    actions.confirm(request_, by=cast.rosa)
    actions.reopen(request_, "It was Michigan after all.", by=cast.rosa)
    db.session.commit()

    assert sent_on(request_, cast.ben).number != first.number


def test_what_was_sent_on_can_be_sent_on_from_there_with_the_first_note(request_, cast):
    new = sent_on(request_, cast.ben)
    third = sent_on(new, cast.dana, state_code="WA", time_zone="America/Los_Angeles")

    found = of_number(third.number, cast.pat)
    assert (found.from_state, found.sender_id, found.steps[0].message.text) == ("TX", cast.rosa.id, SECRET)


def test_the_deed_refuses_the_sender_too(request_, cast):
    with pytest.raises(NotAllowed):
        actions.reroute(request_, onward(), by=cast.rosa)
    db.session.rollback()

    assert len(numbers()) == 1


@pytest.mark.parametrize("deed", ["withdraw", "decline", "outcome"])
def test_what_has_ended_or_has_its_answer_is_not_sent_on(request_, cast, ben, deed):
    if deed == "withdraw":
        actions.withdraw(request_, by=cast.rosa)
    elif deed == "decline":
        actions.decline(request_, "not_our_state", by=cast.ben)
    else:
        actions.acknowledge(request_, by=cast.ben)
        actions.record_outcome(request_, "enrolled", by=cast.ben)
    db.session.commit()

    assert ben.get(path(request_)).status_code == 403
    assert len(numbers()) == 1


def test_a_colleague_gets_it_with_its_history_and_the_sender_is_told(request_, cast, mei, ben):
    before = db.session.scalar(select(func.max(Notification.id)))
    answer = press(ben, request_, "colleague", colleague=str(mei.id))

    assert answer.status_code == 303
    found = of_number(request_.number, mei)
    assert (found.owner_id, found.steps[-1].deed, found.steps[-1].code) == (mei.id, Deed.ASSIGN, "Mei Tran")
    assert db.session.scalar(select(func.count()).select_from(Message)) == 2
    told = set(db.session.scalars(select(Notification.user_id).where(Notification.id > before)))
    assert told == {mei.id, cast.rosa.id}


def test_an_office_gives_it_to_who_fits_there(request_, cast, mei, carl, office, ben):
    desk = office("mi-desk", name="Desk")
    sit(carl, desk)
    sit(cast.ben, desk)  # has it already, so is left out

    looked = ben.post(path(request_), data={"office": desk.key, "look": "office"}).text
    assert "Carl Young" in looked and "Sits in the office you chose" in looked
    press(ben, request_, "office", office=desk.key)

    found = of_number(request_.number, carl)
    assert (found.owner_id, found.to_office_id) == (carl.id, desk.id)


def test_a_colleague_who_is_away_is_shown_as_away_and_an_office_uses_who_stands_in(request_, mei, carl, office, ben):
    desk = office("mi-desk", name="Desk")
    sit(carl, desk)
    away(carl, delegate=mei)

    assert (
        "Carl Young: away until Fri, June 19."
        in ben.post(path(request_), data={"colleague": str(carl.id), "look": "colleague"}).text
    )
    looked = ben.post(path(request_), data={"office": desk.key, "look": "office"}).text
    assert "Stands in for Carl Young, who sits in the office you chose" in looked


@pytest.mark.parametrize(
    ("where", "fields", "words"),
    [
        ("colleague", {"colleague": ""}, "Choose one of your colleagues"),
        ("colleague", {"colleague": "ben"}, "Choose one of your colleagues"),
        ("colleague", {"colleague": "rosa"}, "Choose one of your colleagues"),
        ("office", {"office": "tx-mep"}, "offices of your state"),
        ("office", {"office": "mi-empty"}, "Nobody else who sits in Empty uses the hub"),
    ],
)
def test_nobody_to_give_it_to_is_said_beside_the_field(request_, cast, mei, office, ben, where, fields, words):
    office("mi-empty", name="Empty")
    fields = {name: str(getattr(cast, value).id) if hasattr(cast, value) else value for name, value in fields.items()}
    answer = ben.post(path(request_), data=fields | {"do": where})

    assert answer.status_code == 422
    assert words in answer.text
    assert of_number(request_.number, cast.ben).owner_id == cast.ben.id


def test_a_button_that_nobody_made_changes_nothing(request_, ben):
    assert ben.post(path(request_), data={"do": "moon"}).status_code == 200
    assert ben.post(path(request_)).status_code == 200


def test_a_state_of_one_person_offers_no_colleague(ask, cast, client, request_):
    page = client.sign_in(cast.ben).get(path(request_)).text

    assert "Nobody else from Michigan uses the hub yet." in page


def test_of_sending_on_and_withdrawing_at_once_one_wins(request_, cast, app, client):
    looked = client.sign_in(cast.ben).post(path(request_), data={"to_state": "FL", "look": "state"}).text
    presses = [
        (cast.ben, path(request_), {"to_state": "FL", "do": "state", "seen": seen(looked)}),
        (cast.rosa, f"/coordination/{request_.number}/withdraw", {}),
        (cast.ben, path(request_), {"to_state": "FL", "do": "state", "seen": seen(looked)}),
    ]
    browsers = [app.test_client().sign_in(user) for user, _, _ in presses]
    number = request_.number
    rosa = cast.rosa
    db.session.remove()
    both = Barrier(len(presses))

    def go(number):
        both.wait()
        return browsers[number].post(presses[number][1], data=presses[number][2]).status_code

    with ThreadPoolExecutor(len(presses)) as threads:
        codes = list(threads.map(go, range(len(presses))))

    assert all(code in (303, 403, 409) for code in codes), codes
    found = of_number(number, rosa)
    went = sum(step.deed == Deed.REROUTE for step in found.steps)
    # It may be withdrawn also after it went on; it never goes on after that, and never twice.
    assert went <= 1 and len(numbers()) == 1 + went
    assert list(rules.illegal_steps(found.steps)) == []
    assert found.status in (Status.REROUTED, Status.WITHDRAWN)


def test_who_was_second_is_told(request_, cast):
    sent_on(request_, cast.ben)

    with pytest.raises(NotAllowed, match="went to another state"):
        actions.reroute(request_, onward(), by=cast.ben)


def test_a_director_of_the_new_state_who_gets_it_hears_once(cast, request_):
    director = a_person("Faye Moss", role=Role.DIRECTOR, state_code="FL")
    db.session.commit()

    new = sent_on(request_, cast.ben)

    told = db.session.scalars(select(Notification.reason).where(Notification.user_id == director.id)).all()
    assert (new.owner_id, told) == (director.id, ["the request was sent to you"])


def test_a_conflict_leaves_nothing_behind(request_, cast):
    other = sent_on(request_, cast.ben)
    twin = actions.new_request(
        actions.Draft(type=TYPES["MOVE"], to_state="FL", time_zone="America/New_York"),
        from_state="TX", sender=cast.rosa, to=onward().route, sending_key=other.sending_key,
    )  # fmt: skip
    db.session.add(twin)

    with pytest.raises(Conflict):
        actions.add_step(twin, Deed.SEND, rules.Side.SENDER, cast.ben)
    db.session.rollback()
    assert len(numbers()) == 2
