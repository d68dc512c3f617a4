"""Preferences and stop links, seen from outside."""

import pytest
from sqlalchemy import select

from coordhub.db import db
from coordhub.notifications.models import DigestChoice, Preference
from coordhub.notifications.preferences import preference_of
from coordhub.notifications.stopping import stop_url

PREFERENCES = "/notifications/preferences"
CHOICE = {"digest": "daily", "digest_hour": "9", "at_once_board": "y"}


@pytest.mark.parametrize("name", ["rosa", "ben", "dana", "pat", "olive", "ada"])
def test_everybody_approved_chooses_what_to_hear(cast, client, name):
    person = getattr(cast, name)
    client.sign_in(person)

    assert client.post(PREFERENCES, data=CHOICE).status_code == 303
    chosen = db.session.get(Preference, person.id)
    assert (chosen.digest_hour, chosen.at_once_requests, chosen.at_once_board) == (9, False, True)


def test_a_visitor_signs_in_first_and_somebody_unapproved_waits(cast, client):
    assert "/sign-in" in client.get(PREFERENCES).location
    assert client.sign_in(cast.sam).get(PREFERENCES).location == "/waiting"


def test_looking_at_the_preferences_stores_nothing(cast, client):
    client.sign_in(cast.ben).get(PREFERENCES)

    assert db.session.scalar(select(Preference)) is None


def test_an_impossible_hour_is_refused_and_nothing_changes(cast, client):
    answer = client.sign_in(cast.ben).post(PREFERENCES, data=CHOICE | {"digest_hour": "25"})

    assert answer.status_code == 422
    assert db.session.scalar(select(Preference)) is None


def path_of(user, scope):
    return stop_url(user, scope).removeprefix("http://hub.example.org")


def test_opening_a_stop_link_changes_nothing_since_mail_filters_open_links(cast, client, on_tuesday):
    assert client.get(path_of(cast.ben, "digest")).status_code == 200
    assert preference_of(cast.ben).digest == DigestChoice.DAILY


def test_a_mail_program_stops_letters_with_one_post_without_token_or_sign_in(cast, client, app, on_tuesday):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post(path_of(cast.ben, "digest"), data={"List-Unsubscribe": "One-Click"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert answer.status_code == 200
    db.session.expire_all()
    assert preference_of(cast.ben).digest == DigestChoice.OFF
    assert preference_of(cast.rosa).digest == DigestChoice.DAILY


@pytest.mark.parametrize("token", ["made-up", "WzEsImRpZ2VzdCJd.forged", "x" * 3000])
def test_a_made_up_stop_link_is_not_found(cast, client, token):
    assert client.post(f"/notifications/stop/{token}").status_code == 404
