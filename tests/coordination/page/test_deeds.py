"""Every deed on the page of a request: notes, colleagues, watching, the legal hold, and requests that moved on."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from coordhub.coordination import actions, rules
from coordhub.coordination.models import Deed, Message, RequestWatch, Status, Step
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.mail.models import LetterContent
from coordhub.notifications.models import Notification
from tests.coordination.page.conftest import words
from tests.telling import write_letters

pytestmark = pytest.mark.usefixtures("on_tuesday")


def post(client, user, request, where, **data):
    return client.sign_in(user).post(f"/coordination/{request.number}/{where}", data=data)


def page_of(client, user, request):
    return words(client.sign_in(user).get(f"/coordination/{request.number}").text)


def last(request):
    found = select(Step).where(Step.request_id == request.id).order_by(Step.position.desc())
    return db.session.scalars(found.limit(1)).one()


def note_of(step):
    return db.session.scalar(select(Message.text).where(Message.step_id == step.id))


def told(user):
    return db.session.scalars(select(Notification.kind).where(Notification.user_id == user.id)).all()


@pytest.mark.parametrize(
    ("name", "deed", "more", "status"),
    [
        ("ben", "acknowledge", {}, Status.ACKNOWLEDGED),
        ("ben", "decline", {"reason": "duplicate"}, Status.DECLINED),
        ("rosa", "withdraw", {}, Status.WITHDRAWN),
    ],
)
def test_a_note_goes_with_a_step_and_stands_on_the_timeline(sent, cast, client, name, deed, more, status):
    answer = post(client, getattr(cast, name), sent, deed, note="The school asked already.", **more)

    assert answer.status_code == 303
    assert sent.status == status
    assert note_of(last(sent)) == "The school asked already."
    for reader in (cast.rosa, cast.ben):
        assert "The school asked already." in page_of(client, reader, sent)


@pytest.mark.onedb
@pytest.mark.parametrize(("deed", "more"), [("start", {}), ("outcome", {"outcome": "enrolled"})])
def test_a_note_goes_with_the_later_steps_as_well(taken, cast, client, deed, more):
    assert post(client, cast.ben, taken, deed, note="All three of them.", **more).status_code == 303
    assert note_of(last(taken)) == "All three of them."


@pytest.mark.onedb
@pytest.mark.parametrize("deed", ["acknowledge", "decline"])
@pytest.mark.parametrize(
    "text", ["Born 4/12/2014, rides the bus.", "x" * 2_001, "A\x00B"], ids=["birth date", "too long", "NUL"]
)
def test_a_refused_note_comes_back_in_its_form_and_no_step_is_taken(sent, cast, client, deed, text):
    answer = post(client, cast.ben, sent, deed, note=text, reason="duplicate")

    assert answer.status_code == 422
    assert text.replace("\x00", "")[:200] in answer.text
    assert (sent.status, sent.last_position) == (Status.SENT, 1)


def test_a_note_that_looks_doubtful_is_asked_about(sent, cast, client):
    text = "One of them needs the nurse for asthma."
    answer = post(client, cast.ben, sent, "acknowledge", note=text)
    assert answer.status_code == 422 and 'name="confirmed"' in answer.text

    assert post(client, cast.ben, sent, "acknowledge", note=text, confirmed="y").status_code == 303


def test_beginning_the_work_tells_the_sender(taken, cast, client):
    post(client, cast.ben, taken, "start")

    assert taken.status == Status.IN_PROGRESS
    assert "began to work on it." in page_of(client, cast.rosa, taken)
    assert "request-step" in told(cast.rosa)


def test_the_sender_of_a_declined_request_sees_why_and_closes_it(sent, cast, client):
    post(client, cast.ben, sent, "decline", reason="no_program", note="It ends in October.")

    page = page_of(client, cast.rosa, sent)
    assert "Michigan declined: <b>no program there in season</b>" in page
    assert "It ends in October." in page and "Say what is still open" in page
    post(client, cast.rosa, sent, "confirm")
    assert sent.status == Status.CLOSED


def test_the_sender_of_a_declined_request_says_what_is_still_open(sent, cast, client):
    post(client, cast.ben, sent, "decline", reason="duplicate")
    post(client, cast.rosa, sent, "messages", deed="dispute", text="The first one was about another family.")

    assert sent.status == Status.IN_PROGRESS
    assert "another family" in page_of(client, cast.ben, sent)


def test_a_closed_request_is_opened_again_with_a_word_why(taken, cast, client, at, on_tuesday):
    post(client, cast.ben, taken, "outcome", outcome="moved_on")
    post(client, cast.rosa, taken, "confirm")
    assert "Open it again" in page_of(client, cast.ben, taken)

    assert post(client, cast.rosa, taken, "messages", deed="reopen", text="They came back.").status_code == 303
    assert taken.status == Status.IN_PROGRESS

    post(client, cast.ben, taken, "outcome", outcome="moved_on")
    post(client, cast.rosa, taken, "confirm")
    at(on_tuesday + rules.REOPEN_WITHIN + timedelta(minutes=1))
    answer = post(client, cast.rosa, taken, "messages", deed="reopen", text="They came back once more.")
    assert answer.status_code == 403
    assert "They came back once more." in answer.text and taken.status == Status.CLOSED


def test_a_request_that_was_sent_on_says_where_to_with_a_link_for_its_sender(taken, cast, client, ask):
    goes_on = ask(to_state="FL", follows_id=taken.id)
    actions.take_step(taken, Deed.REROUTE, cast.ben, code=goes_on.number)
    db.session.commit()
    link = f'href="/coordination/{goes_on.number}"'

    sender, receiver = page_of(client, cast.rosa, taken), page_of(client, cast.ben, taken)
    assert link in sender
    assert goes_on.number in receiver and link not in receiver
    assert ">Sent on</span>" in sender

    back = f'href="/coordination/{taken.number}"'
    assert f'Goes on from <a class="nowrap" {back}>' in page_of(client, cast.rosa, goes_on)
    page = page_of(client, cast.dana, goes_on)
    assert f'Goes on from <span class="figures">{taken.number}</span>' in page and back not in page


@pytest.mark.parametrize(("name", "field"), [("ben", "owner_id"), ("rosa", "sender_id")])
def test_a_request_is_given_to_a_colleague_of_the_own_state(taken, cast, mei, luis, client, name, field):
    colleague = mei if name == "ben" else luis
    answer = post(client, getattr(cast, name), taken, "assign", colleague=str(colleague.id))

    assert answer.status_code == 303
    assert getattr(taken, field) == colleague.id
    assert "request-received" in told(colleague)
    assert "gave this to you." in page_of(client, colleague, taken)


def test_a_request_goes_to_nobody_of_another_state(taken, cast, mei, luis, client):
    for stranger in (luis.id, cast.dana.id, cast.ben.id, cast.ada.id, 999_999, "x", ""):
        answer = post(client, cast.ben, taken, "assign", colleague=str(stranger))
        assert answer.status_code == 422
        assert taken.owner_id == cast.ben.id


def test_a_director_puts_a_hold_on_and_lifts_it_and_both_states_see_it(taken, cast, mei, client):
    assert post(client, mei, taken, "hold").status_code == 303
    assert taken.held_at is not None
    for reader in (cast.rosa, cast.ben):
        page = page_of(client, reader, taken)
        assert "put a legal hold on it" in page and "<b>Legal hold</b> since" in page
    assert "request-step" in told(cast.ben)

    again = post(client, cast.rosa, taken, "hold")
    assert again.status_code == 403 and "There is a legal hold already." in again.text
    assert post(client, cast.rosa, taken, "release").status_code == 303
    assert taken.held_at is None
    assert "There is no legal hold to lift." in post(client, mei, taken, "release").text


def test_who_directs_nothing_holds_nothing(taken, cast, client):
    answer = post(client, cast.ben, taken, "hold")

    assert answer.status_code == 403
    assert "Only a director" in answer.text
    assert "Put a legal hold" not in page_of(client, cast.ben, taken)
    assert taken.held_at is None


def test_a_hold_can_be_put_on_a_request_that_ended(taken, cast, mei):
    actions.withdraw(taken, by=cast.rosa)

    actions.hold(taken, by=mei)

    assert (taken.status, taken.held_at is not None) == (Status.WITHDRAWN, True)


def test_who_watches_hears_of_every_step_until_they_stop(taken, cast, mei, client):
    assert "Watch this request" in page_of(client, mei, taken)
    post(client, mei, taken, "watch")
    post(client, mei, taken, "watch")
    assert db.session.scalar(select(func.count()).select_from(RequestWatch)) == 1
    actions.start(taken, by=cast.ben)
    db.session.commit()
    assert told(mei).count("request-step") == 1

    assert "Stop watching" in page_of(client, mei, taken)
    post(client, mei, taken, "unwatch")
    post(client, mei, taken, "unwatch")
    actions.write(taken, Deed.WRITE, "The school has room.", by=cast.ben)
    db.session.commit()
    assert "request-message" not in told(mei)


def test_only_the_two_states_watch(taken, cast):
    for stranger in (cast.dana, cast.olive, cast.ada, cast.sam, cast.pat):
        with pytest.raises(NotAllowed):
            actions.watch(taken, by=stranger)


def test_a_deed_on_a_request_that_moved_on_says_so_and_does_nothing(sent, cast, mei, client):
    page = page_of(client, cast.ben, sent)
    assert 'name="seen" value="1"' in page
    actions.acknowledge(sent, by=mei)
    db.session.commit()

    answer = post(client, cast.ben, sent, "acknowledge", seen="1", note="Thank you for the notice.")

    page = words(answer.text)
    assert answer.status_code == 403
    assert "This request has moved on." in page
    assert "Mei Tran, Michigan, acknowledged." in page
    assert "Thank you for the notice.</textarea>" in page
    assert (sent.owner_id, sent.last_position) == (mei.id, 2)


@pytest.mark.onedb
@pytest.mark.parametrize("deed", ["start", "outcome", "decline", "withdraw", "confirm", "assign"])
def test_nothing_is_done_with_a_request_that_ended(taken, cast, mei, luis, client, deed):
    actions.withdraw(taken, by=cast.rosa)
    db.session.commit()
    data = {"outcome": "enrolled", "reason": "duplicate", "colleague": str(mei.id)}
    answer = post(client, cast.ben, taken, deed, **data)

    assert answer.status_code == 403
    assert "This request was withdrawn." in answer.text
    assert taken.last_position == 3


def test_an_outcome_or_reason_of_no_list_is_refused(taken, cast, client):
    assert post(client, cast.ben, taken, "outcome", outcome="in_msix").status_code == 422
    assert post(client, cast.ben, taken, "decline", reason="tired").status_code == 422
    assert taken.last_position == 2


@pytest.mark.onedb
@pytest.mark.parametrize("status", [one for one in Status if one != Status.DRAFT])
def test_each_side_gets_one_next_step_and_one_filled_button_at_most(taken, cast, client, status):
    taken.status = status
    taken.outcome_code = "enrolled" if status in (Status.RESOLVED, Status.NOT_LOCATED) else None
    taken.closed_at = taken.sent_at if status in rules.ENDED else None
    db.session.commit()

    for reader in (cast.rosa, cast.ben):
        page = page_of(client, reader, taken)
        assert page.count('id="next"') == 1
        assert page.count("button--primary") == (1 if rules.is_for(reader, taken) or _closes(reader, taken) else 0)


def _closes(reader, request):
    return request.status == Status.REROUTED and reader.state_code == request.from_state


def test_letters_of_the_deeds_carry_no_word_of_them(sent, cast, mei, client):
    post(client, cast.ben, sent, "acknowledge", note="The zebrafinch is well.")
    post(client, mei, sent, "hold")
    post(client, cast.rosa, sent, "messages", text="@Mei Tran, the zebrafinch comes.")
    post(client, cast.rosa, sent, "withdraw", note="No zebrafinch any more.")

    write_letters()
    letters = b"".join(db.session.scalars(select(LetterContent.content)))
    notices = " ".join(f"{one.title} {one.reason} {one.url}" for one in db.session.scalars(select(Notification)))
    assert b"zebrafinch" not in letters and "zebrafinch" not in notices
    assert {"request-acknowledged", "request-mention", "request-closed"} <= {
        *told(mei), *told(cast.ben), *told(cast.rosa)
    }  # fmt: skip
