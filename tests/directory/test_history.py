"""The history of an entry: words that went and came, and what a reader may not see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions import Doer, change_entry, confirm_entry
from coordhub.directory.fields import BY_NAME
from coordhub.directory.history import shown_value, told
from coordhub.directory.kinds import VerifiedHow, Visibility
from coordhub.directory.models import Entry
from coordhub.directory.rules.differences import Piece, pieces
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import HUB, a_contact, an_office, whole
from tests.directory.trust import ROLES

pytestmark = pytest.mark.usefixtures("gazetteer")


def read(name: str, text: str) -> object:
    return BY_NAME[name].read(text)


@pytest.fixture
def office(starter: None, cast: Cast, on_tuesday: object) -> Entry:
    """An office that Rosa changed and confirmed."""
    an_office("tx-office", state_code="TX", name="Austin office", phones="512-555-0100; 512-555-0111 [administrators]")
    rosa = Doer.of(cast.rosa)
    change_entry(
        whole("tx-office"),
        {"name": "Austin north office", "counties": read("counties", "48453; 48491"), "note": "Ask for records"},
        by=rosa,
    )
    change_entry(
        whole("tx-office"), {"phones": read("phones", "512-555-0142 x07"), "note": "Ask for the clerk"}, by=rosa
    )
    change_entry(
        whole("tx-office"), {"phones": read("phones", "512-555-0142 x07; 512-555-0199 [administrators]")}, by=HUB
    )
    confirm_entry(whole("tx-office"), by=rosa, how=VerifiedHow.PHONE)
    db.session.commit()
    return whole("tx-office")


def test_words_that_went_and_came_are_told_apart() -> None:
    assert pieces("Ask for records", "Ask for the clerk") == [
        Piece("same", "Ask for "),
        Piece("gone", "records"),
        Piece("new", "the clerk"),
    ]
    assert pieces("", "new") == [Piece("new", "new")]
    assert pieces("same", "same") == [Piece("same", "same")]
    assert pieces("An old letter gave this.", "Call the desk at noon") == [
        Piece("gone", "An old letter gave this."),
        Piece("new", "Call the desk at noon"),
    ]


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_give_either_text_back(before: str, after: str) -> None:
    found = pieces(before, after)

    assert "".join(one.text for one in found if one.kind != "new") == before
    assert "".join(one.text for one in found if one.kind != "gone") == after


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("state_code", "TX", "Texas"),
        ("counties", "26055; 48453", "Grand Traverse County, Travis County"),
        ("languages", "spa", "Spanish"),
        ("season", "05-15..08-31", "May 15 to Aug 31"),
        ("verified_on", "2026-06-16", "June 16, 2026"),
        ("verified_how", "phone", "by a phone call"),
        ("is_vacant", "yes", "yes"),
        ("closures", "2026-07-06..2026-07-10 summer", "July 6, 2026 to July 10, 2026, summer"),
        ("visibility", "members", "People with an account"),
        ("name", "Austin", "Austin"),
        ("office_kind", "no such kind any more", "no such kind any more"),
        ("a field of yesterday", "text", "text"),
    ],
)
def test_codes_are_shown_in_words(app: object, name: str, text: str, words: str) -> None:
    assert shown_value(name, text) == words


def test_the_page_says_who_when_and_how_the_words_differ(client: CheckingClient, office: Entry, cast: Cast) -> None:
    page = " ".join(client.sign_in(cast.ben).get("/directory/entries/tx-office/history").get_data(as_text=True).split())

    assert "Rosa Delgado, TX confirmed the entry." in page and "coordhub added the entry." in page
    assert "Austin <ins>north </ins>office" in page
    assert "Ask for <del>records</del><ins>the clerk</ins>" in page
    assert "Travis County" in page and "48453" not in page
    assert ">Tuesday, June 16, 2026</time>" in page
    assert page.index("confirmed the entry") < page.index("added the entry")


def test_a_number_that_is_hidden_stays_hidden(client: CheckingClient, office: Entry, cast: Cast) -> None:
    member = client.sign_in(cast.ben).get("/directory/entries/tx-office/history").get_data(as_text=True)
    administrator = client.sign_in(cast.ada).get("/directory/entries/tx-office/history").get_data(as_text=True)

    assert "0199" not in member and "0111" not in member
    assert "something that you may not see" in member
    assert "0199" in administrator and "0111" in administrator


def test_what_was_public_and_is_hidden_now_is_hidden_in_the_past_too(office: Entry, cast: Cast) -> None:
    change_entry(whole("tx-office"), {"phones": read("phones", "512-555-0142 x07 [administrators]")}, by=HUB)
    db.session.commit()

    entry = whole("tx-office")
    changes = queries.changes_of(entry)

    assert "0142" in str([change.fields for change in changes])
    assert "0142" not in str([one.fields for one in told(entry, changes, Visibility.MEMBERS)])


@pytest.mark.parametrize("name", [*ROLES, ""])
def test_who_reads_histories(client: CheckingClient, office: Entry, cast: Cast, name: str) -> None:
    a_contact("tx-hidden", state_code="TX", visibility="administrators")
    db.session.commit()
    if name:
        client.sign_in(getattr(cast, name))

    code = client.get("/directory/entries/tx-office/history").status_code
    hidden = client.get("/directory/entries/tx-hidden/history").status_code

    assert code == (303 if name in ("", "sam") else 200)
    assert hidden == (303 if name in ("", "sam") else 200 if name == "ada" else 404)


def test_a_form_opened_after_a_change_does_not_take_it_for_a_later_one(starter: None) -> None:
    # The clock runs here: with a stopped one, two readings of it would look like one instant.
    entry = an_office("tx-running-clock", name="Pecos office", state_code="TX")
    db.session.commit()

    assert queries.changes_after(entry.id, entry.changed_at) == []
