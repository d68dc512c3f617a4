"""The map of a search: what it shows is what the list says, and the keyboard reaches all of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.onedb, pytest.mark.xdist_group("browser-map")]

SEARCH = "/directory?near=Traverse+City+MI"
CARDS = "cards => cards.map(card => [card.dataset.number, card.dataset.name])"
# A promise and not a poll: the content policy of the page forbids what Playwright polls with.
READY = """() => new Promise((done, fail) => {
  setTimeout(() => fail(new Error("the map was not ready in time")), 15000);
  new PerformanceObserver((list) => list.getEntriesByName("map-ready").forEach(() => done()))
    .observe({ type: "mark", buffered: true });
})"""


def open_map(page, address=SEARCH):
    page.goto(address)
    page.evaluate(READY)
    return page.locator(".map__live")


def cards_of(page):
    return [tuple(pair) for pair in page.locator(".results .card[data-lat]").evaluate_all(CARDS)]


def names_of_pins(page):
    """Open every group in turn and return what all pins are called; of one town, a group closes as the next opens."""
    live = page.locator(".map__live")
    names, opened = set(), set()
    for _ in range(20):
        names |= set(live.locator(".leaflet-marker-icon:has(.pin)").evaluate_all("pins => pins.map(p => p.ariaLabel)"))
        groups = live.locator(".leaflet-marker-icon:has(.map__cluster)")
        closed = [one for one in groups.evaluate_all("all => all.map(g => g.ariaLabel)") if one not in opened]
        if not closed:
            break
        opened.add(closed[0])
        live.get_by_label(closed[0], exact=True).press("Enter")
        page.wait_for_timeout(100)
    return names


def make_a_group(page):
    """Zoom out until some entries stand in a group."""
    group = page.locator(".map__live .leaflet-marker-icon:has(.map__cluster)").first
    for _ in range(8):
        if group.count():
            break
        page.get_by_role("button", name="Farther").click()
        page.wait_for_timeout(100)
    return group


def focused(page):
    return page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.id")


def test_there_is_a_pin_for_every_card_with_its_number_and_name(visit):
    page = visit()
    open_map(page)
    cards = cards_of(page)

    shown = {}
    for _ in range(len(cards)):
        for name in names_of_pins(page):
            number, words = name.split(": ", 1)
            shown[number] = words.removesuffix(". Go to its card")
        page.get_by_role("button", name="Farther").click()
        if len(shown) == len(cards):
            break

    assert len(cards) > 2
    assert sorted(shown.items()) == sorted(cards)


def test_one_tab_stop_holds_all_pins_and_arrows_go_by_number(visit):
    page = visit()
    live = open_map(page)

    stops = live.locator(".leaflet-marker-icon[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    walked = [focused(page)]
    pins = live.locator(".leaflet-marker-icon[role='button']").count()
    for _ in range(pins):
        page.keyboard.press("ArrowRight")
        walked.append(focused(page))

    assert len(set(walked)) == pins and walked[0] == walked[-1]
    numbers = [int(re.search(r"(?:number )?(\d+)(?::|\. Show)", name).group(1)) for name in walked[:-1]]
    assert numbers == sorted(numbers)
    page.keyboard.press("End")
    assert focused(page) == walked[-2]
    page.keyboard.press("Home")
    assert focused(page) == walked[0]
    page.keyboard.press("ArrowLeft")
    assert focused(page) == walked[-2]
    expect(stops).to_have_count(1)


def test_enter_on_a_pin_goes_to_its_card(visit):
    page = visit()
    live = open_map(page)
    pin = live.locator(".leaflet-marker-icon:has(.pin)").first
    number = pin.get_attribute("aria-label").split(":")[0]

    pin.press("Enter")

    expect(page).to_have_url(re.compile(f"#result-{number}$"))
    assert page.evaluate("document.activeElement.closest('.card').id") == f"result-{number}"
    expect(page.locator(f"#result-{number}")).to_have_class(re.compile("card--lit"))


def test_escape_goes_from_a_pin_to_the_map_and_out_of_it(visit):
    page = visit()
    live = open_map(page)
    live.locator(".leaflet-marker-icon[tabindex='0']").focus()

    page.keyboard.press("Escape")
    expect(live).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Skip the map")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#result-1$"))


def test_opening_a_group_says_how_many_and_keeps_the_keyboard_among_them(visit):
    page = visit()
    open_map(page)
    group = make_a_group(page)
    count = group.get_attribute("aria-label").split()[0]

    group.press("Enter")

    expect(page.locator("#map-says")).to_have_text(re.compile(f"^{count} entries now shown"))
    assert page.evaluate("document.activeElement.matches('.leaflet-marker-icon')")


def test_pins_and_buttons_are_large_enough_to_hit(visit):
    page = visit(375)
    live = open_map(page)

    for one in live.locator(".leaflet-marker-icon[role='button'], .leaflet-control-zoom a").all():
        box = one.bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24


def test_nothing_is_asked_of_another_host(visit, hub):
    page = visit()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    open_map(page)
    page.get_by_role("button", name="Farther").click()
    page.wait_for_load_state("networkidle")

    assert any("lines/counties/MI.json" in url for url in asked)
    assert [url for url in asked if not url.startswith((hub.address, "data:"))] == []


def test_the_counties_of_a_card_are_filled_strongly_while_it_is_pointed_at(visit):
    page = visit()

    # The starter directory knows few counties, so this card is given two.
    def with_counties(route):
        answer = route.fetch()
        body = re.sub(
            r'(id="result-1" [^>]*?)( data-counties="[^"]*")?>', r'\1 data-counties="26065,26055">', answer.text()
        )
        route.fulfill(response=answer, body=body)

    page.route("**/directory?*", with_counties)
    open_map(page)

    expect(page.locator(".map__county--covered")).not_to_have_count(0)
    expect(page.locator(".map__county--lit")).to_have_count(0)
    page.locator("#result-1 a").first.focus()
    expect(page.locator(".map__county--lit")).to_have_count(2)
    page.locator("#near").focus()
    expect(page.locator(".map__county--lit")).to_have_count(0)


def test_the_view_is_in_the_address_once_a_person_moved_the_map_and_comes_back(visit):
    page = visit()
    live = open_map(page)
    assert "#map" not in page.url

    live.focus()
    page.keyboard.press("-")
    expect(page).to_have_url(re.compile(r"#map=\d+/[\d.-]+/[\d.-]+$"))
    address = page.url
    again = visit()
    open_map(again, address)

    again.get_by_role("button", name="Farther").focus()
    again.locator(".map__live").press("ArrowLeft")
    expect(again).to_have_url(re.compile(re.escape(re.search(r"#map=\d+/", address).group())))


def test_a_link_with_a_broken_view_shows_the_results(visit):
    page = visit()

    for broken in ("#map=x/1/2", "#map=5/999/0", "#map=5/44"):
        page.goto("about:blank")
        open_map(page, SEARCH + broken)
        expect(page.locator(".map__live .leaflet-marker-icon").first).to_be_visible()


def test_the_map_jumps_to_alaska(visit):
    page = visit()
    open_map(page)

    page.get_by_text("Go to another part of the map").click()
    expect(page.get_by_role("button", name="Contiguous states")).to_have_count(0)
    page.get_by_role("button", name="Alaska").click()

    expect(page).to_have_url(re.compile(r"#map=\d/6\d[\d.]*/-15"))
    expect(page.locator("#map-says")).to_have_text("The map shows Alaska")
    page.get_by_role("button", name="The results").click()
    expect(page.locator(".map__live .leaflet-marker-icon:has(.pin)").first).to_be_in_viewport()


def test_across_the_date_line_the_way_is_short(visit):
    page = visit()

    # No entry lies beyond the line yet, so one is moved to Guam.
    def with_guam(route):
        answer = route.fetch()
        moved = re.sub(
            r'(id="result-2" .*?)data-lat="[^"]*" data-lon="[^"]*"',
            r'\1data-lat="13.4" data-lon="144.8"',
            answer.text(),
        )
        route.fulfill(response=answer, body=moved)

    page.route("**/directory?*", with_guam)
    live = open_map(page, "/directory?near=Honolulu+HI")

    guam = live.get_by_role("button", name=re.compile("^2: ")).bounding_box()
    here = live.locator(".map__here").bounding_box()
    assert guam["x"] < here["x"], "Guam is west of Hawaii, not around the earth"


def test_a_state_without_entries_on_the_map_is_shown_whole(visit):
    page = visit()
    open_map(page, "/directory?near=Guam")

    expect(page.locator(".map__live .leaflet-marker-icon")).to_have_count(0)
    page.locator(".map__live").press("+")
    expect(page).to_have_url(re.compile(r"#map=(9|1\d)/13\.\d+/144\."))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_with_its_map_is_accessible(visit, width, dark):
    page = visit(width, dark)
    open_map(page)
    page.get_by_text("Go to another part of the map").click()

    assert_accessible(page)


def test_without_scripts_the_drawing_has_the_numbers_of_the_cards(browser, hub):
    context = browser.new_context(java_script_enabled=False, base_url=hub.address)
    page = context.new_page()
    page.goto(SEARCH)

    cards = page.locator(".results .card[data-lat] .pin").all_text_contents()
    drawing = page.locator("#map svg[role='img']")
    expect(drawing).to_be_visible()
    assert drawing.locator("text").all_text_contents() == cards
    assert f"{len(cards)} results" in drawing.get_attribute("aria-label")
    context.close()


def test_print_shows_the_drawing_and_the_list(visit):
    page = visit()
    live = open_map(page)
    expect(live).to_be_visible()

    page.emulate_media(media="print")

    expect(live).not_to_be_visible()
    expect(page.locator("#map svg[role='img']")).to_be_visible()
    expect(page.locator("#result-1")).to_be_visible()
