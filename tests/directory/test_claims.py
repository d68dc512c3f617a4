"""Who keeps an entry: asked for, given, refused, given up."""

import pytest
from sqlalchemy import select

from coordhub.accounts.models import Role, User
from coordhub.db import db
from coordhub.directory.models import Change, Claim, ClaimStatus, Entry
from coordhub.directory.rules.claims import is_of_the_office
from coordhub.notifications.models import Notification
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import an_office, whole
from tests.directory.trust import ROLES
from tests.factories import a_person

pytestmark = pytest.mark.usefixtures("starter", "on_tuesday")


@pytest.fixture
def tess(cast: Cast) -> User:
    """A coordinator in Texas."""
    person = a_person("Tess Alvarado", state_code="TX")
    person.email = "tess@tx-office.example.org"
    db.session.commit()
    return person


@pytest.fixture
def office(cast: Cast) -> Entry:
    """An office of Texas with a mailbox elsewhere."""
    entry = an_office("tx-office", state_code="TX", emails="office@other.example.org")
    db.session.commit()
    return entry


def keeper() -> int | None:
    return whole("tx-office").keeper_id


def told(user: User) -> list[str]:
    found = select(Notification.kind).where(Notification.user_id == user.id).order_by(Notification.id)
    return list(db.session.scalars(found))


@pytest.mark.parametrize(
    ("email", "addresses", "belongs"),
    [
        ("tess@isd.example.org", ["office@isd.example.org"], True),
        ("tess@isd.example.org", ["Tess@ISD.example.org"], True),
        ("tess@isd.example.org", ["office@example.org", "x@other.example.org"], False),
        ("tess@isd.example.org", [], False),
        ("tess@gmail.com", ["office@gmail.com"], False),
        ("tess@gmail.com", ["tess@gmail.com"], True),
    ],
)
def test_who_writes_from_the_office_belongs_to_it(cast: Cast, email: str, addresses: list[str], belongs: bool) -> None:
    cast.rosa.email = email

    assert is_of_the_office(cast.rosa, addresses) is belongs
    cast.rosa.confirmed_at = None
    assert not is_of_the_office(cast.rosa, addresses)
    db.session.rollback()


def test_somebody_of_the_same_domain_keeps_it_at_once(client: CheckingClient, cast: Cast, tess: User) -> None:
    an_office("tx-office", state_code="TX", emails="info@tx-office.example.org")
    db.session.commit()

    response = client.sign_in(tess).post("/directory/entries/tx-office/claim")

    assert response.location == "/directory/offices/tx-office"
    assert keeper() == tess.id
    assert told(cast.rosa) == []
    change = db.session.scalars(select(Change).where(Change.deed == "keeper")).one()
    assert change.fields == {"keeper": ["", "Tess Alvarado"]}


def test_what_a_colleague_keeps_is_not_taken_away_at_once(client: CheckingClient, cast: Cast, tess: User) -> None:
    entry = an_office("tx-office", state_code="TX", emails="info@tx-office.example.org")
    entry.keeper_id = cast.rosa.id
    db.session.commit()

    client.sign_in(tess).post("/directory/entries/tx-office/claim")

    assert keeper() == cast.rosa.id
    assert told(cast.rosa) == ["claim-received"]


@pytest.mark.parametrize(("decision", "kept"), [("grant", True), ("refuse", False)])
def test_others_wait_for_the_director_and_hear_what_is_decided(
    client: CheckingClient, office: Entry, cast: Cast, tess: User, decision: str, kept: bool
) -> None:
    client.sign_in(tess).post("/directory/entries/tx-office/claim")
    again = client.post("/directory/entries/tx-office/claim")
    page = client.get("/directory/entries/tx-office/claim").get_data(as_text=True)
    claim = db.session.scalars(select(Claim)).one()
    desk = client.sign_in(cast.rosa).get("/directory/keeping").get_data(as_text=True)
    client.post(f"/directory/claims/{claim.id}/decide", data={"decision": decision})
    twice = client.post(f"/directory/claims/{claim.id}/decide", data={"decision": decision})

    assert again.status_code == 409 and "the state decides" in page
    assert "Tess Alvarado" in desk and "Grant" in desk
    assert keeper() == (tess.id if kept else None)
    assert told(tess) == ["claim-answered"] and told(cast.rosa) == ["claim-received"]
    assert twice.status_code == 409


def test_who_was_refused_can_ask_again(client: CheckingClient, office: Entry, cast: Cast, tess: User) -> None:
    client.sign_in(tess).post("/directory/entries/tx-office/claim")
    claim = db.session.scalars(select(Claim)).one()
    client.sign_in(cast.rosa).post(f"/directory/claims/{claim.id}/decide", data={"decision": "refuse"})
    client.sign_in(tess)
    page = client.get("/directory/entries/tx-office/claim").get_data(as_text=True)
    client.post("/directory/entries/tx-office/claim")

    assert "did not give it to you last time" in page
    assert db.session.scalars(select(Claim.status)).all() == [ClaimStatus.WAITING]


def test_a_keeper_gives_it_up_and_a_director_takes_a_keeper_off(
    client: CheckingClient, office: Entry, cast: Cast, tess: User
) -> None:
    office.keeper_id = tess.id
    db.session.commit()
    own = client.sign_in(tess).get("/directory/entries/tx-office/claim").get_data(as_text=True)
    client.post("/directory/entries/tx-office/end-keeping")
    first = keeper()
    office.keeper_id = tess.id
    db.session.commit()
    director = client.sign_in(cast.rosa).get("/directory/entries/tx-office/claim").get_data(as_text=True)
    client.post("/directory/entries/tx-office/end-keeping")

    assert "Give it up" in own and "Take the keeper off" in director
    assert first is None and keeper() is None


@pytest.mark.parametrize("name", [*ROLES, "tess", ""])
def test_who_may_claim_decide_and_end(client: CheckingClient, office: Entry, cast: Cast, tess: User, name: str) -> None:
    other = a_person("Otto Brandt", state_code="TX", role=Role.RECRUITER)
    claim = Claim(entry=office, user=other, status=ClaimStatus.WAITING, created_at=other.created_at)
    db.session.add(claim)
    db.session.commit()
    person = tess if name == "tess" else getattr(cast, name) if name else None
    if person is not None:
        client.sign_in(person)

    asked = client.post("/directory/entries/tx-office/claim").status_code
    decided = client.post(f"/directory/claims/{claim.id}/decide", data={"decision": "refuse"}).status_code
    office.keeper_id = other.id
    db.session.commit()
    ended = client.post("/directory/entries/tx-office/end-keeping").status_code

    expected = {"rosa": (303, 303, 303), "ada": (403, 303, 303), "tess": (303, 403, 403)}
    turned_away = {"sam": (303, 303, 303), "": (303, 303, 303)}
    assert (asked, decided, ended) == {**turned_away, **expected}.get(name, (403, 403, 403))
    if name in turned_away:
        assert len(db.session.scalars(select(Claim)).all()) == 1 and keeper() == other.id


def test_who_left_the_state_in_the_meantime_gets_nothing(
    client: CheckingClient, office: Entry, cast: Cast, tess: User
) -> None:
    client.sign_in(tess).post("/directory/entries/tx-office/claim")
    claim = db.session.scalars(select(Claim)).one()
    tess.state_code = "MI"
    db.session.commit()

    answer = client.sign_in(cast.rosa).post(f"/directory/claims/{claim.id}/decide", data={"decision": "grant"})

    assert answer.status_code == 409 and keeper() is None


def test_an_odd_decision_is_no_page(client: CheckingClient, office: Entry, cast: Cast) -> None:
    client.sign_in(cast.rosa)

    assert client.post("/directory/claims/1/decide", data={"decision": "grant"}).status_code == 404
    assert client.post(f"/directory/claims/{2**40}/decide", data={"decision": "grant"}).status_code == 404
