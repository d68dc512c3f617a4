"""Every letter at once: both parts complete, a stop link that works, no private text, readable in light and dark."""

import re
from email import message_from_bytes, policy
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from coordhub.coordination import actions as coordination
from coordhub.coordination.models import Deed
from coordhub.db import db
from coordhub.mail import addresses
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications import stopping
from coordhub.notifications.actions import Recipient, notify
from coordhub.notifications.facts import PostFacts, RequestFacts, RequestList
from coordhub.notifications.gathering import gather
from coordhub.notifications.kinds import KINDS, Subject, Way
from coordhub.notifications.preferences import wishes_of
from coordhub.notifications.rules import HOLD
from tests.telling import write_letters

pytestmark = pytest.mark.onedb
FACTS = RequestFacts("R-2026-00001", "Move notice", "TX", "MI", None, "Answer by", "A message")
AT_ONCE = sorted(kind for kind, what in KINDS.items() if what.may_be_at_once)
VOID = {"meta", "br", "img", "link"}


@pytest.fixture
def letter_of(cast, on_tuesday):
    """Return a function that writes a letter of a kind to Ben and returns it, and its parsed form."""

    def write(kind):
        about = "topic-17" if kind.startswith("topic") else "R-2026-00001"
        of_request = kind.startswith("request")
        notify([Recipient(cast.ben, "it concerns you", Subject.MINE)], kind=kind, about=about, title="Bus lines",
               url="/inbox", event_key=f"{kind}/1", actor_id=None, facts=FACTS if of_request else None,
               lists=[RequestList("Michigan is to answer", [])] if kind == "overdue-list" else (),
               post=PostFacts(17, "PASS", "Ana Soto") if kind.startswith("topic") else None)  # fmt: skip
        db.session.commit()
        assert gather(on_tuesday + HOLD) == 1
        letter = db.session.scalars(select(OutgoingEmail)).one()
        return letter, message_from_bytes(letter.content, policy=policy.default)

    return write


class Page(HTMLParser):
    """Notes what a letter's HTML is made of."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.styles, self.pairs = [], [], [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag not in VOID:
            self.open.append((tag, given))
            self.note()

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def note(self):
        styles = [dict(re.findall(r"(background|color):(#\w+)", given.get("style") or "")) for _, given in self.open]
        classes = [given.get("class") for _, given in self.open]
        ink = next((one["color"] for one in reversed(styles) if "color" in one), None)
        paper = next((one["background"] for one in reversed(styles) if "background" in one), None)
        if ink and paper:
            self.pairs.add((ink, paper, tuple(one for one in classes if one)))


def luminance(color):
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("kind", AT_ONCE)
def test_every_letter_is_complete_in_both_parts_and_says_why_and_how_to_stop(letter_of, kind):
    _, parsed = letter_of(kind)

    html = parsed.get_body(("html",)).get_content()
    for text in (parsed.get_body(("plain",)).get_content(), html):
        assert "You get this because it concerns you." in text
        assert f"Stop {stopping.SCOPES['step-on-mine']}" in text
        assert "http://hub.example.org/inbox" in text
        assert "{{" not in text
    tags = Page(html).tags
    names = [tag for tag, _ in tags]
    assert names.count("h1") == 1
    assert not {"img", "script", "link", "svg", "iframe"} & set(names)
    assert ("html", {"lang": "en"}) in tags
    assert all(given.get("role") == "presentation" for tag, given in tags if tag == "table")
    assert len(html) < 100_000


@pytest.mark.parametrize("kind", AT_ONCE)
def test_every_letter_has_the_headers_that_filter_thread_and_stop(letter_of, kind):
    _, parsed = letter_of(kind)

    assert parsed["List-Id"] == f"<{KINDS[kind].list}.hub.example.org>"
    assert parsed["List-Archive"] == "<http://hub.example.org/inbox>"
    assert parsed["List-Help"] == "<http://hub.example.org/notifications/preferences>"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Precedence"] is None
    assert parsed["In-Reply-To"] == parsed["References"] != parsed["Message-ID"]


@pytest.mark.parametrize("kind", AT_ONCE)
def test_one_click_on_the_stop_link_of_every_letter_stops_it(letter_of, cast, client, kind):
    _, parsed = letter_of(kind)
    path = urlsplit(parsed["List-Unsubscribe"].strip("<>")).path

    answer = client.post(path, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert wishes_of([cast.ben])[cast.ben.id].way(Subject.MINE) == Way.DAILY


def test_the_stop_link_of_a_round_up_stops_all_letters_at_once(cast, client):
    path = urlsplit(stopping.stop_url(cast.ben, stopping.AT_ONCE)).path

    client.post(path, data={"List-Unsubscribe": "One-Click"})

    wishes = wishes_of([cast.ben])[cast.ben.id]
    assert Way.AT_ONCE not in {wishes.way(subject) for subject in Subject}
    assert wishes.way(Subject.MINE) == Way.DAILY


@pytest.mark.parametrize("kind", ["request-message", "topic-reply", "overdue-list", "suggestion-received"])
def test_letters_are_readable_in_light_and_in_dark(letter_of, kind):
    html = letter_of(kind)[1].get_body(("html",)).get_content()
    page, dark = Page(html), {}
    for names, rules in re.findall(r"\.(\w+) \{([^}]*)\}", html):
        dark[names] = dict(re.findall(r"(background|color): (#\w+)", rules))

    assert page.pairs
    for ink, paper, classes in page.pairs:
        assert contrast(ink, paper) >= 4.5, (ink, paper)
        inks = [dark[one]["color"] for one in classes if "color" in dark.get(one, {})]
        papers = [dark[one]["background"] for one in classes if "background" in dark.get(one, {})]
        assert contrast(inks[-1], papers[-1]) >= 4.5, classes


def test_private_text_is_in_no_letter(cast, on_tuesday, ask):
    marker = "zinfandel"
    request = ask(note=f"The crew picks {marker}.", msix_ids=["123456789012"], language=marker)
    coordination.acknowledge(request, note=f"Thanks, {marker}.", by=cast.ben)
    coordination.write(request, Deed.WRITE, f"@Ben Okafor {marker}", by=cast.rosa)
    db.session.commit()
    write_letters()

    written = db.session.scalars(select(OutgoingEmail)).all()
    assert written
    for letter in written:
        parsed = message_from_bytes(letter.content, policy=policy.default)
        everything = [str(parsed.items()), *(parsed.get_body((part,)).get_content() for part in ("plain", "html"))]
        assert not any(word in text for text in everything for word in (marker, "123456789012", "Grand Traverse"))


def test_requests_are_answered_in_the_hub(letter_of):
    text = letter_of("request-message")[1].get_body(("plain",)).get_content()

    assert "Answer in the hub: http://hub.example.org/inbox" in text


def test_topics_are_answered_by_letter_when_the_hub_reads_mail(letter_of, cast, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", "in.hub.example.org")
    _, parsed = letter_of("topic-reply")

    answer = addresses.answer_of(parsed["Reply-To"])
    assert (answer.user_id, answer.topic_id, answer.last_day.isoformat()) == (cast.ben.id, 17, "2026-08-15")
    assert (
        "Answer this letter to answer in the topic; all states will read it."
        in parsed.get_body(("plain",)).get_content()
    )


def test_without_incoming_mail_a_letter_asks_for_no_answer(letter_of):
    _, parsed = letter_of("topic-reply")

    assert parsed["Reply-To"] is None
    assert "Answers to this letter are not read." in parsed.get_body(("plain",)).get_content()
