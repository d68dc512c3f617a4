"""A database that is missing, locked or read-only: a page that says so, nothing half-done, no 500."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event

from coordhub import create_app
from coordhub import db as database
from coordhub.board.actions import ensure_forums
from coordhub.db import db
from tests.cast import the_cast
from tests.client import CheckingClient
from tests.conftest import app_settings

pytestmark = pytest.mark.onedb  # What a file can do; a server that does not answer has a test of its own.


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """An app on an SQLite file of its own that waits for nobody."""
    monkeypatch.setattr(database, "SQLITE_WAIT_MS", 50)
    app = create_app(app_settings("sqlite", tmp_path / "data"))
    app.test_client_class = CheckingClient
    with app.app_context():
        db.create_all()
        ensure_forums()
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def file(hub) -> Path:
    return Path(hub.config["HUB_DATA"]) / "coordhub.db"


def test_while_another_program_writes_reading_goes_on_and_writing_says_try_again(hub, file):
    client = hub.test_client().sign_in(the_cast().ben)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert client.get("/board/").status_code == 200
        answer = client.post("/board/summer/new", data={"title": "Bus lines", "text": "Who drives?"})
    finally:
        other.close()

    assert answer.status_code == 503
    assert "Nothing of yours was stored; try again in a minute" in answer.text
    assert client.post("/board/summer/new", data={"title": "Bus lines", "text": "Who drives?"}).status_code == 303


def test_a_database_that_can_only_be_read_says_so(hub):
    client = hub.test_client().sign_in(the_cast().ben)
    # SQLite's own switch: a file's rights stop nobody who runs as root, as a container does.
    event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA query_only = ON"))
    db.session.remove()
    db.engine.dispose()

    answer = client.post("/board/summer/new", data={"title": "Bus lines", "text": "Who drives?"})
    assert answer.status_code == 503
    assert "can only be read at the moment" in answer.text
    assert client.get("/board/").status_code == 200


def test_a_database_file_that_went_away_says_so_and_is_not_made_anew(hub, file):
    client = hub.test_client()
    db.session.remove()
    db.engine.dispose()
    file.unlink()

    answer = client.get("/states")
    assert answer.status_code == 503
    assert "does not answer" in answer.text
    health = client.get("/health")
    assert (health.status_code, health.json["database"]) == (503, "does not answer")
    assert not file.exists()


def test_a_database_server_that_does_not_answer_says_so(tmp_path):
    settings = app_settings("sqlite", tmp_path / "data", DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    app = create_app(settings)
    app.test_client_class = CheckingClient

    assert app.test_client().get("/states").status_code == 503
    assert app.test_client().get("/health").status_code == 503


def test_a_defect_of_ours_is_a_page_without_details(hub):
    hub.config["PROPAGATE_EXCEPTIONS"] = False
    view = hub.view_functions["home.about"]
    hub.view_functions["home.about"] = lambda: 1 / 0
    try:
        answer = hub.test_client().get("/about")
    finally:
        hub.view_functions["home.about"] = view

    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    assert "It was recorded" in answer.text


@pytest.mark.parametrize(("path", "code"), [("/no-such-page", 404), ("/sign-out", 405)])
def test_other_errors_have_a_page_of_the_house(hub, path, code):
    answer = hub.test_client().get(path)

    assert answer.status_code == code
    assert 'class="lead"' in answer.text


def test_a_text_longer_than_the_hub_takes_is_refused(hub):
    client = hub.test_client().sign_in(the_cast().ben)

    answer = client.post("/board/summer/new", data={"title": "t", "text": "x" * 3_000_000})
    assert answer.status_code == 413
