"""What somebody types into a request is not lost: it is kept in the tab and as a draft, also when the session ends."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.onedb, pytest.mark.xdist_group("browser-composing")]
ROSA = "rosa.delgado@example.org"
NEW = "/coordination/new?type=REC&to=MI"


def kept_in(page):
    return page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('form-kept-')).length")


def write(page, note):
    page.get_by_label("How many children?").fill("2")
    page.get_by_label("Grades 9–12").check()
    page.get_by_label("Course history").check()
    page.get_by_label("To graduate").check()
    page.get_by_label("MSIX IDs").fill("12345678901")
    page.get_by_label("What else should they know?").fill(note)


def test_a_session_that_ends_while_somebody_types_loses_nothing(visit):
    page = visit(375)
    sign_in(page, ROSA)
    page.goto(NEW)
    write(page, "A senior wants English II B.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_role("link", name="Open the form again").click()
    page.get_by_label("E-mail").fill(ROSA)
    page.get_by_label("Password").fill("road-to-harvest")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/coordination/new?type=REC&draft=*")

    expect(page.get_by_label("What else should they know?")).to_have_value("A senior wants English II B.")
    expect(page.get_by_label("MSIX IDs")).to_have_value("12345678901")
    expect(page.get_by_label("Grades 9–12")).to_be_checked()
    expect(page.get_by_label("To graduate")).to_be_checked()
    expect(page.get_by_text("Filled in again with what you typed in this tab.")).to_be_visible()
    assert_accessible(page)


def test_a_draft_is_kept_while_somebody_types_and_forgotten_when_it_is_sent(visit):
    page = visit()
    sign_in(page, ROSA)
    page.goto(NEW)
    write(page, "Which courses, please?")
    expect(page.get_by_text(re.compile(r"^Saved \d+:\d\d [AP]M\.$"))).to_be_visible()
    assert kept_in(page) == 1

    page.goto("/coordination/drafts")
    assert_accessible(page)
    page.get_by_role("link", name="Records request, to Michigan").first.click()
    expect(page.get_by_label("What else should they know?")).to_have_value("Which courses, please?")
    page.get_by_role("button", name="Check again who gets it").click()
    page.get_by_role("button", name="Send to Michigan").click()
    page.wait_for_url("**/coordination/R-*")
    assert kept_in(page) == 0


def test_fields_that_belong_to_an_answer_come_with_it(visit):
    page = visit()
    sign_in(page, ROSA)
    page.goto("/coordination/new?type=MOVE&to=MI")

    expect(page.get_by_label("Which language for the interpreter?")).to_be_hidden()
    page.get_by_label("Interpreter wanted").check()
    expect(page.get_by_label("Which language for the interpreter?")).to_be_visible()
    expect(page.get_by_label("When did you send it?")).to_be_hidden()
    page.get_by_role("group", name="Have you sent the move notice in MSIX?").get_by_label("Yes").check()
    expect(page.get_by_label("When did you send it?")).to_be_visible()


@pytest.mark.parametrize("width", [375, 1280])
def test_a_list_of_families_is_brought_looked_over_and_sent(visit, width):
    page = visit(width)
    sign_in(page, ROSA)
    page.goto("/coordination/batch?to=MI")
    assert_accessible(page)
    page.get_by_label("Has moved").check()
    lines = f"county,children,grade_bands\nLeelanau County,{width},K-5\nGrand Traverse County,x,6-8\n".replace(
        "1280", "128"
    )
    file = {"name": "families.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    page.get_by_label("A list from your computer").set_input_files(files=[file])
    page.get_by_role("button", name="Fill the table").click()
    expect(page.get_by_text("Line 3, column children: Write a number from 1 to 999.")).to_be_visible()
    assert_accessible(page)
    page.locator("#row2-children_count").fill("4")
    page.get_by_role("button", name="See who gets each").click()
    expect(page.locator(".plan")).to_contain_text("Ben Okafor")
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("^Send all 2")).click()
    page.wait_for_url("**/coordination/")
    expect(page.locator("main")).to_contain_text("Sent: 2 move notices")
