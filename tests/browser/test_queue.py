"""The work queue by keyboard, by mouse, and without any script."""

import subprocess
import sys

import pytest
from playwright.sync_api import expect

from config import ROOT
from tests.browser.conftest import assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-queue")]

BEN, MEI = "ben.okafor@example.org", "mei.tran@example.org"
# Requests from Texas to Ben in Michigan, as the compose page would send them.
SEND = """
from wsgi import app
from coordhub import clock
from coordhub.accounts.queries import user_with_email
from coordhub.coordination import actions, rules
from coordhub.coordination.types import TYPES
from coordhub.db import db
with app.app_context():
    rosa, ben = user_with_email("rosa.delgado@example.org"), user_with_email("ben.okafor@example.org")
    for number in range(4):
        draft = actions.Draft(type=TYPES["GEN"], to_state="MI", time_zone="America/Detroit")
        route = rules.Route(ben, "covers Leelanau County")
        request = actions.send(draft, by=rosa, to=route, sending_key=f"queue-{clock.now()}-{number}")
        db.session.commit()
        print(request.number)
"""


@pytest.fixture
def sent(hub):
    """Four new requests that wait for Ben's acknowledgment."""
    done = subprocess.run(
        [sys.executable, "-c", SEND], cwd=ROOT, env=hub.environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def row(page, number):
    return page.locator("#queue > li", has_text=number)


def focused(page):
    """Return the number of the row whose link has the focus."""
    return page.evaluate("document.activeElement.closest('#queue > li')?.querySelector('.figures').textContent ?? ''")


def test_keys_move_check_acknowledge_and_open(visit, sent):
    page = visit()
    sign_in(page, BEN)
    page.goto("/coordination/")
    order = page.locator("#queue > li .figures").all_inner_texts()

    # Nothing happens while no row has the focus, nor while somebody types.
    page.keyboard.press("j")
    assert focused(page) == ""
    page.get_by_text("Filter or find by number").click()
    page.get_by_label("Or a number").press_sequentially("jkxau?")
    expect(page.get_by_label("Or a number")).to_have_value("jkxau?")
    assert focused(page) == ""
    assert not page.locator("#keys").is_visible()

    page.locator("#queue a.row__name").first.focus()
    for key, at in (("j", 1), ("ArrowDown", 2), ("k", 1), ("ArrowUp", 0), ("k", 0), ("End", -1), ("Home", 0)):
        page.keyboard.press(key)
        assert focused(page) == order[at], key
    page.keyboard.press("x")
    expect(page.locator("#queue > li").first.get_by_role("checkbox")).to_be_checked()
    expect(page.locator(".bulk-bar")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("x")
    expect(page.locator(".bulk-bar")).to_be_hidden()

    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys in the list")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert focused(page) == order[0]

    page.keyboard.press("a")
    expect(page.locator(".flash")).to_contain_text("1 acknowledged")
    expect(row(page, order[0]).get_by_role("button", name="Acknowledge")).to_have_count(0)
    page.locator("#queue a.row__name").first.focus()
    page.keyboard.press("u")
    page.wait_for_url("**show=unread**")
    page.locator("#queue a.row__name").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/coordination/R-*")


def test_checked_rows_are_acknowledged_together_on_a_phone(visit, sent):
    page = visit(width=375)
    sign_in(page, BEN)
    page.goto("/coordination/?whose=state&show=all")
    for number in sent[:2]:
        row(page, number).get_by_role("checkbox").check()

    bar = page.locator(".bulk-bar")
    expect(bar).to_be_in_viewport(ratio=1)
    # The bar hides no field that somebody reaches by Tab.
    page.locator("#queue a.row__name").last.focus()
    below = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
    assert below <= bar.bounding_box()["y"]
    assert_accessible(page)
    bar.get_by_role("button", name="Acknowledge").click()
    expect(page.locator(".flash")).to_contain_text("2 acknowledged. The senders were told.")
    for number in sent:
        row(page, number).get_by_role("checkbox").check()
    bar.get_by_role("button", name="Give to a colleague").click()
    expect(page.get_by_role("heading", name="Give 4 requests to a colleague")).to_be_visible()
    assert_accessible(page)


def test_enter_in_a_check_box_opens_the_row_and_without_script_does_nothing(visit, browser, hub, sent):
    page = visit()
    sign_in(page, BEN)
    page.goto("/coordination/")
    row(page, sent[0]).get_by_role("checkbox").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/coordination/{sent[0]}")

    context = browser.new_context(base_url=hub.address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, BEN)
    page.goto("/coordination/?whose=state")
    row(page, sent[0]).get_by_role("checkbox").check()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".flash")).to_have_count(0)
    expect(row(page, sent[0]).get_by_role("button", name="Acknowledge")).to_be_visible()
    context.close()


def test_without_script_everything_is_a_form(browser, hub, sent):
    context = browser.new_context(base_url=hub.address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, BEN)
    page.goto("/coordination/?whose=state&show=all")
    expect(page.locator("#show-keys")).to_be_hidden()
    expect(page.locator("#keys")).to_be_hidden()
    row(page, sent[0]).get_by_role("checkbox").check()
    page.get_by_role("button", name="Give to a colleague").click()
    page.get_by_label("To whom?").select_option(label="Mei Tran, State director")
    page.get_by_role("button", name="Give to them").click()
    expect(page.locator(".flash")).to_contain_text("1 request given to Mei Tran.")

    page.get_by_text("Filter or find by number").click()
    page.get_by_label("Other state").select_option(label="Texas")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".queue__filtered")).to_contain_text("Only: Texas")
    page.locator("summary", has_text="view").click()
    page.get_by_label("Name of this view").fill(f"Texas {sent[0]}")
    page.get_by_role("button", name="Save this view").click()
    page.goto("/coordination/")
    page.get_by_role("navigation", name="Saved views").get_by_role("link", name=f"Texas {sent[0]}").click()
    expect(page.locator(".queue__filtered")).to_contain_text("Only: Texas")
    context.close()
