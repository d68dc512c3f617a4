"""No page of a request is a dead end: where it leads on to, and for whom."""

import pytest

from tests.coordination.page.conftest import words
from tests.coordination.page.test_deeds import page_of, post

pytestmark = [pytest.mark.usefixtures("on_tuesday"), pytest.mark.onedb]


@pytest.mark.parametrize("name", ["rosa", "ben"])
def test_a_request_leads_to_one_that_goes_on_from_it(taken, cast, client, name):
    assert f'href="/coordination/new?follows={taken.number}"' in page_of(client, getattr(cast, name), taken)


def test_a_declined_request_leads_to_another_state_with_what_is_known(sent, cast, client):
    post(client, cast.ben, sent, "decline", reason="not_our_state")
    link = f"/coordination/new?type={sent.type_code}&follows={sent.number}"
    assert f'href="{link.replace("&", "&amp;")}">ask another state</a>' in page_of(client, cast.rosa, sent)

    form = words(client.get(link).text)
    assert f'value="{sent.number}"' in form  # it goes on from the declined one
    assert '<option selected value="MI">' not in form  # but not to the state that declined


def test_the_sender_sees_both_days_before_anybody_acknowledges(sent, cast, client):
    page = page_of(client, cast.rosa, sent)

    for day in (sent.acknowledge_by, sent.due_on):
        assert f'datetime="{day.isoformat()}"' in page


def test_no_page_says_that_a_state_moves(taken, cast, client):
    """Families move; states have a turn."""
    assert "is to move" not in page_of(client, cast.rosa, taken)
    post(client, cast.ben, taken, "messages", deed="ask", text="Which school do they want?")
    assert "is to move" not in page_of(client, cast.ben, taken)


def test_a_move_notice_leads_to_several_families_at_once(cast, client):
    page = client.sign_in(cast.rosa).get("/coordination/new?type=MOVE&to=MI").text
    assert 'href="/coordination/batch' in page
    assert "/coordination/batch" not in client.get("/coordination/new?type=REC&to=MI").text


def test_before_sending_it_stands_who_may_open_a_request(cast, client):
    page = words(client.sign_in(cast.rosa).get("/coordination/new?type=MOVE&to=MI").text)
    assert "Federal observers and hub administrators only with a reason, for an hour, and both states are told." in page


@pytest.mark.parametrize("name", ["olive", "ada"])
def test_who_may_break_the_glass_finds_the_way_to_it_whether_or_not_the_request_exists(sent, cast, client, name):
    client.sign_in(getattr(cast, name))
    assert 'href="/coordination/break-glass"' in client.get("/inbox").text

    for number in (sent.number, "R-2026-09999"):
        gone = client.get(f"/coordination/{number}")
        assert gone.status_code == 404
        assert f'href="/coordination/break-glass?number={number}"' in gone.text


def test_a_member_is_not_led_to_the_glass(sent, cast, client):
    assert "break-glass" not in client.sign_in(cast.dana).get(f"/coordination/{sent.number}").text


def test_an_address_that_is_no_number_leads_to_no_glass(cast, client):
    assert "break-glass" not in client.sign_in(cast.olive).get("/coordination/no-such-thing").text


@pytest.mark.parametrize(
    ("deed", "said"),
    [("dispute", "Sent back to Michigan with your words."), ("reopen", "Open again. Both states read why.")],
)
def test_what_was_done_is_said_in_its_own_words(taken, cast, client, deed, said):
    post(client, cast.ben, taken, "outcome", outcome="moved_on")
    if deed == "reopen":
        post(client, cast.rosa, taken, "confirm")

    answer = post(client, cast.rosa, taken, "messages", deed=deed, text="They came back.")
    assert said in client.get(answer.location).text
