"""Two people press at the same moment: one wins, the other is told, nothing is done twice."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import flask
import pytest
from sqlalchemy import func, select

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory.check_links import check_token
from coordhub.directory.models import (
    Change,
    CheckLetter,
    Claim,
    ClaimStatus,
    Entry,
    PartnerState,
    StateFact,
    Suggestion,
    Wrong,
)
from coordhub.notifications.models import Notification
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import an_office
from tests.directory.filling import form_of
from tests.directory.lists import csv_text
from tests.directory.test_import_pages import HEADER, office, upload
from tests.directory.trust import noon
from tests.factories import a_person

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")
At_once = Callable[..., list[Any]]


@pytest.fixture
def at_once(app: flask.Flask) -> At_once:
    """Send `data` to `path` from a browser of each of `people` at the same moment; None is a visitor."""

    def send(path: str, *people: User | None, data: dict[str, Any] | None = None) -> list[Any]:
        browsers = [app.test_client() for _ in people]
        for browser, user in zip(browsers, people, strict=True):
            if user is not None:
                browser.sign_in(user)  # type: ignore[attr-defined]
        db.session.remove()
        both = Barrier(len(browsers))

        def press(browser: Any) -> Any:
            both.wait()
            return browser.post(path, data=data)

        with ThreadPoolExecutor(len(browsers)) as threads:
            found = list(threads.map(press, browsers))
        assert not [one for one in found if one.status_code >= 500], [one.text[:400] for one in found]
        return found

    return send


@pytest.fixture
def hall(cast: Cast) -> Entry:
    """An office of Texas with one address."""
    entry = an_office("tx-hall", name="Hall", state_code="TX", emails="hall@example.com", verified_on="2024-01-10")
    db.session.commit()
    return entry


def codes(responses: list[Any]) -> list[int]:
    return sorted(one.status_code for one in responses)


def deeds(entry: Entry, deed: str) -> int | None:
    return db.session.scalar(select(func.count()).where(Change.entry_id == entry.id, Change.deed == deed))


def number_of(model: Any) -> int | None:
    return db.session.scalar(select(func.count()).select_from(model))


def test_one_person_claims_in_two_windows(at_once: At_once, cast: Cast, hall: Entry) -> None:
    found = at_once("/directory/entries/tx-hall/claim", cast.rosa, cast.rosa)

    assert codes(found) == [303, 409]
    assert number_of(Claim) == 1


def test_of_two_colleagues_of_the_office_one_keeps_it_at_once(at_once: At_once, hall: Entry) -> None:
    people = [a_person(state_code="TX") for _ in range(2)]
    for number, one in enumerate(people):
        one.email = f"colleague{number}@example.com"
    db.session.commit()

    at_once("/directory/entries/tx-hall/claim", *people)

    assert sorted(db.session.scalars(select(Claim.status))) == [ClaimStatus.GRANTED, ClaimStatus.WAITING]
    assert deeds(hall, "keeper") == 1


def test_a_claim_is_decided_once(at_once: At_once, cast: Cast, hall: Entry) -> None:
    claim = Claim(entry_id=hall.id, user_id=a_person().id, status=ClaimStatus.WAITING, created_at=clock.now())
    db.session.add(claim)
    db.session.commit()

    found = at_once(f"/directory/claims/{claim.id}/decide", cast.rosa, cast.ada, data={"decision": "grant"})

    assert codes(found) == [303, 409]
    assert deeds(hall, "keeper") == 1
    assert number_of(Notification) == 1


def test_two_clicks_on_the_link_of_a_letter_confirm_once(at_once: At_once, hall: Entry) -> None:
    letter = CheckLetter(
        entry_id=hall.id, due_on=noon(2026, 6, 1).date(), step_days=0, address="hall@example.com", sent_at=clock.now()
    )
    db.session.add(letter)
    db.session.commit()

    found = at_once(f"/directory/check/{check_token(letter)}", None, None)

    assert codes(found) == [200, 303]
    assert "confirmed already" in next(one.text for one in found if one.status_code == 200)
    assert deeds(hall, "confirmed") == 1


def test_two_stops_of_a_letter_are_one(at_once: At_once, hall: Entry) -> None:
    letter = CheckLetter(
        entry_id=hall.id, due_on=noon(2026, 6, 1).date(), step_days=0, address="hall@example.com", sent_at=clock.now()
    )
    db.session.add(letter)
    db.session.commit()

    assert codes(at_once(f"/directory/check/{check_token(letter)}/stop", None, None)) == [200, 200]


def test_two_who_confirm_at_the_desk_write_two_lines_at_most(at_once: At_once, cast: Cast, hall: Entry) -> None:
    found = at_once("/directory/entries/tx-hall/confirm", cast.rosa, cast.ada, data={"how": "self", "everything": "1"})

    assert codes(found) == [303, 303]
    lines = db.session.scalars(select(Change).where(Change.entry_id == hall.id, Change.deed == "confirmed")).all()
    # The second one confirms what the first one did: its history goes on where the other one ended.
    assert len({tuple(one.fields.get("verified_by", [""])) for one in lines}) == len(lines)


def test_a_suggestion_is_answered_once(at_once: At_once, cast: Cast, hall: Entry) -> None:
    one = Suggestion(
        token="t", entry_id=hall.id, wrong=Wrong.OTHER, text="It moved.", visitor_hash="x", created_at=clock.now(),
        user_id=cast.ben.id,
    )  # fmt: skip
    db.session.add(one)
    db.session.commit()

    found = at_once("/directory/suggestions/t/answer", cast.rosa, cast.ada, data={"decision": "accept"})

    assert codes(found) == [303, 409]
    assert number_of(Notification) == 1


def test_a_partner_state_is_added_once(at_once: At_once, cast: Cast) -> None:
    found = at_once("/directory/partners/add", cast.rosa, cast.rosa, data={"state": "ND"})

    assert codes(found) in ([303, 303], [303, 409])
    assert number_of(PartnerState) == 1


def test_two_partner_states_at_once_take_two_places_or_one_is_asked_again(at_once: At_once, cast: Cast) -> None:
    at_once("/directory/partners/keep", cast.rosa, cast.rosa)

    rows = db.session.scalars(select(PartnerState).order_by(PartnerState.position)).all()
    assert [one.position for one in rows] == list(range(len(rows)))


def test_a_fact_is_recorded_once(at_once: At_once, cast: Cast) -> None:
    before = number_of(StateFact)
    data = {"said": "pass=yes", "as_of": "2026-06", "source": "The state office"}

    found = at_once("/directory/states/TX/facts", cast.rosa, cast.ada, data=data)

    assert codes(found) in ([303, 303], [303, 409])
    assert number_of(StateFact) == (before or 0) + 1


def test_a_list_is_applied_once(at_once: At_once, client: CheckingClient, cast: Cast) -> None:
    rows = [office(number, f"Office {number}", phone=f"956-555-01{number:02}") for number in range(30)]
    address = upload(client.sign_in(cast.rosa), csv_text(HEADER, *rows)).location

    found = at_once(f"{address}/rows", cast.rosa, cast.rosa, data={"apply": "1"})

    assert codes(found) == [303, 409]
    added = select(func.count()).where(Change.deed == "added", Change.batch_id.is_not(None))
    assert db.session.scalar(added) == 30


def test_a_list_is_taken_back_once(at_once: At_once, client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)
    address = upload(client, csv_text(HEADER, office(1), ("tx-mep", "office", "", "Renamed", "TX", "", ""))).location
    client.post(f"{address}/rows", data={"apply": "1"})

    found = at_once(f"{address}/revert", cast.rosa, cast.ada)

    assert set(codes(found)) <= {303, 409} and 303 in codes(found)
    assert db.session.scalar(select(func.count()).where(Change.deed == "reverted")) == 1


def test_an_entry_is_replaced_while_somebody_edits_it(
    app: flask.Flask, client: CheckingClient, cast: Cast, hall: Entry
) -> None:
    edit, replace = "/directory/entries/tx-hall/edit", "/directory/entries/tx-hall/replace"
    form = form_of(client.sign_in(cast.rosa).get(edit).text) | {"note": "New door."}
    seen = client.post(replace, data={"successor": "-", "day": "2026-06-16"}).text
    mark = re.search(r'name="seen"[^>]*value="([^"]*)"', seen)
    assert mark is not None
    browsers = [app.test_client().sign_in(one) for one in (cast.rosa, cast.ada)]  # type: ignore[attr-defined]
    db.session.remove()

    with ThreadPoolExecutor(2) as threads:
        edited = threads.submit(browsers[0].post, edit, data=form)
        asked = {"successor": "-", "day": "2026-06-16", "seen": mark[1], "do": "1"}
        replaced = threads.submit(browsers[1].post, replace, data=asked)
        found = codes([edited.result(), replaced.result()])

    assert found in ([303, 303], [303, 409])
    assert deeds(hall, "closed") == 1


def test_two_keys_for_one_new_entry(at_once: At_once, client: CheckingClient, cast: Cast) -> None:
    path = "/directory/entries/new?kind=office&state=TX"
    data = form_of(client.sign_in(cast.rosa).get(path).text) | {
        "name": "Brand new", "office_kind": "regional_or_local_mep", "source": "By phone",
    }  # fmt: skip

    found = at_once(path, cast.rosa, cast.ada, data=data)

    assert codes(found) in ([303, 303], [303, 409])
