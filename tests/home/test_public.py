"""The public pages: start, states, one state, about, privacy, accessibility, credits."""

from dataclasses import fields

import pytest

from coordhub.home.queries import state_figures
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.starter import load_starter

pytestmark = pytest.mark.usefixtures("starter", "on_tuesday")
PAGES = ("/", "/states", "/states/MI", "/states/WY", "/about", "/privacy", "/accessibility", "/credits")


@pytest.fixture
def starter(app: object) -> None:
    """All starter rows stand in the directory."""
    load_starter()


def words(response) -> str:  # type: ignore[no-untyped-def]
    return " ".join(response.get_data(as_text=True).split())


def test_the_start_page_asks_one_question_and_names_every_state(client: CheckingClient) -> None:
    page = words(client.get("/"))

    assert "Where is the family now, or where are they going?" in page
    assert 'action="/directory"' in page
    assert "46 states, one page each" in page
    assert page.count("<option value=") == 53
    for deed in ("/coordination/new?type=MOVE", "/coordination/new?type=REC"):
        assert deed in page


def test_headline_figures_carry_year_and_source_and_nothing_is_invented(client: CheckingClient) -> None:
    page = words(client.get("/"))

    assert "213,569" in page and "2021–22" in page and "https://results.ed.gov/resources/profiles" in page
    assert "69,495" not in page  # a sum of states whose tables are not complete
    assert "Next events" not in page and "Latest updates" not in page


def test_an_empty_directory_still_has_a_start_page(client: CheckingClient) -> None:
    from tests.conftest import empty_tables

    empty_tables()

    assert all(client.get(address).status_code == 200 for address in ("/", "/states", "/about"))


def test_choosing_a_state_goes_to_its_page(client: CheckingClient) -> None:
    chosen = client.get("/states?state=mi")

    assert (chosen.status_code, chosen.headers["Location"]) == (303, "/states/MI")


def test_choosing_no_state_or_an_unknown_one_shows_the_list(client: CheckingClient) -> None:
    assert "There is no page for that state" in words(client.get("/states?state=QQ"))
    assert "There is no page for that state" not in words(client.get("/states?state="))


def test_the_list_names_every_state_and_who_to_ask(client: CheckingClient) -> None:
    page = words(client.get("/states"))

    assert page.count('data-label="Takes part"') == 52
    assert page.count("See who to ask instead") == 6
    assert "517-373-6066" in page


def test_small_letters_lead_to_the_right_address(client: CheckingClient) -> None:
    moved = client.get("/states/mi")

    assert (moved.status_code, moved.headers["Location"]) == (301, "/states/MI")


@pytest.mark.parametrize("code", ["QQ", "Michigan", "M", "%00"])
def test_an_unknown_state_is_not_found(client: CheckingClient, code: str) -> None:
    assert client.get(f"/states/{code}").status_code == 404


def test_a_state_says_who_to_ask_with_source_and_age(client: CheckingClient) -> None:
    page = words(client.get("/states/MI"))

    assert "Takes part" in page and "Midcontinent stream" in page
    assert "11:00 AM there now, Eastern Time, in parts Central Time" in page
    assert "517-373-6066" in page and "Not confirmed since 2023" in page
    assert "Sign in to ask Michigan" in page
    assert page.index("Call 517-373-6066") < page.index("Who answers for what")


def test_without_a_pass_site_the_nearest_is_named(client: CheckingClient) -> None:
    page = words(client.get("/states/MI"))

    assert "No PASS site is known in Michigan. The nearest is" in page
    assert "Gillett, Wisconsin" in page


def test_every_state_has_a_page(client: CheckingClient) -> None:
    from coordhub.directory.queries import state_codes

    assert all(client.get(f"/states/{code}").status_code == 200 for code in state_codes())


@pytest.mark.parametrize("code", ["CT", "DC", "PR", "RI", "WV", "WY"])
def test_a_state_outside_the_program_says_who_to_ask_instead(client: CheckingClient, cast: Cast, code: str) -> None:
    client.sign_in(cast.rosa)
    page = words(client.get(f"/states/{code}"))

    assert "does not take part in the program" in page
    assert "/directory/offices/us-ome" in page
    assert f"/coordination/new?to={code}" not in page


def test_a_member_asks_another_state_and_not_the_own_one(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)

    assert 'href="/coordination/new?to=MI">Ask Michigan</a>' in words(client.get("/states/MI"))
    assert "/coordination/new?to=TX" not in words(client.get("/states/TX"))


def test_observers_and_people_who_wait_are_not_offered_to_ask(client: CheckingClient, cast: Cast) -> None:
    for person in (cast.olive, cast.sam, cast.ada):
        client.sign_in(person)
        assert "Ask Michigan" not in words(client.get("/states/MI"))


def test_everybody_may_read_and_no_demo_person_is_named(client: CheckingClient, cast: Cast) -> None:
    for person in [None, *(getattr(cast, one.name) for one in fields(cast))]:
        if person is not None:
            client.sign_in(person)
        for address in PAGES:
            response = client.get(address)
            assert response.status_code == 200
            main = words(response).split("<main")[1]
            assert not [one for one in fields(cast) if getattr(cast, one.name).display_name in main]


def test_figures_show_gaps_as_gaps_and_small_counts_not_at_all(app: object) -> None:
    michigan = state_figures("MI").tables[0]
    delaware = {one.title: one for one in state_figures("DE").tables}

    assert michigan.title == "Served in summer or between terms, grades K–3"
    assert [row.words for row in michigan.rows if row.school_year == "2015–16"] == ["no figure"]
    assert max(row.share or 0 for row in michigan.rows) == 100
    k3 = delaware["Served in summer or between terms, grades K–3"]
    assert [row.words for row in k3.rows][:4] == ["too few to show", "too few to show", "too few to show", "18"]
    high_school = delaware["Served in summer or between terms, grades 9–12"]
    assert {row.words for row in high_school.rows} <= {"under 10", "no figure", "too few to show"}
    total = next(one for title, one in delaware.items() if "lower bound" in title)
    assert [row.words for row in total.rows] == ["not shown"]


def test_a_state_without_tables_says_where_they_are(client: CheckingClient) -> None:
    assert "No figure for Washington" in words(client.get("/states/WA"))
    assert "about 21,124" in words(client.get("/states/TX"))


def test_figures_of_no_state_are_printed_when_they_are_under_ten(client: CheckingClient) -> None:
    from coordhub.directory.queries import state_codes

    for code in state_codes():
        for table in state_figures(code).tables:
            numbers = [int(row.words.replace(",", "")) for row in table.rows if row.words.replace(",", "").isdecimal()]
            assert all(number == 0 or number >= 10 for number in numbers)
