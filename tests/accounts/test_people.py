"""Profiles, approval, practice people and the first administrator."""

import pytest
from sqlalchemy import select

from coordhub.accounts import actions
from coordhub.accounts.demo import PEOPLE, load_demo, remove_demo
from coordhub.accounts.models import CoveredCounty, Role, User
from coordhub.accounts.queries import covered_counties, demo_people_exist, members_of
from coordhub.audit.models import AuditEntry
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from tests.factories import GRAND_TRAVERSE, LEELANAU


def counties_of(user):
    return set(db.session.scalars(select(CoveredCounty.county_code).where(CoveredCounty.user_id == user.id)))


def test_only_an_administrator_approves_and_only_once(cast, on_tuesday):
    with pytest.raises(NotAllowed):
        actions.approve(cast.sam, by=cast.rosa)

    actions.approve(cast.sam, by=cast.ada)
    assert cast.sam.approved_at == on_tuesday
    with pytest.raises(Conflict, match="approved already"):
        actions.approve(cast.sam, by=cast.ada)


def test_changed_counties_are_stored_and_recorded(cast, client):
    answer = client.sign_in(cast.ben).post(
        "/people/me",
        data={"phone": "231-555-0100 x4", "time_zone": "America/Detroit", "counties": [LEELANAU, "26019"]},
    )

    assert answer.status_code == 303
    db.session.expire_all()
    assert counties_of(cast.ben) == {LEELANAU, "26019"}
    assert cast.ben.phone == "231-555-0100 x4"
    assert db.session.scalar(select(AuditEntry.deed)) == "profile-changed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "call me"},
        {"time_zone": "Mars/Olympus"},
        {"counties": ["48001"]},  # a county of Texas
        {"counties": ["nowhere"]},
    ],
)
def test_a_wrong_profile_changes_nothing_and_keeps_what_was_typed(cast, client, wrong):
    data = {"phone": "231-555-0100", "time_zone": "America/Detroit", "counties": [LEELANAU]} | wrong
    answer = client.sign_in(cast.ben).post("/people/me", data=data)

    assert answer.status_code == 422
    assert str(data["phone"]) in answer.text
    db.session.expire_all()
    assert counties_of(cast.ben) == {GRAND_TRAVERSE, LEELANAU}
    assert cast.ben.phone is None


def test_the_profile_names_the_counties_that_are_covered_now(cast, client):
    page = client.sign_in(cast.ben).get("/people/me").text

    assert "Grand Traverse County, Leelanau County." in page


def test_loading_practice_people_twice_adds_them_once(app):
    assert load_demo() == len(PEOPLE)
    db.session.commit()
    assert load_demo() == 0


def test_practice_people_are_marked_and_invented(app):
    load_demo()
    people = db.session.scalars(select(User)).all()

    assert all(person.is_demo and person.email.endswith("@example.org") for person in people)


def test_a_hub_without_practice_refuses_practice_people(app, monkeypatch):
    monkeypatch.setitem(app.config, "HUB_DEMO", False)

    with pytest.raises(NotAllowed):
        load_demo()
    assert app.test_cli_runner().invoke(args=["demo", "load"]).exit_code == 1


def test_removed_practice_people_get_no_request_and_do_not_sign_in(app):
    load_demo()
    db.session.commit()
    assert members_of("MI")

    remove_demo()
    db.session.commit()
    assert members_of("MI") == []
    assert not demo_people_exist()


def add(app, *words, password="orchard-and-ladder"):
    return app.test_cli_runner().invoke(
        args=["accounts", "add-administrator", *words], input=f"{password}\n{password}\n"
    )


def test_the_first_administrator_is_added_by_command(app):
    assert add(app, "Head@Example.org", "Hal Head").exit_code == 0
    added = db.session.scalars(select(User)).one()

    assert (added.email, added.role, added.is_approved) == ("head@example.org", Role.ADMINISTRATOR, True)
    assert added.password not in (None, "")


@pytest.mark.parametrize(("password", "words"), [("short", "12 characters"), ("road-to-harvest", "well-known")])
def test_a_weak_password_adds_nobody(app, password, words):
    answer = add(app, "head@example.org", "Hal Head", password=password)

    assert answer.exit_code == 1
    assert words in answer.output
    assert db.session.scalar(select(User)) is None


def test_a_known_address_is_refused(app, cast):
    answer = add(app, cast.rosa.email.upper(), "Another Rosa")

    assert answer.exit_code == 1
    assert "account with this address" in answer.output


def test_counties_of_practice_people_are_not_shown_as_covered(app, cast):
    load_demo()
    db.session.commit()
    assert covered_counties("MI") == {GRAND_TRAVERSE, LEELANAU}  # the cast's Ben, who is no practice person

    cast.ben.active = False
    db.session.commit()
    assert covered_counties("MI") == set()
