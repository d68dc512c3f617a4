"""The pages and the command about counterparts, for a visitor and for each of the cast."""

import json
import re
from datetime import date

import flask
import pytest
from sqlalchemy import delete

from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions import Doer, replace_entry
from coordhub.directory.kinds import ContactRole, Visibility
from coordhub.directory.models import Entry
from coordhub.directory.rules.counterparts import Question, Rung, Side
from coordhub.directory.tasks import task_named
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import a_contact
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")

TODAY = date(2026, 6, 16)
WILLIAMS = "38105"  # FIPS code of Williams County, North Dakota
PAGE = "/directory/counterparts?from=TX&to=ND"


def words(response) -> str:  # type: ignore[no-untyped-def]
    return " ".join(response.get_data(as_text=True).split())


def end(page: str, side: str) -> str:
    return page.split(f'id="{side}"')[1].split("</section>")[0]


def people_of_north_dakota() -> None:
    a_contact(
        "nd-mara",
        name="Mara Lund",
        state_code="ND",
        counties=WILLIAMS,
        specialties="records",
        phones="701-555-0134",
        emails="mara.lund@example.org",
        verified_on="2026-05-01",
        verified_how="phone",
    )
    a_contact("nd-tom", name="Tom Berg", state_code="ND", counties=WILLIAMS, phones="701-555-0135")
    a_contact("nd-ruth", name="Ruth Vale", state_code="ND", role=ContactRole.RECORDS, visibility="members")
    db.session.commit()


def test_the_page_shows_both_ends_with_reason_and_fallback(client: CheckingClient) -> None:
    people_of_north_dakota()

    page = words(client.get(PAGE + "&county=Williston&role=records"))

    assert "<h1>From Texas to North Dakota</h1>" in page
    assert "Williston, a town in Williams County, North Dakota" in page
    receives = end(page, "receives")
    assert "Mara Lund" in receives and "Covers Williams County and answers for records and MSIX." in receives
    assert "Confirmed May 1, 2026" in receives and 'href="tel:+1-701-555-0134"' in receives
    assert receives.index("Next in line") < receives.index("Tom Berg")
    sends = end(page, "sends")
    assert "Nobody listed in Texas answers for records and MSIX, so this is the state office." in sends
    assert "/directory/offices/tx-mep" in sends and "The state office of Texas." in sends


def test_a_visitor_sees_no_members_entry_and_a_member_does(client: CheckingClient, cast: Cast) -> None:
    people_of_north_dakota()
    visitor = words(client.get(PAGE + "&role=msix_data"))
    client.sign_in(cast.rosa)
    rosa = words(client.get(PAGE + "&role=msix_data"))

    assert "Ruth Vale" not in visitor and "Ruth Vale" in rosa
    assert "so this is the state office" in end(visitor, "receives")


@pytest.mark.parametrize("name", ["rosa", "ben", "dana", "pat", "olive", "sam", "ada"])
def test_everybody_may_look_and_members_of_other_states_may_ask(client: CheckingClient, cast: Cast, name: str) -> None:
    people_of_north_dakota()
    client.sign_in(getattr(cast, name))

    response = client.get(PAGE + "&county=Williams+County")

    page = words(response)
    assert response.status_code == 200
    asks = 'href="/coordination/new?to=ND&amp;county=Williams+County,+North+Dakota&amp;entry='
    assert (asks in page.replace("%2C", ",")) == (name in ("rosa", "ben", "dana", "pat"))
    assert ("Ask Texas" in page) == (name in ("ben", "dana", "pat"))


def test_somebody_closed_vacant_or_out_of_season_is_passed_over_and_named(client: CheckingClient) -> None:
    a_contact("nd-una", name="Una Roe", state_code="ND", phones="701-555-0136")
    a_contact(
        "nd-mara",
        name="Mara Lund",
        state_code="ND",
        counties=WILLIAMS,
        closures="2026-06-15..2026-06-19 leave",
        fallback="nd-una",
    )
    a_contact("nd-post", name="Recruiter, west", state_code="ND", counties=WILLIAMS, is_vacant="yes")
    a_contact("nd-tom", name="Tom Berg", state_code="ND", counties=WILLIAMS, season="09-01..11-30")
    db.session.commit()

    page = end(words(client.get(PAGE + "&county=Williams")), "receives")

    assert "The position is vacant" in page and "Works Sep 1 to Nov 30 only" in page
    assert "Mara Lund: closed until June 19, so Una Roe stands in." in page
    assert "Stands in for Mara Lund, who covers Williams County." in page


def test_hidden_and_replaced_entries_are_never_named(client: CheckingClient, cast: Cast) -> None:
    hidden = a_contact("nd-hid", name="Hidden Hand", state_code="ND", counties=WILLIAMS, visibility="administrators")
    gone = a_contact("nd-gone", name="Gone Away", state_code="ND", counties=WILLIAMS)
    a_contact("nd-mara", name="Mara Lund", state_code="ND", counties=WILLIAMS, is_vacant="yes", fallback=hidden.key)
    a_contact("nd-tom", name="Tom Berg", state_code="ND", counties=WILLIAMS, is_vacant="yes", fallback=gone.key)
    (gone,) = queries.entries_with_keys(["nd-gone"])
    replace_entry(gone, None, on=TODAY, by=Doer())
    db.session.commit()
    client.sign_in(cast.rosa)

    page = words(client.get(PAGE + "&county=Williams"))

    assert "Hidden Hand" not in page and "Gone Away" not in page
    assert "/directory/offices/nd-mep" in end(page, "receives")


def test_who_only_receives_does_not_send(client: CheckingClient) -> None:
    a_contact("tx-ann", name="Ann Solis", state_code="TX", role=ContactRole.RECORDS, sends="no")
    db.session.commit()

    there = words(client.get(PAGE + "&role=records"))
    back = words(client.get("/directory/counterparts?from=ND&to=TX&role=records"))

    assert "Ann Solis" not in there and "Ann Solis" in end(back, "receives")


def test_a_pass_office_answers_for_pass(client: CheckingClient) -> None:
    page = words(client.get("/directory/counterparts?from=TX&to=WI&role=pass"))

    assert "The office that answers for PASS in Wisconsin." in end(page, "receives")
    assert "/directory/sites/wi-pass" in end(page, "receives")


@pytest.mark.parametrize(
    ("county", "said", "offered"),
    [
        ("Immokalee, FL", "“Immokalee, FL” is in Florida, not in North Dakota. Which do you mean?", "to=FL"),
        ("34142", "“34142” is in Florida, not in North Dakota.", "to=FL"),
        ("Texas", "is in Texas, not in North Dakota", "All of North Dakota"),
        ("Willaims County", "Did you mean Williams County, North Dakota?", "Williams+County"),
        ("Traverse City", "North Dakota has no Traverse City in our list.", "All of North Dakota"),
        ("Nowhereville", "“Nowhereville” is not in our list", "All of North Dakota"),
        ("12071", "“12071” is in New York, not in North Dakota", "to=NY"),
    ],
)
def test_a_place_elsewhere_or_unknown_says_so_and_offers(
    client: CheckingClient, county: str, said: str, offered: str
) -> None:
    response = client.get("/directory/counterparts", query_string={"from": "TX", "to": "ND", "county": county})

    page = words(response)
    assert response.status_code == 200
    assert said in page and offered in page
    assert 'id="receives"' not in page


@pytest.mark.parametrize("county", ["Williams", "Williams County, ND", "Condado de Williams", "58801", WILLIAMS])
def test_a_county_is_understood_in_any_way(client: CheckingClient, county: str) -> None:
    people_of_north_dakota()

    page = words(
        client.get("/directory/counterparts", query_string={"from": "tx", "to": "North Dakota", "county": county})
    )

    assert "Covers Williams County." in end(page, "receives")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"from": "TX", "to": "QQ"}, "“QQ” is no state of the directory"),
        ({"from": "", "to": "ND"}, "Choose the state that the family leaves."),
        ({"from": "TX"}, "Choose the state that the family goes to."),
        ({"from": "TX", "to": "tx"}, "Choose two different states."),
        ({"from": "TX", "to": "GU"}, "“GU” is no state of the directory"),
        ({"from": "TX", "to": "ND", "role": "king"}, "“king” is no task of the list."),
        ({"from": "TX", "to": "ND", "county": "x" * 300}, "Shorten this to 200 characters"),
        ({"from": "\x00", "to": "<script>alert(1)</script>"}, "is no state of the directory"),
    ],
)
def test_a_wrong_question_says_what_to_do(client: CheckingClient, query: dict[str, str], said: str) -> None:
    response = client.get("/directory/counterparts", query_string=query)

    assert response.status_code == 200
    assert said in words(response) and "<script>alert" not in words(response)
    assert client.get("/directory/counterparts.vcf", query_string=query).status_code == 303


@pytest.mark.parametrize("county", ["a\x00b", "🌽", "%", "46.6, -120.5", "999, 999", "'; DROP TABLE entry"])
def test_odd_counties_get_a_page(client: CheckingClient, county: str) -> None:
    response = client.get("/directory/counterparts", query_string={"from": "TX", "to": "ND", "county": county})

    assert response.status_code == 200


def test_a_state_outside_the_program_says_who_to_ask_instead(client: CheckingClient) -> None:
    page = words(client.get("/directory/counterparts?from=WY&to=ND"))

    sends = end(page, "sends")
    assert "Wyoming does not take part in the program." in sends
    assert "/directory/offices/co-mep" in sends and "/directory/offices/us-ome" in sends
    assert "/directory/offices/nd-mep" in end(page, "receives")


def test_an_empty_page_asks_and_knows_the_members_state(client: CheckingClient, cast: Cast) -> None:
    visitor = words(client.get("/directory/counterparts"))
    client.sign_in(cast.ben)
    ben = words(client.get("/directory/counterparts"))

    assert "<h1>Find your counterpart</h1>" in visitor and "error-summary" not in visitor
    assert re.search(r'<option selected value="MI">', ben)


def test_a_role_that_the_list_does_not_offer_stays_chosen(client: CheckingClient) -> None:
    assert '<option selected value="msix_data">' in words(client.get(PAGE + "&role=msix_data"))


def test_short_addresses_lead_to_the_page(client: CheckingClient) -> None:
    response = client.get("/directory/from/TX/to/ND?county=Williams&role=records&x=1")
    odd = client.get("/directory/from/%00/to/QQ", follow_redirects=True)

    assert response.status_code == 303
    assert response.headers["Location"] == "/directory/counterparts?from=TX&to=ND&county=Williams&role=records"
    assert odd.status_code == 200 and "is no state of the directory" in words(odd)


def test_the_swap_link_turns_the_road_and_drops_the_county(client: CheckingClient) -> None:
    page = words(client.get(PAGE + "&county=Williams&role=records"))

    assert 'href="/directory/counterparts?from=ND&amp;to=TX&amp;role=records">Swap' in page


def test_both_counterparts_go_into_an_address_book(client: CheckingClient) -> None:
    people_of_north_dakota()

    response = client.get("/directory/counterparts.vcf?from=TX&to=ND&county=Williams&role=records")

    card = response.get_data(as_text=True)
    assert response.mimetype == "text/vcard"
    assert 'filename="counterparts-TX-ND.vcf"' in response.headers["Content-Disposition"]
    assert card.count("BEGIN:VCARD") == 2 and "Mara Lund" in card and "701-555-0134" in card
    assert "mara.lund@example.org" in card


def test_an_empty_directory_explains_the_gap(client: CheckingClient) -> None:
    db.session.execute(delete(Entry))
    db.session.commit()

    page = words(client.get(PAGE))

    assert "Nobody who could answer today is listed for North Dakota, and no national office either." in page
    assert client.get("/directory/counterparts.vcf?from=TX&to=ND").status_code == 303


def test_the_number_of_statements_does_not_grow_with_the_entries(client: CheckingClient, cast: Cast) -> None:
    def add(number: int) -> None:
        for at in range(number):
            a_contact(
                f"nd-{at}",
                name=f"Person {at:03}",
                state_code="ND",
                counties=WILLIAMS,
                phones="701-555-0134",
                specialties="records",
                languages="spa",
                closures="2026-06-15..2026-06-19",
                fallback="nd-mep",
            )

    client.sign_in(cast.rosa)
    add(1)
    db.session.commit()
    with statements() as one:
        client.get(PAGE + "&county=Williams&role=records")
    db.session.execute(delete(Entry).where(Entry.key == "nd-0"))
    add(500)
    db.session.commit()
    with statements() as many:
        page = client.get(PAGE + "&county=Williams&role=records")

    assert page.status_code == 200
    assert len(many) == len(one)


def test_fallbacks_of_fallbacks_are_found_and_turning_ones_end(app: flask.Flask) -> None:
    a_contact("nd-c", name="Third", state_code="ND")
    a_contact("nd-b", name="Second", state_code="ND", is_vacant="yes", fallback="nd-c")
    a_contact("nd-a", name="First", state_code="ND", counties=WILLIAMS, is_vacant="yes", fallback="nd-b")
    db.session.commit()
    question = Question(Side.RECEIVES, "ND", "North Dakota", WILLIAMS, "Williams County")

    (found,) = queries.counterparts([question], sight=Visibility.PUBLIC, today=TODAY)
    third = queries.entry_named("nd-c")
    third.is_vacant, third.fallback = True, queries.entry_named("nd-a")  # type: ignore[union-attr]
    db.session.commit()
    (turning,) = queries.counterparts([question], sight=Visibility.PUBLIC, today=TODAY)

    assert found.first and found.first.entry.name == "Third"
    assert turning.first and turning.first.entry.key == "nd-mep"


def test_the_search_page_asks_for_one_state(app: flask.Flask) -> None:
    people_of_north_dakota()

    found = queries.first_to_ask("ND", WILLIAMS, task_named("records"), sight=Visibility.PUBLIC, today=TODAY)
    whole = queries.first_to_ask("ND", None, None, sight=Visibility.PUBLIC, today=TODAY)

    assert found and found.first and found.first.entry.key == "nd-mara"
    assert found.first.why == "Covers Williams County and answers for records and MSIX"
    assert whole and whole.first and whole.first.rung == Rung.STATE_OFFICE
    assert queries.first_to_ask("QQ", None, None, sight=Visibility.PUBLIC, today=TODAY) is None
    assert queries.first_to_ask("ND", "99999", None, sight=Visibility.PUBLIC, today=TODAY) is not None
    assert queries.first_to_ask("\x00", None, None, sight=Visibility.PUBLIC, today=TODAY) is None


def test_the_command_says_the_same(app: flask.Flask) -> None:
    people_of_north_dakota()
    run = app.test_cli_runner().invoke
    states = ["directory", "counterparts", "--from", "TX", "--to", "North Dakota", "--county", "Williams"]

    said = run(args=[*states, "--role", "records"])
    read = run(args=[*states, "--json"])

    assert "Covers Williams County and answers for records and MSIX: Mara Lund, 701-555-0134" in said.output
    found = json.loads(read.output)
    assert found["county_code"] == WILLIAMS and found["receives"]["line"][0]["key"] == "nd-mara"
    assert found["sends"]["line"][0]["rung"] == "state_office"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--to", "QQ"], "is no state of the directory"),
        (["--to", "TX"], "Name two different states."),
        (["--to", "ND", "--role", "king"], "Name one of: recruitment"),
        (["--to", "ND", "--county", "34142"], "is in Florida, not in North Dakota"),
    ],
)
def test_the_command_refuses_with_a_sentence(app: flask.Flask, more: list[str], said: str) -> None:
    result = app.test_cli_runner().invoke(args=["directory", "counterparts", "--from", "TX", *more])

    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
