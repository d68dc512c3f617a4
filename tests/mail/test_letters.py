"""Letters: headers that thread, stop and filter; two complete parts; no header can be slipped in."""

import re
from datetime import date
from email import message_from_bytes, policy

import pytest

from coordhub.mail.letters import compose
from coordhub.notifications.facts import RequestFacts
from tests.factories import a_topic_letter


@pytest.fixture
def letter(app, on_tuesday):
    facts = RequestFacts("R-2026-00001", "Move notice", "TX", "MI", date(2026, 6, 18), "Acknowledge by")
    composed = compose(
        "request-received",
        address="ben@example.org",
        name="Ben Okafor",
        context={
            "words": "A request for you",
            "title": "Move notice, TX to MI",
            "url": "http://hub.example.org/coordination/R-2026-00001",
            "facts": facts,
            "settings_url": "http://hub.example.org/notifications/preferences",
        },
        message_key="R-2026-00001/step-1.u5",
        thread_key="R-2026-00001.u5",
        list_name="requests",
        stop_url="http://hub.example.org/notifications/stop/x",
        reason="You get this because the request was sent to you.",
    )
    return composed, message_from_bytes(composed.content, policy=policy.default)


def test_a_letter_carries_number_type_states_date_and_link_in_both_parts(letter):
    _, parsed = letter
    for part in ("plain", "html"):
        text = parsed.get_body((part,)).get_content()
        for words in (
            "R-2026-00001",
            "Move notice",
            "TX",
            "MI",
            "Thursday, June 18, 2026",
            "/coordination/R-2026-00001",
        ):
            assert words in text
        assert "You get this because the request was sent to you." in text


def test_headers_thread_filter_and_stop(letter):
    _, parsed = letter

    assert re.fullmatch(r"<R-2026-00001-step-1\.u5\.[a-z2-7]{16}@hub\.example\.org>", parsed["Message-ID"])
    assert parsed["References"] == parsed["In-Reply-To"] == "<R-2026-00001.u5@hub.example.org>"
    assert parsed["List-Id"] == "<requests.hub.example.org>"
    assert parsed["List-Unsubscribe"] == "<http://hub.example.org/notifications/stop/x>"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert len(parsed.get_all("Message-ID")) == 1


def test_lines_end_and_are_short_as_smtp_wants(letter):
    content = letter[0].content

    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_a_long_stop_address_stays_in_one_piece_and_a_long_subject_is_whole(app):
    stop_url = "https://hub.example.org/notifications/stop/" + "x" * 90
    title = "Práctica de verano para familias que vuelven a Michigan, " * 3
    composed = a_topic_letter(title=title, stop_url=stop_url)
    parsed = message_from_bytes(composed.content, policy=policy.default)

    assert f"List-Unsubscribe: <{stop_url}>".encode() in composed.content
    assert title.strip() in parsed["Subject"]


def test_a_letter_that_may_be_answered_says_so_and_where_to(app):
    composed = a_topic_letter(reply_to="reply+1.2.3-abc@in.example.org")
    parsed = message_from_bytes(composed.content, policy=policy.default)

    assert parsed["Reply-To"] == "reply+1.2.3-abc@in.example.org"
    for part in ("plain", "html"):
        text = parsed.get_body((part,)).get_content()
        assert "Answer this letter to answer in the topic" in text
        assert "not read" not in text


def test_a_letter_about_a_request_is_answered_in_the_hub(letter):
    _, parsed = letter
    assert parsed["Reply-To"] is None
    assert "Answer in the hub: http://hub.example.org/coordination/R" in parsed.get_body(("plain",)).get_content()
    assert ">in the hub</a>" in parsed.get_body(("html",)).get_content()


def test_a_letter_that_answers_one_threads_below_it_and_says_that_a_program_wrote_it(app):
    parsed = message_from_bytes(a_topic_letter(answers="<m@mail.example.org>").content, policy=policy.default)
    to_none = message_from_bytes(a_topic_letter(answers="").content, policy=policy.default)

    assert parsed["In-Reply-To"] == parsed["References"] == "<m@mail.example.org>"
    assert parsed["Auto-Submitted"] == to_none["Auto-Submitted"] == "auto-replied"
    assert to_none["In-Reply-To"] is None


def test_a_line_break_in_a_name_makes_no_header(app):
    composed = a_topic_letter(name="Ben\r\nBcc: evil@example.org", title="Ñandú\r\nX-Evil: 1")
    parsed = message_from_bytes(composed.content, policy=policy.default)

    assert parsed["Bcc"] is None
    assert parsed["X-Evil"] is None
    assert "Ñandú" in parsed["Subject"]
