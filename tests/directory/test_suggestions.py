"""Corrections that anybody suggests, and their answers."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import flask
import pytest
from sqlalchemy import select

from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory.models import Entry, Suggestion
from coordhub.directory.rules.suggestions import Sent, answer_due, is_overdue, visitor_hash, why_not_now
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.models import Notification
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import a_contact, an_office
from tests.directory.trust import ROLES, letters, noon, text_of
from tests.telling import write_letters

At = Callable[[datetime], None]
pytestmark = pytest.mark.usefixtures("starter", "on_tuesday")
RIGHT = {"wrong": "phone", "text": "The phone rings nowhere. The website has a new one."}


@pytest.fixture
def office(cast: Cast) -> Entry:
    """An office of Texas that Dana keeps."""
    entry = an_office("tx-office", name="Austin office", state_code="TX", phones="512-555-0100")
    entry.keeper_id = cast.dana.id
    db.session.commit()
    return entry


@pytest.fixture
def waiting(client: CheckingClient, office: Entry) -> Suggestion:
    """A visitor's suggestion that waits for an answer."""
    client.post("/directory/entries/tx-office/suggest", data=RIGHT | {"email": "visitor@example.org"})
    return _stored()[0]


def _stored() -> list[Suggestion]:
    return list(db.session.scalars(select(Suggestion).order_by(Suggestion.id)))


def _told(user: User) -> list[tuple[str, str]]:
    found = select(Notification).where(Notification.user_id == user.id).order_by(Notification.id)
    return [(one.kind, one.title) for one in db.session.scalars(found)]


def test_a_visitor_suggests_and_sees_that_it_waits(client: CheckingClient, office: Entry, cast: Cast) -> None:
    page = client.get("/directory/entries/tx-office/suggest").get_data(as_text=True)
    response = client.post("/directory/entries/tx-office/suggest", data=RIGHT)
    status = client.get(response.location)

    assert "What is wrong with Austin office?" in page and "You need no account" in page
    assert response.status_code == 303
    text = status.get_data(as_text=True)
    assert "Waits for the state to look at it" in text and "The website has a new one." in text
    assert "Wednesday, June 24, 2026" in text  # five working days, Juneteenth not counted
    assert status.headers["X-Robots-Tag"] == "noindex" and 'content="noindex"' in text
    assert _told(cast.rosa) == _told(cast.dana) == [("suggestion-received", "Austin office")]
    assert _told(cast.ben) == []


def test_the_letter_to_the_director_links_and_quotes_nothing(waiting: Suggestion, cast: Cast) -> None:
    found = [letter for letter in letters("suggestion-received") if cast.rosa.email in letter["To"]]

    words = text_of(found[0])
    assert f"http://hub.example.org/directory/suggestions/{waiting.token}" in words
    assert "rings nowhere" not in words and "visitor@example.org" not in words
    assert "because you are the director of Texas" in words


def test_the_visitors_address_is_not_kept(waiting: Suggestion) -> None:
    assert "127.0.0.1" not in waiting.visitor_hash
    assert re.fullmatch(r"[0-9a-f]{64}", waiting.visitor_hash)


def test_an_entry_of_no_state_goes_to_the_administrators(client: CheckingClient, cast: Cast) -> None:
    an_office("us-office")
    db.session.commit()

    client.post("/directory/entries/us-office/suggest", data=RIGHT)

    assert _told(cast.ada) == [("suggestion-received", "us-office")]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"wrong": "", "text": "x"}, "Choose what is wrong."),
        ({"wrong": "spelling", "text": "x"}, "Not a valid choice"),
        ({"wrong": "phone", "text": "  "}, "Write what would be right."),
        ({"wrong": "phone", "text": "x" * 2_001}, "Shorten this to 2,000 characters."),
        ({"wrong": "phone", "text": "x", "email": "nobody"}, "Write the address as name@example.org"),
    ],
)
def test_what_is_missing_or_odd_is_said_and_nothing_stored(
    client: CheckingClient, office: Entry, given: dict[str, str], sentence: str
) -> None:
    response = client.post("/directory/entries/tx-office/suggest", data=given)

    assert response.status_code == 422
    assert sentence in response.get_data(as_text=True)
    assert _stored() == []


def test_a_childs_name_is_refused_and_the_text_kept(client: CheckingClient, office: Entry) -> None:
    text = "They lost the papers of the student Miguel Hernandez, born 03/04/2012."
    response = client.post(
        "/directory/entries/tx-office/suggest", data={"wrong": "other", "text": text, "confirmed": "y"}
    )

    assert response.status_code == 422
    assert "Take the" in response.get_data(as_text=True) and "Miguel Hernandez" in response.get_data(as_text=True)
    assert _stored() == []


def test_a_doubtful_text_is_asked_about_and_passes_when_confirmed(client: CheckingClient, office: Entry) -> None:
    given = {"wrong": "phone", "text": "The right number is 512-555-0142."}
    asked = client.post("/directory/entries/tx-office/suggest", data=given)
    sent = client.post("/directory/entries/tx-office/suggest", data=given | {"confirmed": "y"})

    assert asked.status_code == 422 and "tick this and send again" in asked.get_data(as_text=True)
    assert sent.status_code == 303


def test_three_may_wait_about_one_entry_and_five_leave_in_an_hour(
    client: CheckingClient, office: Entry, at: At
) -> None:
    for number in range(3):
        an_office(f"tx-{number}")
    db.session.commit()

    codes = [client.post("/directory/entries/tx-office/suggest", data=RIGHT).status_code for _ in range(4)]
    more = [client.post(f"/directory/entries/tx-{number}/suggest", data=RIGHT) for number in range(3)]
    at(noon(2026, 6, 16) + timedelta(minutes=61))
    later = client.post("/directory/entries/tx-2/suggest", data=RIGHT)

    assert codes == [303, 303, 303, 429]
    assert [one.status_code for one in more] == [303, 303, 429]
    assert "within an hour" in more[2].get_data(as_text=True) and "rings nowhere" in more[2].get_data(as_text=True)
    assert later.status_code == 303


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (Sent(4, 19, 2), None),
        (Sent(5, 5, 0), "within an hour"),
        (Sent(0, 20, 0), "in a day"),
        (Sent(0, 0, 3), "still wait"),
    ],
)
def test_the_limits(sent: Sent, words: str | None) -> None:
    problem = why_not_now(sent)

    assert problem is None if words is None else words in (problem or "")


def test_a_visitor_is_another_one_tomorrow_and_elsewhere_but_not_within_an_ipv6_network() -> None:
    today = noon(2026, 6, 16).date()
    key = "k" * 32

    one = visitor_hash("203.0.113.7", today, key)
    assert one != visitor_hash("203.0.113.8", today, key)
    assert one != visitor_hash("203.0.113.7", today + timedelta(days=1), key)
    assert one != visitor_hash("203.0.113.7", today, "j" * 32)
    assert visitor_hash("2001:db8::1", today, key) == visitor_hash("2001:db8::ffff", today, key)
    assert visitor_hash("2001:db8::1", today, key) != visitor_hash("2001:db8:0:1::1", today, key)
    assert visitor_hash("", today, key) == visitor_hash("unknown", today, key)


def test_five_working_days_are_counted_and_then_it_is_overdue() -> None:
    sent = noon(2026, 6, 16)

    assert answer_due(sent).isoformat() == "2026-06-24"
    assert not is_overdue(sent, sent + timedelta(days=3))
    assert is_overdue(sent, sent + timedelta(days=9))


def test_accepting_leads_to_the_edit_page_and_the_suggester_hears_once(
    client: CheckingClient, waiting: Suggestion, cast: Cast
) -> None:
    given = {"decision": "accept", "answer": "Thank you, it is mended."}
    first = client.sign_in(cast.rosa).post(f"/directory/suggestions/{waiting.token}/answer", data=given)
    second = client.post(f"/directory/suggestions/{waiting.token}/answer", data=given)
    page = client.get(f"/directory/suggestions/{waiting.token}").get_data(as_text=True)

    assert first.location == "/directory/entries/tx-office/edit"
    assert second.status_code == 409
    assert "Accepted, and being put into the entry" in page and "Thank you, it is mended." in page
    (letter,) = letters("suggestion-answered")
    assert letter["To"] == "visitor@example.org" and "Austin office: accepted" in letter["Subject"]
    assert _stored()[0].email == ""
    assert waiting.token in text_of(letter) and "it is mended" not in text_of(letter)


def test_declining_needs_a_reason_that_everybody_with_the_link_reads(
    client: CheckingClient, waiting: Suggestion, cast: Cast
) -> None:
    answer = f"/directory/suggestions/{waiting.token}/answer"
    bare = client.sign_in(cast.dana).post(answer, data={"decision": "decline"})
    given = client.post(answer, data={"decision": "decline", "answer": "We called: it works."})

    assert bare.status_code == 422 and "Say why nothing is changed" in bare.get_data(as_text=True)
    assert given.status_code == 303
    page = client.application.test_client().get(f"/directory/suggestions/{waiting.token}").get_data(as_text=True)
    assert "Looked at, and not changed" in page and "We called: it works." in page


def test_a_member_who_suggested_hears_in_the_inbox(client: CheckingClient, office: Entry, cast: Cast) -> None:
    client.sign_in(cast.ben).post("/directory/entries/tx-office/suggest", data=RIGHT | {"email": "ben@example.org"})
    token = _stored()[0].token
    client.sign_in(cast.rosa).post(f"/directory/suggestions/{token}/answer", data={"decision": "accept"})

    assert _told(cast.ben) == [("suggestion-answered", "Austin office: accepted")]
    write_letters()
    kinds = db.session.scalars(select(OutgoingEmail.address).where(OutgoingEmail.kind == "suggestion-answered")).all()
    assert kinds == [cast.ben.email]


@pytest.mark.parametrize("name", [*ROLES, ""])
def test_who_may_answer(client: CheckingClient, waiting: Suggestion, cast: Cast, name: str) -> None:
    if name:
        client.sign_in(getattr(cast, name))
    page = client.get(f"/directory/suggestions/{waiting.token}").get_data(as_text=True)
    response = client.post(f"/directory/suggestions/{waiting.token}/answer", data={"decision": "accept"})

    may = name in ("rosa", "dana", "ada")
    assert ("Answer it" in page) is may
    if may:
        assert response.location == "/directory/entries/tx-office/edit"
    elif name in ("sam", ""):
        assert response.status_code == 303 and _stored()[0].answered_at is None
    else:
        assert response.status_code == 403 and _stored()[0].answered_at is None


def test_an_entry_that_a_visitor_does_not_see_takes_no_suggestion_of_theirs(client: CheckingClient, cast: Cast) -> None:
    a_contact("tx-person", state_code="TX", visibility="members")
    db.session.commit()

    assert client.get("/directory/entries/tx-person/suggest").status_code == 404
    assert client.get("/directory/entries/no-such/suggest").status_code == 404
    assert client.get("/directory/entries/NO%00/suggest").status_code == 404
    assert client.get("/directory/suggestions/no-such").status_code == 404
    assert client.get("/directory/suggestions/NO%00").status_code == 404
    assert client.sign_in(cast.ben).get("/directory/entries/tx-person/suggest").status_code == 200


def test_the_command_lists_what_waits(app: flask.Flask, waiting: Suggestion, at: At) -> None:
    at(noon(2026, 7, 16))

    result = app.test_cli_runner().invoke(args=["directory", "suggestions"])

    assert "tx-office, phone, answer by 2026-06-2" in result.output and ", overdue" in result.output
    assert "1 waiting" in result.output


def test_the_page_says_what_is_known_now_as_far_as_its_reader_sees(client: CheckingClient, cast: Cast) -> None:
    an_office("tx-known", state_code="TX", phones="512-555-0100 (front desk); 512-555-0101 [members]")
    db.session.commit()
    path = "/directory/entries/tx-known/suggest"

    visitor = client.get(path).text
    member = client.sign_in(cast.ben).get(path).text

    assert "Known now: Phone 512-555-0100 (front desk)." in visitor and "512-555-0101" not in visitor
    assert "512-555-0101" in member
