"""Replacing and closing entries in the browser, with the open requests of whoever leaves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import flask
import pytest
from sqlalchemy import func, select

from coordhub.accounts.models import Role
from coordhub.coordination.models import CoordinationRequest, Deed, Step
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions import Doer, replace_entry
from coordhub.directory.models import Entry
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import a_contact, whole
from tests.directory.filling import form_of
from tests.factories import a_person

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")
URL = "/directory/entries/mi-ben/replace"


@pytest.fixture
def mei(cast: Cast) -> Any:
    """The director of Michigan, with an entry of her own."""
    person = a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI", time_zone="America/Detroit")
    a_contact("mi-mei", name="Mei Tran", state_code="MI", emails=person.email)
    a_contact("mi-new", name="Nia Newman", state_code="MI", emails="nia@example.org")
    db.session.commit()
    return person


@pytest.fixture
def entry(cast: Cast, mei: Any) -> Entry:
    """Ben's entry, which he keeps."""
    found = a_contact("mi-ben", name="Ben Okafor", state_code="MI", emails=cast.ben.email, counties="26055")
    found.keeper_id = cast.ben.id
    db.session.commit()
    return found


def stored(key: str = "mi-ben") -> Entry:
    db.session.rollback()
    return whole(key)


def look(client: CheckingClient, **typed: str) -> Any:
    form = form_of(client.get(URL).text, "replace-form")
    return client.post(URL, data=form | {"look": "1"} | typed)


def press(client: CheckingClient, page: str, **typed: str) -> Any:
    return client.post(URL, data=form_of(page, "replace-form") | {"do": "1"} | typed)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("ben", 200), ("ada", 200), ("rosa", 403), ("dana", 403), ("pat", 403), ("olive", 403), ("sam", 303), ("", 303)],
)
def test_only_who_answers_for_an_entry_replaces_it(
    client: CheckingClient, cast: Cast, entry: Entry, name: str, expected: int
) -> None:
    if name:
        client.sign_in(getattr(cast, name))

    assert client.get(URL).status_code == expected
    sent = client.post(URL, data={"successor": "-", "day": "2026-06-16", "do": "1"})
    assert sent.status_code == expected
    assert stored().replaced_on is None


def test_open_requests_are_shown_before_they_go_over(
    client: CheckingClient, cast: Cast, mei: Any, entry: Entry, ask: Any
) -> None:
    numbers = [ask().number for _ in range(3)]

    page = look(client.sign_in(mei), successor="mi-mei").text

    assert "3 open requests of Ben Okafor go to Mei Tran" in page
    assert all(f'href="/coordination/{number}"' in page for number in numbers)
    assert stored().replaced_on is None

    done = press(client, page)
    assert done.status_code == 303 and done.location == "/directory/contacts/mi-ben"
    found = stored()
    assert (found.replaced_by.key, str(found.replaced_on)) == ("mi-mei", "2026-06-16")
    assert set(db.session.scalars(select(CoordinationRequest.owner_id))) == {mei.id}
    assert [one.key for one in queries.contacts_of("MI")] == ["mi-mei", "mi-new"]
    assert queries.entry_by_key("mi-ben") is not None


def test_pressing_twice_hands_over_once(client: CheckingClient, cast: Cast, mei: Any, entry: Entry, ask: Any) -> None:
    ask()
    page = look(client.sign_in(mei), successor="mi-mei").text

    press(client, page)
    again = press(client, page)

    assert again.status_code == 200 and "Look again" in again.text
    steps = select(func.count()).select_from(Step).where(Step.deed == Deed.HAND_OVER)
    assert db.session.scalar(steps) == 1


def test_of_two_who_press_at_the_same_moment_one_hands_over(
    app: flask.Flask, client: CheckingClient, cast: Cast, mei: Any, entry: Entry, ask: Any
) -> None:
    ask()
    page = look(client.sign_in(mei), successor="mi-mei").text
    browsers = [app.test_client().sign_in(mei) for _ in range(2)]  # type: ignore[attr-defined]
    db.session.rollback()

    with ThreadPoolExecutor(2) as threads:
        sent = [threads.submit(press, one, page) for one in browsers]
        codes = sorted(one.result().status_code for one in sent)

    assert codes == [200, 303]
    assert db.session.scalar(select(func.count()).select_from(Step).where(Step.deed == Deed.HAND_OVER)) == 1


def test_what_came_in_meanwhile_is_shown_before_it_goes_over(
    client: CheckingClient, cast: Cast, mei: Any, entry: Entry, ask: Any
) -> None:
    page = look(client.sign_in(mei), successor="mi-mei").text
    ask()

    again = press(client, page)

    assert again.status_code == 200
    assert "Look again before you go on" in again.text and "1 open request of Ben Okafor goes to Mei Tran" in again.text
    assert stored().replaced_on is None
    assert press(client, again.text).status_code == 303


def test_nothing_is_done_unseen(client: CheckingClient, cast: Cast, mei: Any, entry: Entry, ask: Any) -> None:
    ask()
    client.sign_in(mei)

    straight = press(client, client.get(URL).text, successor="mi-mei")

    assert straight.status_code == 200
    assert stored().replaced_on is None


def test_an_administrator_sees_numbers_without_links(
    client: CheckingClient, cast: Cast, mei: Any, entry: Entry, ask: Any
) -> None:
    number = ask().number

    page = look(client.sign_in(cast.ada), successor="mi-mei").text

    assert number in page and f'href="/coordination/{number}"' not in page
    assert press(client, page).status_code == 303
    assert set(db.session.scalars(select(CoordinationRequest.owner_id))) == {mei.id}


@pytest.mark.parametrize(
    ("successor", "words"), [("-", "Nobody comes after"), ("mi-new", "No other working account of the state has")]
)
def test_requests_that_nobody_can_take_stay_and_the_page_says_so(
    client: CheckingClient, cast: Cast, mei: Any, entry: Entry, ask: Any, successor: str, words: str
) -> None:
    ask()

    page = look(client.sign_in(cast.ben), successor=successor).text

    assert "1 open request stays with Ben Okafor" in page and words in page
    assert press(client, page).status_code == 303
    assert set(db.session.scalars(select(CoordinationRequest.owner_id))) == {cast.ben.id}
    assert stored().replaced_on is not None


def test_a_keeper_hands_over_only_what_is_their_own(
    client: CheckingClient, cast: Cast, mei: Any, entry: Entry, ask: Any
) -> None:
    ask()
    cole = a_person("Cole League", state_code="MI")
    db.session.commit()
    stored().keeper_id = cole.id
    db.session.commit()

    page = look(client.sign_in(cole), successor="mi-mei").text

    assert "Only they themself, the state’s director or a hub administrator" in page
    assert press(client, page).status_code == 303
    assert set(db.session.scalars(select(CoordinationRequest.owner_id))) == {cast.ben.id}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"successor": ""}, "Choose who, or nobody."),
        ({"successor": "tx-mep"}, "Not a valid choice"),
        ({"successor": "mi-ben"}, "Not a valid choice"),
        ({"successor": "-", "day": "2026-06-17"}, "Choose today or an earlier day"),
        ({"successor": "-", "day": ""}, "Choose the day."),
        ({"successor": "-", "day": "soon"}, "Not a valid date"),
    ],
)
def test_a_slip_is_named_and_nothing_is_done(
    client: CheckingClient, cast: Cast, entry: Entry, typed: dict[str, str], words: str
) -> None:
    answer = look(client.sign_in(cast.ben), **typed)

    assert answer.status_code == 422 and words in answer.text
    assert stored().replaced_on is None


def test_nobody_is_replaced_by_somebody_who_left(client: CheckingClient, cast: Cast, mei: Any, entry: Entry) -> None:
    page = look(client.sign_in(mei), successor="mi-new").text
    replace_entry(stored("mi-new"), None, on=date(2026, 6, 1), by=Doer())
    db.session.commit()

    answer = press(client, page)

    assert answer.status_code == 422
    assert stored().replaced_on is None


def test_an_entry_without_an_account_holds_no_request(client: CheckingClient, cast: Cast, mei: Any) -> None:
    page = client.sign_in(mei).get("/directory/entries/mi-new/replace").text

    assert "No account of Michigan has an e-mail address of this entry" in page
