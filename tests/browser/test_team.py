"""A state's team, by hand: being away, with a slip of the keyboard, and being back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.onedb, pytest.mark.xdist_group("browser-pages")]


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_enters_that_they_are_away_and_takes_it_off_again(visit, width):
    page = visit(width)
    sign_in(page, "dana.whitfield@example.org")
    page.goto("/coordination/team")
    page.get_by_role("link", name="Your office and absences").click()
    assert_accessible(page)
    today = page.evaluate("new Date().toISOString().slice(0, 10)")
    page.get_by_label("First day away").fill(today)
    page.get_by_label("Last day away").fill("2020-01-01")
    page.get_by_role("button", name="Enter these days").click()
    expect(page.locator("main")).to_contain_text("The last day lies before the first one.")
    assert_accessible(page)

    page.get_by_label("Last day away").fill(today)
    page.get_by_role("button", name="Enter these days").click()
    expect(page.locator("main")).to_contain_text("Nobody in particular stands in.")
    assert_accessible(page)
    page.get_by_role("button", name="Take off").click()
    expect(page.locator("main")).to_contain_text("there all the time, as far as the hub knows")
