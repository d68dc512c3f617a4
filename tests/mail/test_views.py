"""/dev/mail exists on practice hubs only."""

import pytest
from flask.testing import FlaskClient

from coordhub.db import db
from tests.factories import a_waiting_letter


@pytest.fixture
def letter(app):
    row = a_waiting_letter(title="A question")
    db.session.commit()
    return row


def test_letters_are_listed_and_shown(client, letter):
    assert "[board] A question" in client.get("/dev/mail").text
    assert "You get this because you asked." in client.get(f"/dev/mail/{letter.id}").text


def test_the_html_part_runs_no_script(client, letter):
    response = FlaskClient.open(client, f"/dev/mail/{letter.id}/html")

    assert "script" not in response.headers["Content-Security-Policy"].replace("default-src 'none'", "")
    assert "A question" in response.text


def test_an_unknown_letter_does_not_exist(client):
    assert client.get("/dev/mail/999").status_code == 404


@pytest.mark.parametrize("change", [{"HUB_DEMO": False}, {"MAIL_SERVER": "mail.example.org"}])
def test_there_is_no_such_page_on_a_real_hub(app, client, letter, monkeypatch, change):
    for name, value in change.items():
        monkeypatch.setitem(app.config, name, value)

    assert client.get("/dev/mail").status_code == 404
    assert client.get(f"/dev/mail/{letter.id}").status_code == 404
