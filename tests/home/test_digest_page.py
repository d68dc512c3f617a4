"""Looking at one's own digest: of any day, on the page and by command, and nobody else's."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from coordhub.db import db
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.models import Digest, Notification, Preference
from tests.home.test_digest_batches import tell
from tests.telling import send_digests

PAGE, LETTER = "/notifications/digest", "/notifications/digest/letter"


def stored():
    found = [db.session.scalar(select(func.count()).select_from(one)) for one in (OutgoingEmail, Digest, Preference)]
    told = db.session.scalars(select(Notification.id).where(Notification.told_at.is_not(None))).all()
    return found, told


@pytest.mark.parametrize("path", [PAGE, LETTER])
@pytest.mark.onedb
def test_it_is_for_whoever_is_signed_in_and_approved(cast, client, on_tuesday, path):
    assert client.get(path).status_code == 303
    client.sign_in(cast.sam)
    assert client.get(path).location.endswith("/waiting")


@pytest.mark.parametrize("name", ["rosa", "ben", "dana", "pat", "olive", "ada"])
@pytest.mark.onedb
def test_everybody_sees_their_own_and_nobody_another_ones(cast, client, on_tuesday, name):
    for one in vars(cast).values():
        if one.is_approved:
            tell(one, key=str(one.id), about=f"topic-{one.id}", title=f"For {one.display_name} alone")
    reader = getattr(cast, name)
    client.sign_in(reader)

    text = client.get(f"{PAGE}?member={cast.rosa.email}&user_id=1").get_data(as_text=True)
    assert f"For {reader.display_name} alone" in text
    assert text.count(" alone") == 1


def test_looking_sends_and_stores_nothing(cast, client, ask, on_tuesday):
    ask()
    tell(cast.dana)
    before = stored()
    client.sign_in(cast.dana)
    for query in ("", "?kind=weekly", "?date=2026-06-20", "?date=2026-06-01&kind=daily"):
        assert client.get(PAGE + query).status_code == 200

    assert stored() == before
    assert "as it would be sent now" in client.get(PAGE).text and "Bus lines" in client.get(PAGE).text


def test_the_digest_that_was_sent_is_shown_as_it_left(cast, client, at, on_tuesday):
    tell(cast.dana)
    send_digests(on_tuesday)
    at(on_tuesday + timedelta(days=3))
    client.sign_in(cast.dana)

    page = client.get(f"{PAGE}?date=2026-06-16").text
    assert "was sent to you" in page and "Bus lines" in page
    assert "would not be sent" in client.get(PAGE).text


def test_a_past_day_without_a_digest_shows_what_it_would_have_told(cast, client, at, on_tuesday):
    tell(cast.dana)
    at(on_tuesday + timedelta(days=3))
    client.sign_in(cast.dana)

    page = client.get(f"{PAGE}?date=2026-06-17").text
    assert "is kept" in page and "Bus lines" in page
    assert "Bus lines" not in client.get(f"{PAGE}?date=2026-06-16").text


@pytest.mark.onedb
@pytest.mark.parametrize("typed", ["yesterday", "2026-13-01", "0001-01-01", "9999-12-31", "%00", "2026-06-16T00:00"])
def test_a_day_that_is_none_says_how_to_write_it_and_shows_today(cast, client, on_tuesday, typed):
    client.sign_in(cast.dana)
    answer = client.get(f"{PAGE}?date={typed}&kind=hourly")

    assert answer.status_code == 200
    assert "Write the day like 2026-06-16" in answer.text
    assert "June 16, 2026" in answer.text


@pytest.mark.onedb
def test_the_letter_runs_and_loads_nothing(app, cast, on_tuesday):
    tell(cast.dana, title="<script>alert(1)</script>")
    app.test_client_class = FlaskClient  # a letter has styles in line, as mail programs want them
    browser = app.test_client()
    with browser.session_transaction() as session:
        session.update({"_user_id": cast.dana.fs_uniquifier, "_fresh": True, "fs_cc": "set"})

    answer = browser.get(LETTER)
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"] and "script-src" not in str(answer.headers)
    assert "<script" not in answer.text and "&lt;script" in answer.text


def test_the_command_prints_the_text_and_stores_nothing(app, cast, on_tuesday):
    tell(cast.dana)
    before = stored()
    given = ["digests", "preview", "--member", cast.dana.email]
    answer = app.test_cli_runner().invoke(args=[*given, "--date", "2026-06-16", "--kind", "daily"])

    assert answer.exit_code == 0, answer.output
    assert "Subject: coordhub daily: 1 new" in answer.output and "Bus lines" in answer.output
    assert stored() == before
    assert (
        "Nothing in it" in app.test_cli_runner().invoke(args=["digests", "preview", "--member", cast.pat.email]).output
    )


@pytest.mark.onedb
def test_commands_name_people_by_address_and_say_when_nobody_has_it(app, cast, on_tuesday):
    tell(cast.dana, cast.pat)
    runner = app.test_cli_runner()
    dana, pat = (cast.dana.id, cast.dana.email), (cast.pat.id, cast.pat.email)

    assert "Nobody has this" in runner.invoke(args=["digests", "send", "--member", "nobody@example.org"]).output
    only = runner.invoke(args=["digests", "send", "--member", dana[1]])
    assert f"person {dana[0]}: digest written" in only.output
    assert f"person {pat[0]}" not in only.output
    due = runner.invoke(args=["digests", "send", "--due", "--member", pat[1]])
    assert due.exit_code == 0 and "0 digests written" in due.output
