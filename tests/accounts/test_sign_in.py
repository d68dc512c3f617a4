"""Signing in: one answer to everything that is wrong, and no way out to another site."""

import pytest
from flask_security import hash_password

from coordhub.db import db

PASSWORD = "a-long-enough-password"
WRONG = "The e-mail address or the password is not right."


@pytest.fixture
def rosa(cast):
    cast.rosa.password = hash_password(PASSWORD)
    db.session.commit()
    return cast.rosa


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def test_the_right_password_leads_to_the_inbox(client, rosa):
    answer = sign_in(client, rosa.email)

    assert answer.status_code == 302
    assert answer.location.endswith("/inbox")
    assert client.get("/inbox").status_code == 200


def test_an_address_in_capitals_is_the_same_address(client, rosa):
    assert sign_in(client, rosa.email.upper()).status_code == 302


@pytest.mark.parametrize("email", [None, "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, rosa, email):
    answer = sign_in(client, email or rosa.email, "not-the-password")

    assert answer.status_code == 200
    assert WRONG in answer.text
    assert "/sign-in" in client.get("/inbox").location


def test_what_was_typed_as_address_stays_and_the_password_does_not(client, rosa):
    page = sign_in(client, rosa.email, "not-the-password").text

    assert f'value="{rosa.email}"' in page
    assert "not-the-password" not in page


def test_a_closed_account_gets_in_no_more(client, rosa):
    rosa.active = False
    db.session.commit()

    assert sign_in(client, rosa.email).status_code == 200
    assert "/sign-in" in client.get("/inbox").location


def test_the_page_that_was_asked_for_comes_after_signing_in(client, rosa):
    asked = client.get("/coordination/new?type=MOVE")
    answer = client.post(asked.location, data={"email": rosa.email, "password": PASSWORD})

    assert answer.location.endswith("/coordination/new?type=MOVE")


@pytest.mark.parametrize("elsewhere", ["https://evil.example.org/", "//evil.example.org", "\\\\evil.example.org"])
def test_signing_in_never_leads_to_another_site(client, rosa, elsewhere):
    answer = client.post("/sign-in", query_string={"next": elsewhere}, data={"email": rosa.email, "password": PASSWORD})

    assert not answer.location or answer.location.startswith(("/inbox", "http://localhost/", "%5C%5C"))


def test_signing_out_needs_a_post_and_ends_it(client, rosa):
    client.sign_in(rosa)

    assert client.get("/sign-out").status_code == 405
    client.post("/sign-out")
    assert "/sign-in" in client.get("/inbox").location


def test_practice_people_are_offered_on_a_practice_hub(client, app, cast):
    from coordhub.accounts.demo import load_demo

    load_demo()
    db.session.commit()

    assert "ben.okafor@example.org" in client.get("/sign-in").text
