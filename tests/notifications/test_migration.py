"""What people had chosen and been told goes over into the new tables, and most of it back."""

import flask_migrate
import pytest
from sqlalchemy import text

from coordhub import create_app
from coordhub.db import db
from tests.conftest import app_settings
from tests.structure.test_house import ROOT

FOLDER = str(ROOT / "migrations")
NOW = "2026-06-16 15:00:00"
PEOPLE = (
    # id, digest, at once: requests, board, directory
    (1, "daily", True, False, True),
    (2, "off", False, True, False),
)


@pytest.fixture
def old_hub(database, tmp_path):
    """A hub as it was before, with two people who chose, letters, notices and a digest."""
    app = create_app(app_settings(database, tmp_path / "notices" / database))
    with app.app_context():
        try:
            flask_migrate.upgrade(directory=FOLDER, revision="0016")
            fill()
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def run(statement, **values):
    return db.session.execute(text(statement), values)


def fill():
    for id_, digest, requests, board, directory in PEOPLE:
        run("INSERT INTO \"user\" (id, email, active, fs_uniquifier, display_name, role, state_code, time_zone, "
            "is_state_default, is_demo, created_at) VALUES (:id, :email, :yes, :email, 'P', 'coordinator', 'TX', "
            "'America/Chicago', :no, :no, :now)",
            id=id_, email=f"p{id_}@example.org", yes=True, no=False, now=NOW)  # fmt: skip
        run("INSERT INTO preference (user_id, digest, digest_hour, at_once_requests, at_once_board, at_once_directory, "
            "next_digest_at) VALUES (:id, :digest, 9, :requests, :board, :directory, :now)",
            id=id_, digest=digest, requests=requests, board=board, directory=directory, now=NOW)  # fmt: skip
    run("INSERT INTO outgoing_email (id, dedup_key, kind, address, subject, message_id, content, status, next_at, "
        "attempts, created_at, smtp_reply, last_error) VALUES (5, 'k', 'request-received', 'P1@Example.ORG', 's', 'm', "
        ":content, 'sent', :now, 1, :now, '', '')", content=b"x", now=NOW)  # fmt: skip
    run("INSERT INTO digest (id, user_id, kind, local_date, created_at) VALUES (7, 1, 'daily', '2026-06-16', :now)",
        now=NOW)  # fmt: skip
    for id_, kind, mailed, digest in ((11, "request-received", 5, None), (12, "topic-new", None, 7),
                                      (13, "topic-reply", None, None)):  # fmt: skip
        run("INSERT INTO notification (id, user_id, event_key, kind, about, title, url, reason, created_at, mailed_id, "
            "digest_id) VALUES (:id, 1, :key, :kind, 'a', 't', '/u', 'r', :now, :mailed, :digest)",
            id=id_, key=f"e{id_}", kind=kind, mailed=mailed, digest=digest, now=NOW)  # fmt: skip
    db.session.commit()


def test_notices_keep_their_letter_and_digest_and_letters_learn_their_domain(old_hub):
    flask_migrate.upgrade(directory=FOLDER)

    rows = run("SELECT id, subject, way, letter_id, digest_id, told_at IS NOT NULL FROM notification ORDER BY id").all()
    assert [tuple(row) for row in rows] == [
        (11, "request-to-me", "at-once", 5, None, True),
        (12, "topic", "daily", None, 7, True),
        (13, "reply", "daily", None, None, False),
    ]
    assert run("SELECT domain FROM outgoing_email").scalar_one() == "example.org"
    # New rows go on counting where the old ones ended.
    run("INSERT INTO digest (user_id, kind, local_date, created_at) VALUES (1, 'weekly', '2026-06-17', :now)", now=NOW)
    assert run("SELECT max(id) FROM digest").scalar_one() == 8


def test_whoever_switched_something_off_keeps_it_off_there_and_back(old_hub):
    flask_migrate.upgrade(directory=FOLDER)

    chosen = run("SELECT user_id, subject, way FROM preference_choice").all()
    ways = {(row.user_id, row.subject): row.way for row in chosen}
    assert (ways[2, "agenda"], ways[2, "request-to-me"], ways[2, "entry"]) == ("nothing", "hub", "hub")
    assert ways[2, "topic"] == ways[2, "reply"] == "at-once"
    assert not [key for key in ways if key[0] == 1]

    db.session.commit()
    flask_migrate.downgrade(directory=FOLDER, revision="0016")
    back = run("SELECT user_id, digest, digest_hour, at_once_requests, at_once_board, at_once_directory "
               "FROM preference ORDER BY user_id").all()  # fmt: skip
    assert [(row[0], row[1], row[2], bool(row[3]), bool(row[4]), bool(row[5])) for row in back] == [
        (1, "daily", 9, True, False, True),
        (2, "off", 9, False, True, False),
    ]
    assert [row[0] for row in run("SELECT mailed_id FROM notification ORDER BY id")] == [5, None, None]
