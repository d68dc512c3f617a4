"""The cast of the domain, each through the job for which they come to the hub, on either database."""

import re
import subprocess
import sys
import urllib.request

import pytest
from playwright.sync_api import expect

from config import ROOT
from tests.browser.conftest import assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-cast")]
MARKER = "zebrafinch"
REASON = "A parent asked the program office whether anybody answered."
# General questions from Rosa to Ben, as the compose page would send them.
SEND = """
import sys
from wsgi import app
from coordhub import clock
from coordhub.accounts.queries import user_with_email
from coordhub.coordination import actions, rules
from coordhub.coordination.types import TYPES
from coordhub.db import db
with app.app_context():
    rosa, ben = user_with_email("rosa.delgado@example.org"), user_with_email("ben.okafor@example.org")
    for number in range(int(sys.argv[1])):
        draft = actions.Draft(type=TYPES["GEN"], to_state="MI", time_zone="America/Detroit", note=sys.argv[2])
        route = rules.Route(ben, "covers Leelanau County")
        request = actions.send(draft, by=rosa, to=route, sending_key=f"cast-{clock.now()}-{number}")
        db.session.commit()
        print(request.number)
"""


@pytest.fixture(scope="session")
def waiting(hub):
    """Numbers of questions from Texas that wait for Ben, enough for all tests here: to start Python takes seconds."""
    done = subprocess.run(
        [sys.executable, "-c", SEND, "8", f"Do you like the {MARKER}?"],
        cwd=ROOT,
        env=hub.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def sent(waiting):
    """Return a function that takes questions from Texas to Ben that no other test has touched."""
    return lambda count=1: [waiting.pop() for _ in range(count)]


def signed_in(visit, name, width=1280):
    page = visit(width)
    sign_in(page, f"{name}@example.org")
    return page


def row(page, number):
    return page.locator("#queue > li", has_text=number)


def test_rosa_directs_her_state_sends_looks_over_its_queue_and_figures_and_holds_a_request(visit):
    page = signed_in(visit, "rosa.delgado")
    page.goto("/coordination/new?type=GEN&to=MI")
    page.get_by_label("Summer programs").check()
    page.get_by_role("textbox", name="Your question").fill("When does your summer program begin?")
    page.get_by_role("button", name="Check again who gets it").click()
    page.get_by_role("button", name=re.compile("^Send to Michigan")).click()
    page.wait_for_url("**/coordination/R-*")
    number = page.url.rsplit("/", 1)[1]

    page.get_by_text("Legal hold", exact=True).click()
    page.get_by_role("button", name="Put a legal hold on it").click()
    expect(page.locator(".timeline")).to_contain_text("hold")
    assert_accessible(page)
    page.goto("/coordination/?whose=state&show=waiting")
    expect(row(page, number)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Figures").click()
    expect(page.get_by_role("heading", name="Texas with its partners")).to_be_visible()


def test_ben_acknowledges_in_bulk_by_keyboard_and_records_an_outcome_on_a_phone(visit, sent):
    numbers = sent(2)
    page = signed_in(visit, "ben.okafor")
    page.goto("/coordination/?show=todo")
    for number in numbers[:2]:
        row(page, number).locator("a.row__name").focus()
        page.keyboard.press("x")
        expect(row(page, number).get_by_role("checkbox")).to_be_checked()
    page.get_by_role("group", name="With the checked rows").get_by_role("button", name="Acknowledge").press("Enter")
    expect(page.locator(".flash")).to_contain_text("2 acknowledged. The senders were told.")

    phone = signed_in(visit, "ben.okafor", 375)
    phone.goto(f"/coordination/{numbers[0]}")
    assert_accessible(phone)
    phone.get_by_label("Answered", exact=True).check()
    phone.get_by_role("button", name="Send the outcome").click()
    expect(phone.locator(".timeline")).to_contain_text("recorded the outcome")


def test_dana_sees_nothing_of_two_other_states_until_a_request_is_sent_on_to_hers(visit, sent):
    [number] = sent()
    dana, ben = signed_in(visit, "dana.whitfield"), signed_in(visit, "ben.okafor")
    assert dana.goto(f"/coordination/{number}").status == 404
    dana.goto("/coordination/?whose=state&show=all")
    expect(dana.get_by_text(number)).to_have_count(0)

    ben.goto(f"/coordination/{number}")
    ben.get_by_role("link", name="This belongs to somebody else").click()
    ben.get_by_label("Which state?").select_option(label="Florida")
    ben.locator("button[name=look]").last.click()
    assert_accessible(ben)
    ben.get_by_role("button", name="Send it on to Florida").click()
    expect(ben.locator(".request-head")).to_contain_text("Sent on")

    dana.goto("/coordination/")
    dana.locator("#queue a.row__name").first.click()
    dana.wait_for_url("**/coordination/R-*")
    expect(dana.locator("main")).to_contain_text(f"Goes on from {number}")
    expect(dana.locator("main")).to_contain_text(MARKER)
    assert_accessible(dana)
    assert dana.goto(f"/coordination/{number}").status == 404


def test_pat_gets_a_transfer_from_the_sites_own_page_and_answers_it(visit):
    rosa = signed_in(visit, "rosa.delgado")
    rosa.goto("/directory/sites/wa-pass")
    rosa.get_by_role("link", name=re.compile("^Ask Washington")).click()
    rosa.get_by_label("How many children?").fill("1")
    rosa.get_by_label("Grades 9–12").check()
    rosa.get_by_label("Which course?").fill("English II B")
    rosa.get_by_label("How many of the 5 units are done?").fill("3")
    rosa.get_by_label("Which site issued the course?").fill("Texas PASS")
    rosa.get_by_label("To be agreed").check()
    rosa.get_by_role("button", name=re.compile("^Send to Washington")).click()
    rosa.wait_for_url("**/coordination/R-*")
    number = rosa.url.rsplit("/", 1)[1]

    pat = signed_in(visit, "pat.lindqvist", 375)
    expect(pat.locator("main")).to_contain_text(number)
    pat.goto(f"/coordination/{number}")
    expect(pat.locator(".facts")).to_contain_text("English II B")
    assert_accessible(pat)
    pat.get_by_role("button", name="Acknowledge").click()
    pat.get_by_role("radio").first.check()
    pat.get_by_role("button", name="Send the outcome").click()
    expect(pat.locator(".timeline")).to_contain_text("recorded the outcome")


def test_olive_has_the_nations_figures_and_opens_a_request_only_with_a_reason_that_both_states_read(visit, sent):
    [number] = sent()
    page = signed_in(visit, "olive.hart")
    expect(page.get_by_role("link", name="Requests")).to_have_count(0)
    page.get_by_role("link", name="All states in figures").click()
    expect(page.get_by_role("heading", name="All states in figures")).to_be_visible()
    assert page.goto(f"/coordination/{number}").status == 404
    page.get_by_role("link", name="open it with a reason").click()
    expect(page.get_by_label("Number of the request")).to_have_value(number)
    page.get_by_label("Why must you read it?").fill(REASON)
    page.get_by_role("button", name="Open it and tell both states").click()
    expect(page.get_by_role("heading", name=re.compile("Open to you until"))).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text(MARKER)
    assert_accessible(page)

    for name in ("rosa.delgado", "ben.okafor"):
        party = signed_in(visit, name)
        expect(party.locator("main")).to_contain_text(number)
        party.goto(f"/coordination/{number}")
        expect(party.locator(".timeline")).to_contain_text(REASON)


def test_sam_waits_and_nothing_opens(visit, sent):
    [number] = sent()
    page = visit()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("sam.rivers@example.org")
    page.get_by_label("Password").fill("road-to-harvest")
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Almost there, Sam")).to_be_visible()
    assert_accessible(page)
    for path in ("", "new", "batch", "drafts", "team", "partners", "nation", "calendar", "break-glass", number):
        page.goto(f"/coordination/{path}")
        expect(page.get_by_role("heading", name="Almost there, Sam")).to_be_visible()
        expect(page.get_by_text(MARKER)).to_have_count(0)


def test_ada_runs_the_hub_and_reads_private_text_only_through_the_glass(visit, sent):
    [number] = sent()
    page = signed_in(visit, "ada.moreno")
    page.goto("/admin/")
    expect(page.locator("main")).to_contain_text("Sam Rivers")
    expect(page.get_by_text(MARKER)).to_have_count(0)
    page.get_by_role("link", name="Open a request of others").click()
    page.get_by_label("Number of the request").fill(number)
    page.get_by_label("Why must you read it?").fill("Too short")
    page.get_by_role("button", name="Open it and tell both states").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_text(MARKER)).to_have_count(0)
    assert_accessible(page)
    page.get_by_label("Why must you read it?").fill(REASON)
    page.get_by_role("button", name="Open it and tell both states").click()
    expect(page.locator(".timeline")).to_contain_text(MARKER)


def test_a_visitor_is_asked_to_sign_in_and_a_calendar_address_needs_no_account(visit, hub, sent):
    [number] = sent()
    page = visit()
    for path in ("/coordination/", f"/coordination/{number}", "/coordination/calendar"):
        page.goto(path)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    owner = signed_in(visit, "ben.okafor")
    owner.goto("/coordination/calendar")
    owner.get_by_role("button", name=re.compile("^Make (my private|a new) address")).click()
    address = owner.get_by_label("Address for Google Calendar, Outlook and others").input_value()
    assert_accessible(owner)
    with urllib.request.urlopen(address, timeout=10) as answer:
        calendar = answer.read().decode()
    assert number in calendar.replace("\r\n ", "")
    assert MARKER not in calendar
