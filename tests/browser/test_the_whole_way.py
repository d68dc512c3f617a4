"""The main job, by hand: a family moves, the right person is asked, and the answer is known."""

import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-way")]
ROSA, BEN, DANA = "rosa.delgado@example.org", "ben.okafor@example.org", "dana.whitfield@example.org"


@pytest.mark.parametrize(
    ("typed", "understood", "state"),
    [
        ("34142", "Immokalee, Florida", "FL"),
        ("Traverse City MI", "Grand Traverse County, Michigan", "MI"),
        ("Yakima County WA", "Yakima County, Washington", "WA"),
    ],
)
def test_a_visitor_finds_offices_and_sites_near_a_place(visit, typed, understood, state):
    page = visit()
    page.goto("/")
    page.get_by_label("Where is the family now, or where are they going?").fill(typed)
    page.get_by_role("button", name="Search").click()

    expect(page.locator("main")).to_contain_text(understood)
    cards = page.locator(".results .card, .card--best")
    expect(cards.nth(2)).to_be_visible()
    expect(cards.nth(1)).to_contain_text(re.compile(r"\d+ miles"))
    expect(page.locator("#map .leaflet-marker-icon").first).to_be_visible()
    assert_accessible(page)
    page.locator(f'main a[href="/states/{state}"]').first.click()
    page.wait_for_url(f"**/states/{state}")


def letters_of(hub):
    """Return the letters that left, parsed."""
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in (hub.data / "mail").glob("*.eml")]


def _letter(page, hub, *, to, subject):
    """Return the only letter to somebody whose subject holds some words, once it has left.

    The worker is poked and delivers in a moment; a lost poke costs a minute.
    """
    for _ in range(150):
        found = [one for one in letters_of(hub) if subject in str(one["Subject"]) and to in str(one["To"])]
        if found:
            assert len(found) == 1
            return found[0]
        page.wait_for_timeout(500)
    raise AssertionError(f"no letter to {to} about {subject}")


def test_a_family_moves_the_right_person_is_asked_and_the_answer_is_known(visit, hub):
    rosa, ben = visit(), visit(width=375)

    number = _rosa_sends_a_move_notice(rosa)
    _the_letter_carries_nothing_private(ben, hub, number)
    _ben_acknowledges_and_asks(ben, number)
    _rosa_answers(rosa, number)
    _ben_records_the_outcome(ben, number)
    _rosa_confirms(rosa, number)

    timeline = rosa.locator(".timeline").inner_text()
    for words in ("sent this", "acknowledged", "asked Texas a question", "answered", "recorded the outcome", "closed"):
        assert words in timeline
    assert rosa.locator(".timeline time").count() >= 6


def _rosa_sends_a_move_notice(page):
    sign_in(page, ROSA)
    page.goto("/coordination/new")
    page.get_by_role("link", name="A family is moving").click()
    page.get_by_label("To which state?").select_option(label="Michigan")
    page.get_by_label("To which town or county?").fill("Grand Traverse County")
    page.get_by_label("Week").select_option(label="Second week")
    page.get_by_label("How many children?").fill("3")
    page.get_by_label("Grades K–5").check()
    page.get_by_label("Grades 6–8").check()
    page.get_by_label("Expected", exact=True).check()
    page.get_by_label("What else should they know?").fill("The oldest, DOB 4/12/2014, likes the bus.")
    page.get_by_role("button", name="See who gets it").click()
    page.get_by_role("button", name="Send to Michigan").click()

    # A birth date is refused, and what was typed is still there.
    expect(page.locator(".error-summary")).to_contain_text("birth date")
    expect(page.get_by_label("What else should they know?")).to_have_value(re.compile("likes the bus"))
    expect(page.get_by_label("Grades K–5")).to_be_checked()
    assert_accessible(page)
    page.get_by_label("What else should they know?").fill("They need the bus to the summer program.")
    who = page.locator(".who-gets-it").inner_text()
    assert "Ben Okafor" in who
    assert "Acknowledges by" in who
    page.get_by_role("button", name="Send to Michigan").click()

    page.wait_for_url("**/coordination/R-*")
    number = page.url.rsplit("/", 1)[1]
    assert re.fullmatch(r"R-\d{4}-\d{5}", number)
    assert_accessible(page)
    return number


def _wait_for_a_letter(page, number):
    """Look until the worker has written it: it is poked by the deed, and its next sweep looks within a minute."""
    for _ in range(90):
        page.goto("/dev/mail")
        if page.get_by_text(number).count():
            break
        page.wait_for_timeout(1000)
    expect(page.get_by_text(number).first).to_be_visible()


def _the_letter_carries_nothing_private(page, hub, number):
    _wait_for_a_letter(page, number)
    letter = _letter(page, hub, to="ben.okafor", subject=number)
    text = letter.get_body(("plain",)).get_content()
    for carried in (number, "Move notice", "TX", "MI", f"/coordination/{number}"):
        assert carried in text
    html = letter.get_body(("html",)).get_content()
    for private in ("the bus", "Grand Traverse", "3 children", "K–5"):
        assert private not in text + html + str(letter["Subject"])


def _ben_acknowledges_and_asks(page, number):
    sign_in(page, BEN)
    expect(page.locator("main")).to_contain_text(number)
    assert_accessible(page)
    page.locator(f'main a[href="/coordination/{number}"]').first.click()
    page.wait_for_url(f"**/coordination/{number}")
    assert_accessible(page)
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_text("Not yet, ask Texas something").click()
    page.get_by_label("Your question to Texas").fill("Would the family like an interpreter?")
    page.get_by_role("button", name="Ask Texas").click()
    expect(page.locator("main")).to_contain_text("Waiting for Texas")


def _rosa_answers(page, number):
    page.goto("/inbox")
    expect(page.locator("main")).to_contain_text(number)
    page.goto(f"/coordination/{number}")
    page.get_by_label("Message").fill("Yes, Spanish please.")
    page.get_by_role("button", name="Answer Michigan").click()
    expect(page.locator(".timeline")).to_contain_text("Yes, Spanish please.")


def _ben_records_the_outcome(page, number):
    page.goto(f"/coordination/{number}")
    expect(page.locator("main")).to_contain_text("Yes, Spanish please.")
    page.get_by_label("Enrolled").check()
    page.get_by_role("button", name="Send the outcome").click()
    expect(page.locator(".timeline")).to_contain_text("recorded the outcome")


def _rosa_confirms(page, number):
    page.goto(f"/coordination/{number}")
    page.get_by_role("button", name="Yes, close the request").click()
    expect(page.locator(".request-head")).to_contain_text("Closed")


def test_a_topic_reaches_all_states_and_the_digest_tells_of_it_once(visit, hub):
    rosa, ben = visit(), visit()
    sign_in(rosa, ROSA)
    rosa.goto("/board/")
    rosa.get_by_role("link", name="Practice questions").click()
    rosa.get_by_role("link", name="New topic").first.click()
    rosa.get_by_label("Title").fill("Testing when the school is closed")
    rosa.get_by_label("Text").fill("Where do you let a student sit the last test?")
    rosa.get_by_role("button", name="Post to all states").click()
    rosa.wait_for_url("**/board/topics/*")
    topic = rosa.url

    sign_in(ben, BEN)
    ben.goto(topic)
    ben.get_by_label("Your reply").fill("The public library works well for us.")
    ben.get_by_role("button", name="Post reply").click()
    expect(ben.locator(".post").nth(1)).to_contain_text("public library")
    assert_accessible(ben)

    first, second = hub.flask("digests", "send"), hub.flask("digests", "send")
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    text = _letter(ben, hub, to="dana.whitfield", subject="daily").get_body(("plain",)).get_content()
    assert "Testing when the school is closed" in text
    assert "TX to MI" not in text  # what two other states ask each other


def test_another_states_request_does_not_exist_for_dana(visit, hub):
    rosa, dana = visit(), visit()
    number = _rosa_sends_a_move_notice(rosa)
    sign_in(dana, DANA)

    response = dana.goto(f"/coordination/{number}")

    assert response.status == 404
