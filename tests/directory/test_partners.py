"""The page of partner states, for each of the cast."""

import re

import pytest
from sqlalchemy import select

from coordhub.db import db
from coordhub.directory.kinds import ContactRole
from coordhub.directory.models import PartnerState
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import a_contact
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")
DEEDS = ("add", "remove", "move-up", "keep")


def words(response) -> str:  # type: ignore[no-untyped-def]
    return " ".join(response.get_data(as_text=True).split())


def shown(client: CheckingClient) -> list[str]:
    return re.findall(r'id="partner-([A-Z]{2})"', words(client.get("/directory/partners")))


def post(client: CheckingClient, deed: str, state: str = "") -> str:
    response = client.post(f"/directory/partners/{deed}", data={"state": state}, follow_redirects=True)
    assert response.status_code == 200
    return words(response)


def test_five_states_are_suggested_at_first_and_can_be_kept(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.ben)
    suggested = shown(client)

    page = post(client, "keep")

    assert len(suggested) == 5 and "MI" not in suggested
    assert "These states are kept." in page and "These are suggested" not in page
    assert shown(client) == suggested


def test_states_are_added_moved_and_taken_off(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)
    for code in ("MI", "ND", "WA"):
        assert "is on your page" in post(client, "add", code)
    added = shown(client)

    post(client, "move-up", "WA")
    moved = shown(client)
    post(client, "remove", "MI")

    assert added == ["MI", "ND", "WA"] and moved == ["MI", "WA", "ND"] and shown(client) == ["WA", "ND"]


def test_taking_off_a_suggested_state_keeps_the_other_four(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)
    suggested = shown(client)

    post(client, "remove", suggested[0])

    assert shown(client) == suggested[1:]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("TX", "Your own state"),
        ("MI", "on your page already"),
        ("WY", "takes part"),
        ("QQ", "takes part"),
        ("", "Choose a state."),
        ("Michigan", "cannot be longer"),
    ],
)
def test_a_state_that_does_not_fit_is_refused_with_a_sentence(
    client: CheckingClient, cast: Cast, state: str, said: str
) -> None:
    client.sign_in(cast.rosa)
    post(client, "add", "MI")

    assert said in post(client, "add", state)
    assert shown(client) == ["MI"]


def test_a_sixth_state_is_refused(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)
    for code in ("MI", "ND", "WA", "FL", "OH"):
        post(client, "add", code)

    assert "Five states fit on the page." in post(client, "add", "CA")
    assert len(shown(client)) == 5


def test_a_state_that_left_the_program_stays_until_it_is_taken_off(client: CheckingClient, cast: Cast) -> None:
    db.session.add(PartnerState(user_id=cast.rosa.id, state_code="WY", position=0))
    db.session.commit()
    client.sign_in(cast.rosa)

    post(client, "add", "MI")
    both = shown(client)
    post(client, "remove", "WY")

    assert both == ["WY", "MI"] and shown(client) == ["MI"]


def test_everybody_has_a_page_of_their_own(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)
    post(client, "add", "MI")
    client.sign_in(cast.dana)

    assert len(shown(client)) == 5
    assert set(db.session.scalars(select(PartnerState.user_id))) == {cast.rosa.id}


def test_a_state_shows_its_people_its_office_its_time_and_its_gaps(client: CheckingClient, cast: Cast) -> None:
    a_contact(
        "nd-una",
        name="Una Roe",
        state_code="ND",
        role=ContactRole.DIRECTOR,
        visibility="members",
        phones="701-555-0136 x12",
        emails="una.roe@example.org",
        verified_on="2026-05-01",
        verified_how="phone",
    )
    a_contact("nd-post", name="Records, open", state_code="ND", role=ContactRole.RECORDS, is_vacant="yes")
    a_contact("nd-gus", name="Gus Hay", state_code="ND", role=ContactRole.CREDIT, visibility="administrators")
    db.session.commit()
    client.sign_in(cast.rosa)

    page = post(client, "add", "ND")

    assert "Una Roe" in page and "701-555-0136" in page and "extension 12" in page and "una.roe@example.org" in page
    assert "Confirmed May 1, 2026" in page
    assert "the position is vacant. Nobody stands in; ask the state office." in page
    assert "Nobody is listed for ID&amp;R, for secondary credit, for PASS; ask the state office." in page
    assert "Gus Hay" not in page
    assert "/directory/offices/nd-mep" in page
    assert "There it is now Tue, June 16, 10:00 AM" in page


def test_all_go_into_an_address_book_each_once(client: CheckingClient, cast: Cast) -> None:
    a_contact("nd-una", name="Una Roe", state_code="ND", role=ContactRole.DIRECTOR, specialties="records; credit")
    db.session.commit()
    client.sign_in(cast.rosa)
    post(client, "add", "ND")

    response = client.get("/directory/partners.vcf")

    assert response.mimetype == "text/vcard"
    assert response.get_data(as_text=True).count("FN:Una Roe") == 1


@pytest.mark.parametrize("name", ["olive", "ada"])
def test_who_acts_for_no_state_has_no_partners(client: CheckingClient, cast: Cast, name: str) -> None:
    client.sign_in(getattr(cast, name))

    assert client.get("/directory/partners").status_code == 403
    assert client.get("/directory/partners.vcf").status_code == 403
    assert all(client.post(f"/directory/partners/{deed}", data={"state": "ND"}).status_code == 403 for deed in DEEDS)
    assert db.session.scalars(select(PartnerState)).all() == []


def test_a_visitor_and_somebody_not_approved_are_led_away(client: CheckingClient, cast: Cast) -> None:
    visitor = client.get("/directory/partners")
    client.sign_in(cast.sam)

    assert visitor.status_code == 303 and "/sign-in" in visitor.headers["Location"]
    assert "/waiting" in client.get("/directory/partners").headers["Location"]


def test_the_number_of_statements_does_not_grow(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)
    post(client, "add", "ND")
    client.get("/directory/partners")  # what a first page of a session asks besides does not count
    with statements() as one:
        client.get("/directory/partners")
    for code in ("MI", "WA", "FL", "OH"):
        post(client, "add", code)
        for at in range(60):
            a_contact(
                f"{code.lower()}-{at}",
                name=f"Person {at}",
                state_code=code,
                role=ContactRole.RECORDS,
                is_vacant="yes",
                phones="701-555-0134",
            )
    db.session.commit()
    client.get("/directory/partners")  # what a first page of a session asks besides does not count
    with statements() as many:
        client.get("/directory/partners")

    assert len(many) == len(one)
