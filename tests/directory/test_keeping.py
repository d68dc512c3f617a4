"""The desk of who keeps entries, and confirming."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.kinds import VerifiedHow
from coordhub.directory.models import Change, Suggestion, SuggestionStatus, Wrong
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import a_contact, a_site, an_office, whole
from tests.directory.trust import ROLES, noon
from tests.statements import statements

TODAY = date(2026, 6, 16)
pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")


@pytest.fixture
def entries(cast: Cast) -> None:
    """In Texas an old office with two phones, a fresh site, a vacant position; in Florida an office that Dana keeps."""
    an_office(
        "tx-old", name="Old office", state_code="TX", verified_on="2024-01-10",
        phones="512-555-0100; 512-555-0111; 512-555-0199 [administrators]", emails="old@example.org",
    )  # fmt: skip
    a_site("tx-fresh", name="Fresh school", state_code="TX", verified_on="2026-06-01")
    a_contact("tx-vacant", name="Vacant position", state_code="TX", visibility="members")
    kept = an_office("fl-kept", name="Kept office", state_code="FL", verified_on="2024-01-10")
    kept.keeper_id = cast.dana.id
    db.session.commit()


def desk(client: CheckingClient, user: User, **more: str) -> str:
    response = client.sign_in(user).get("/directory/keeping", query_string=more)
    assert response.status_code == 200
    return " ".join(response.get_data(as_text=True).split())


def confirm(client: CheckingClient, key: str, **more: object) -> int:
    return client.post(f"/directory/entries/{key}/confirm", data={"how": "phone"} | more).status_code


def test_each_sees_what_is_theirs_to_check(client: CheckingClient, entries: None, cast: Cast) -> None:
    rosa, dana, ben = (desk(client, one) for one in (cast.rosa, cast.dana, cast.ben))

    assert "Old office" in rosa and "Vacant position" in rosa
    assert "Fresh school" not in rosa and "Kept office" not in rosa
    assert "Kept office" in dana and "Old office" not in dana
    assert "Nothing waits for a check" in ben
    assert "512-555-0199" not in rosa


def test_an_administrator_sees_all_states_with_counts_and_one_at_a_time(
    client: CheckingClient, entries: None, cast: Cast
) -> None:
    everything = desk(client, cast.ada)
    florida = desk(client, cast.ada, state="FL")
    odd = desk(client, cast.ada, state="'; --")

    assert "Texas</a>" in everything and "Florida</a>" in everything
    assert "Kept office" in florida and "Old office" not in florida
    assert "By state" in odd
    assert queries.to_check_by_state(cast.ada, TODAY)["TX"] == queries.to_check_by_state(cast.rosa, TODAY)["TX"]


def test_one_click_confirms_from_the_list_and_leads_back(client: CheckingClient, entries: None, cast: Cast) -> None:
    page = desk(client, cast.rosa)
    assert 'name="how" value="self"' in page
    response = client.post(
        "/directory/entries/tx-old/confirm", data={"how": "self", "everything": "1", "desk": "1"}, follow_redirects=True
    )

    assert "Old office is confirmed." in response.get_data(as_text=True)
    entry = whole("tx-old")
    assert (entry.verified_on, entry.verified_how, entry.verified_by) == (TODAY, VerifiedHow.SELF, "Rosa Delgado, TX")
    # What Rosa cannot see she did not check.
    assert {one.value for one in entry.channels if one.verified_on != TODAY} == {"512-555-0199"}


def test_one_click_leaves_the_mark_on_a_number_that_somebody_found_wrong(
    client: CheckingClient, entries: None, cast: Cast
) -> None:
    entry = whole("tx-old")
    entry.channels[0].wrong_on = TODAY
    wrong = entry.channels[0].value
    db.session.commit()

    confirm(client.sign_in(cast.rosa), "tx-old", everything="1")

    assert [one.value for one in whole("tx-old").channels if one.wrong_on] == [wrong]


def test_the_confirm_page_shows_every_field_and_a_tick_for_each_number(
    client: CheckingClient, entries: None, cast: Cast
) -> None:
    page = " ".join(client.sign_in(cast.rosa).get("/directory/entries/tx-old/confirm").get_data(as_text=True).split())

    assert "Is Old office still right?" in page and "<dd>Texas</dd>" in page
    assert page.count('name="channels"') == 3 and "512-555-0199" not in page
    assert "Not confirmed since" in page


def test_only_ticked_numbers_are_confirmed(client: CheckingClient, entries: None, cast: Cast) -> None:
    phone = next(one for one in whole("tx-old").channels if one.value == "512-555-0111")

    code = confirm(client.sign_in(cast.rosa), "tx-old", channels=[str(phone.id), "999999", "no number"])

    assert code == 303
    assert {one.value for one in whole("tx-old").channels if one.verified_on} == {"512-555-0111"}


@pytest.mark.parametrize("how", ["", "link", "source", "shouting"])
def test_a_way_that_is_none_confirms_nothing(client: CheckingClient, entries: None, cast: Cast, how: str) -> None:
    assert confirm(client.sign_in(cast.rosa), "tx-old", how=how) == 422
    assert whole("tx-old").verified_on == date(2024, 1, 10)


def test_one_number_is_found_right_or_wrong_by_itself(client: CheckingClient, entries: None, cast: Cast) -> None:
    confirm(client.sign_in(cast.rosa), "tx-old", everything="1")
    ids = {one.value: one.id for one in whole("tx-old").channels}
    path = "/directory/entries/tx-old/channels"
    client.post(f"{path}/{ids['512-555-0100']}", data={"deed": "wrong"})
    wrong, page = whole("tx-old"), desk(client, cast.rosa)
    marked = [one.value for one in wrong.channels if one.wrong_on]
    due = wrong.due_on
    client.post(f"{path}/{ids['512-555-0100']}", data={"deed": "right"})

    assert marked == ["512-555-0100"] and due == TODAY
    assert "Nobody is reached there" in page and "Marked as wrong on June 16, 2026" in page
    assert not any(one.wrong_on for one in whole("tx-old").channels)
    deeds = db.session.scalars(select(Change.deed).where(Change.entry_id == wrong.id).order_by(Change.id)).all()
    assert deeds == ["added", "confirmed", "channel-wrong", "channel-confirmed"]
    assert client.post(f"{path}/{ids['512-555-0199']}", data={"deed": "right"}).status_code == 404
    assert client.post(f"{path}/{ids['512-555-0100']}", data={"deed": "odd"}).status_code == 404
    other = whole("fl-kept").id
    assert client.post(f"/directory/entries/fl-kept/channels/{other}", data={"deed": "right"}).status_code == 403


@pytest.mark.parametrize("name", [*ROLES, ""])
def test_who_may_confirm_and_who_has_a_desk(client: CheckingClient, entries: None, cast: Cast, name: str) -> None:
    if name:
        client.sign_in(getattr(cast, name))
    shown = client.get("/directory/keeping").status_code
    page = client.get("/directory/entries/tx-old/confirm").status_code
    done = confirm(client, "tx-old")
    phone = whole("tx-old").channels[0].id
    one = client.post(f"/directory/entries/tx-old/channels/{phone}", data={"deed": "right"}).status_code

    if name in ("", "sam"):
        assert (shown, page, done, one) == (303, 303, 303, 303)
        assert whole("tx-old").verified_on == date(2024, 1, 10)
    else:
        assert shown == (403 if name == "olive" else 200)
        assert (page, done, one) == ((200, 303, 303) if name in ("rosa", "ada") else (403, 403, 403))


def test_suggestions_stand_oldest_first_and_say_when_they_are_overdue(
    client: CheckingClient, entries: None, cast: Cast
) -> None:
    for number, days in enumerate((20, 1)):
        db.session.add(
            Suggestion(
                token=f"token-{number}", entry_id=whole("tx-old").id, wrong=list(Wrong)[number], text="x",
                visitor_hash="0", status=SuggestionStatus.WAITING, created_at=noon(2026, 6, 16) - timedelta(days=days),
            )
        )  # fmt: skip
    db.session.commit()

    page = desk(client, cast.rosa)

    assert page.index("token-0") < page.index("token-1")
    assert page.count("Overdue") == 1
    assert "Corrections suggested" not in desk(client, cast.dana)


def test_the_count_for_the_navigation_is_what_the_desk_shows(entries: None, cast: Cast) -> None:
    assert queries.keeping_count(cast.dana, TODAY) == 1
    assert queries.keeping_count(cast.ben, TODAY) == queries.keeping_count(cast.sam, TODAY) == 0
    before = queries.keeping_count(cast.rosa, TODAY)
    assert before == queries.entries_to_check(cast.rosa, TODAY).total
    db.session.add(
        Suggestion(token="t", entry_id=whole("tx-old").id, wrong=Wrong.PHONE, text="x", visitor_hash="0",
                   status=SuggestionStatus.WAITING, created_at=noon(2026, 6, 16))
    )  # fmt: skip
    db.session.flush()
    assert queries.keeping_count(cast.rosa, TODAY) == before + 1


def test_the_desk_asks_the_database_as_often_for_many_entries_as_for_few(
    client: CheckingClient, entries: None, cast: Cast
) -> None:
    def count() -> int:
        with statements() as asked:
            desk(client, cast.rosa)
        return len(asked)

    few = count()
    for number in range(60):
        an_office(f"tx-many-{number}", state_code="TX", phones="512-555-0100", verified_on="2024-01-10")
    db.session.commit()

    assert count() == few
    assert "Next 50" in desk(client, cast.rosa)
    assert "Before" in desk(client, cast.rosa, page="2") and desk(client, cast.rosa, page="9999")
