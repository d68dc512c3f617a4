"""The main job, by hand: a family moves, the right person is asked, and the answer is known."""

import re
from email import message_from_bytes, policy

import pytest

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

    assert understood in page.locator("main").inner_text()
    cards = page.locator(".results .card, .card--best")
    assert cards.count() >= 3
    assert re.search(r"\d+ miles", cards.nth(1).inner_text())
    assert page.locator("#map .leaflet-marker-icon").count() >= 1
    assert_accessible(page)
    page.locator(f'main a[href="/states/{state}"]').first.click()
    assert page.url.endswith(f"/states/{state}")


def letters_of(hub):
    """Return the letters that left, parsed."""
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in (hub.data / "mail").glob("*.eml")]


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
    page.get_by_label("What else should they know?").fill("The oldest, DOB 4/12/2014, likes the bus.")
    page.get_by_role("button", name="See who gets it").click()
    page.get_by_role("button", name="Send to Michigan").click()

    # A birth date is refused, and what was typed is still there.
    assert "birth date" in page.locator(".error-summary").inner_text()
    assert "likes the bus" in page.get_by_label("What else should they know?").input_value()
    assert page.get_by_label("Grades K–5").is_checked()
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


def _the_letter_carries_nothing_private(page, hub, number):
    page.goto("/dev/mail")
    assert page.get_by_text(number).count()
    letter = None
    for _ in range(150):  # The worker is poked and delivers in a moment; a lost poke costs a minute.
        found = [one for one in letters_of(hub) if number in str(one["Subject"]) and "ben.okafor" in str(one["To"])]
        if found:
            letter = found[0]
            break
        page.wait_for_timeout(500)
    assert letter is not None
    text = letter.get_body(("plain",)).get_content()
    for carried in (number, "Move notice", "TX", "MI", f"/coordination/{number}"):
        assert carried in text
    for private in ("bus", "Grand Traverse", "3 children", "K–5"):
        assert private not in letter.as_string()


def _ben_acknowledges_and_asks(page, number):
    sign_in(page, BEN)
    assert number in page.locator("main").inner_text()
    assert_accessible(page)
    page.locator(f'main a[href="/coordination/{number}"]').first.click()
    assert_accessible(page)
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_text("Not yet, ask Texas something").click()
    page.get_by_label("Your question to Texas").fill("Would the family like an interpreter?")
    page.get_by_role("button", name="Ask Texas").click()
    assert "Waiting for Texas" in page.locator("main").inner_text()


def _rosa_answers(page, number):
    page.goto("/inbox")
    assert number in page.locator("main").inner_text()
    page.goto(f"/coordination/{number}")
    page.get_by_label("Message").fill("Yes, Spanish please.")
    page.get_by_role("button", name="Answer Michigan").click()


def _ben_records_the_outcome(page, number):
    page.goto(f"/coordination/{number}")
    assert "Yes, Spanish please." in page.locator("main").inner_text()
    page.get_by_label("Enrolled").check()
    page.get_by_role("button", name="Send the outcome").click()


def _rosa_confirms(page, number):
    page.goto(f"/coordination/{number}")
    page.get_by_role("button", name="Yes, close the request").click()
    assert "Closed" in page.locator(".request-head").inner_text()


def test_a_topic_reaches_all_states_and_the_digest_tells_of_it_once(visit, hub):
    rosa, ben = visit(), visit()
    sign_in(rosa, ROSA)
    rosa.goto("/board/")
    rosa.get_by_role("link", name="Practice questions").click()
    rosa.get_by_role("link", name="New topic").first.click()
    rosa.get_by_label("Title").fill("Testing when the school is closed")
    rosa.get_by_label("Text").fill("Where do you let a student sit the last test?")
    rosa.get_by_role("button", name="Post to all states").click()
    topic = rosa.url

    sign_in(ben, BEN)
    ben.goto(topic)
    ben.get_by_label("Your reply").fill("The public library works well for us.")
    ben.get_by_role("button", name="Post reply").click()
    assert "public library" in ben.locator("main").inner_text()
    assert_accessible(ben)

    first, second = hub.flask("digests", "send"), hub.flask("digests", "send")
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    digests = [one for one in letters_of(hub) if "dana.whitfield" in str(one["To"]) and "daily" in str(one["Subject"])]
    assert len(digests) == 1
    text = digests[0].get_body(("plain",)).get_content()
    assert "Testing when the school is closed" in text
    assert "R-" not in re.sub(r"Re-|RFC", "", text)  # no request concerns Florida


def test_another_states_request_does_not_exist_for_dana(visit, hub):
    rosa, dana = visit(), visit()
    number = _rosa_sends_a_move_notice(rosa)
    sign_in(dana, DANA)

    response = dana.goto(f"/coordination/{number}")

    assert response.status == 404
