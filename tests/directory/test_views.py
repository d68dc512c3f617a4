"""The pages of the directory, for a visitor and for each of the cast."""

import re
from dataclasses import fields
from urllib.parse import urlencode

import pytest

from tests.cast import Cast
from tests.client import CheckingClient

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")


def find(client: CheckingClient, near: str, **more: object) -> str:
    response = client.get("/directory?" + urlencode({"near": near, **more}, doseq=True))
    assert response.status_code == 200
    return words(response)


def words(response) -> str:  # type: ignore[no-untyped-def]
    return " ".join(response.get_data(as_text=True).split())


def cards(page: str) -> list[str]:
    return re.findall(r'id="result-\d+".*?</li>', page)


@pytest.mark.parametrize(
    ("near", "understood", "state", "entry"),
    [
        ("34142", "ZIP code 34142, Immokalee, Florida", "FL", "fl-mep"),
        ("Traverse City MI", "Traverse City, a town in Grand Traverse County, Michigan", "MI", "mi-mep"),
        ("Yakima County WA", "Yakima County, Washington", "WA", "wa-pass"),
    ],
)
def test_a_place_gives_its_nearest_entries_and_its_state(
    client: CheckingClient, near: str, understood: str, state: str, entry: str
) -> None:
    page = find(client, near)

    assert understood in page
    assert f'href="/states/{state}"' in page
    assert f"/{entry}" in page
    assert re.search(r"\d+ miles, straight line", page)
    assert f'value="{near}"' in page


def test_the_state_office_stands_first_and_a_visitor_may_call_it(client: CheckingClient) -> None:
    page = find(client, "Traverse City, MI")

    first = cards(page)[0]
    assert "/directory/offices/mi-mep" in first
    assert "Call 517-373-6066" in first and 'href="tel:+1-517-373-6066"' in first
    assert "button--primary" in first
    assert "Ask Michigan" not in page
    assert page.index("Ask here first") < page.index("Update the list")


def test_paper_keeps_the_numbers_that_buttons_hold_on_screen(client: CheckingClient) -> None:
    first = cards(find(client, "Traverse City, MI"))[0]

    assert re.search(r'class="print-only">[^/]*<span class="nowrap"><a href="tel:\+1-517-373-6066">517-373-6066', first)


def test_every_card_says_source_date_and_age(client: CheckingClient) -> None:
    page = find(client, "Traverse City, MI", radius="250")

    assert "Not confirmed since January 2021" in page
    assert "Not confirmed since 2023" in page
    for card in cards(page):
        assert "Source<span" in card
        assert 'class="status' in card


def test_numbers_run_through_all_cards_and_match_the_map(client: CheckingClient) -> None:
    page = find(client, "Traverse City, MI", radius="250")

    numbers = [int(number) for number in re.findall(r'data-number="(\d+)"', page)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert 'id="map"' in page and 'data-here-lat="44.7' in page and 'data-counties="26055"' in page
    assert 'data-radius-miles="250"' in page
    assert 'data-kind="site"' in page and 'data-kind="office"' in page


def test_filters_narrow_the_list_and_keep_the_query(client: CheckingClient) -> None:
    page = find(client, "Traverse City, MI", radius="250", show="site")

    shown = cards(page)[1:]  # the office to ask first stays
    assert shown and all('data-kind="site"' in card for card in shown)
    assert 'value="250" selected' in page
    assert re.search(r'value="site" checked', page) and not re.search(r'value="office" checked', page)


def test_a_circle_that_holds_nothing_is_widened_and_says_so(client: CheckingClient) -> None:
    page = find(client, "Traverse City, MI", radius="25", show="site")

    assert "Nothing is known within 25 miles, so this list goes to" in page


def test_far_from_everything_the_nearest_five_are_shown(client: CheckingClient) -> None:
    page = find(client, "13.47, 144.75")

    assert "Nothing is known within 250 miles. These are the nearest 5 anywhere." in page
    assert len(cards(page)) == 5


def test_a_nearly_empty_circle_gives_way_to_the_nearest_anywhere_and_says_so(client: CheckingClient) -> None:
    page = find(client, "34142")

    assert "Little is known within 250 miles. These are the nearest" in page
    assert "/directory/offices/fl-alachua" in page


def test_a_state_lists_all_its_entries(client: CheckingClient) -> None:
    page = find(client, "Wisconsin")

    assert "Who to ask in Wisconsin" in page
    assert {"/directory/offices/wi-mep", "/directory/sites/wi-pass", "/directory/sites/wi-dpi-pass"} <= set(
        re.findall(r"/directory/(?:offices|sites)/[a-z0-9-]+", page)
    )
    assert "straight line</span>" not in page


def test_an_ambiguous_name_asks_with_links(client: CheckingClient) -> None:
    page = find(client, "Sunnyside")

    assert "<h1>Which Sunnyside?</h1>" in page
    assert "near=Sunnyside,+WA" in page.replace("%2C", ",").replace("%20", "+")
    assert 'id="map"' not in page


def test_a_misspelt_name_is_offered_right(client: CheckingClient) -> None:
    page = find(client, "Travers City MI")

    assert "Did you mean" in page
    assert "Traverse City, a town in Grand Traverse County, Michigan" in page


def test_a_place_that_does_not_exist_says_what_to_do(client: CheckingClient) -> None:
    page = find(client, "Qwxzptlkvbn")

    assert "<h1>Nothing found under these words</h1>" in page
    assert "Or choose the state" in page and 'href="/states/MI"' in page
    assert "For example:" in page


ODD = ["", "   ", "99999", "00000", "x" * 5000, "<script>alert(1)</script>", "'; DROP TABLE office"]


@pytest.mark.parametrize("near", [*ODD, "a\x00\x01b", "🌽", "%", "-91,500"])
def test_odd_questions_get_a_page(client: CheckingClient, near: str) -> None:
    page = find(client, near)

    assert "<script>alert" not in page


def test_an_overlong_question_says_so(client: CheckingClient) -> None:
    assert "Shorten this to 200 characters" in find(client, "Traverse City " * 30)


@pytest.mark.parametrize("more", [{"radius": "9999"}, {"radius": "-1"}, {"radius": "abc"}, {"show": "people"}])
def test_unknown_filters_are_left_out(client: CheckingClient, more: dict[str, str]) -> None:
    assert "Ask here first" in find(client, "Traverse City, MI", **more)


def test_an_empty_search_asks_the_question(client: CheckingClient) -> None:
    page = words(client.get("/directory"))

    assert "<h1>Find who to ask</h1>" in page
    assert "Where is the family now, or where are they going?" in page


@pytest.mark.parametrize("near", ["Cheyenne, WY", "Wyoming", "82001"])
def test_a_state_outside_the_program_says_who_to_ask_instead(client: CheckingClient, near: str) -> None:
    page = find(client, near)

    assert "Wyoming does not take part in the program" in page
    assert "/directory/offices/co-mep" in page and "/directory/offices/us-ome" in page
    assert "Ask here first" not in page


def test_an_empty_directory_is_no_error(client: CheckingClient) -> None:
    from tests.conftest import empty_tables

    empty_tables()

    assert "Nothing else is known here" in find(client, "Traverse City, MI")


def test_a_member_of_another_state_asks_and_one_of_the_same_state_calls(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)
    rosa = cards(find(client, "Traverse City, MI"))[0]
    client.sign_in(cast.ben)
    ben = cards(find(client, "Traverse City, MI"))[0]

    assert 'href="/coordination/new?to=MI&amp;entry=mi-mep">Ask Michigan<' in rosa
    assert rosa.count("button--primary") == 1
    assert "Ask Michigan" not in ben and "Call 517-373-6066" in ben


def test_everybody_may_look_and_no_demo_person_is_named(client: CheckingClient, cast: Cast) -> None:
    for person in [None, *(getattr(cast, one.name) for one in fields(cast))]:
        if person is not None:
            client.sign_in(person)
        for address in (
            "/directory?near=Traverse+City,+MI",
            "/directory/offices/mi-mep",
            "/directory/sites/wi-pass",
            "/directory/pass",
        ):
            response = client.get(address)
            page = words(response).split("<main")[1]
            assert response.status_code == 200
            for one in fields(cast):
                assert getattr(cast, one.name).display_name not in page


def test_an_office_shows_every_fact_with_source_and_age(client: CheckingClient) -> None:
    page = words(client.get("/directory/offices/mi-mep"))

    for fact in (
        "Michigan Department of Education, Office of Field Services",
        "608 West Allegan Street<br>P.O. Box 30008<br>Lansing, MI 48909",
        "517-373-6066",
        "Unit phone as of 2014 (verify)",
        "https://www.michigan.gov/mde/mde-pa-370-contact-page",
        "Not confirmed since 2023",
        "the year follows from what it says",
        "Something wrong?",
        'href="/states/MI"',
    ):
        assert fact in page, fact


def test_a_site_shows_what_it_offers_and_whether_it_runs(client: CheckingClient) -> None:
    gillett = words(client.get("/directory/sites/wi-pass"))
    yuma = words(client.get("/directory/sites/az-yuma"))

    assert "Running when the source was read" in gillett and "The 43 courses known in Wisconsin" in gillett
    assert "may have ended" in yuma


def test_gaps_are_named_as_gaps(client: CheckingClient) -> None:
    page = words(client.get("/directory/sites/fl-pass"))

    assert "Not known." in page
    assert "The source has no date" in page


@pytest.mark.parametrize("address", ["/directory/offices/no-such", "/directory/sites/mi-mep", "/directory/offices/%00"])
def test_an_entry_that_does_not_exist_is_not_found(client: CheckingClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_every_entry_has_a_page(client: CheckingClient) -> None:
    from coordhub.directory import queries

    offices = [one.key for code in queries.state_codes() for one in queries.offices_of(code)]
    offices += [one.key for one in queries.offices_between_states()]

    assert len(offices) == 93
    assert all(client.get(f"/directory/offices/{key}").status_code == 200 for key in offices)
    assert all(client.get(f"/directory/sites/{one.key}").status_code == 200 for one in queries.pass_sites())


def test_pass_is_explained_with_sites_and_courses(client: CheckingClient) -> None:
    page = words(client.get("/directory/pass"))

    assert "Five units make one semester course" in page
    assert page.count('data-label="Units"') == 43
    assert "/directory/sites/wa-pass" in page
    assert "January 2021" in page
