"""Requests of an older hub come through the migration to the whole lifecycle."""

import flask_migrate
import pytest
from sqlalchemy import text

from config import ROOT
from coordhub import create_app
from coordhub.db import db
from tests.conftest import app_settings

FOLDER = str(ROOT / "migrations")
USER = text(
    'INSERT INTO "user" (id, email, active, fs_uniquifier, display_name, role, state_code, time_zone, is_state_default,'
    " is_demo, created_at) VALUES (:id, :email, true, :email, :email, 'coordinator', :state, 'UTC', false, false, :at)"
)
REQUEST = text(
    "INSERT INTO coordination_request (id, number, sending_key, type_code, status, from_state, sender_id, to_state,"
    " owner_id, routed_because, children_count, grade_bands, flags, language, urgency, details, acknowledge_by, due_on,"
    " sent_at, closed_at, outcome_code) VALUES (:id, :number, :number, 'MOVE', :status, 'TX', 1, 'MI', 2, 'x', 3, '[]',"
    " '[]', '', 'normal', '{}', '2026-06-18', '2026-06-30', :at, :closed_at, :outcome)"
)
STEP = text(
    "INSERT INTO step (id, request_id, position, deed, status_after, actor_id, code, at)"
    " VALUES (:id, :request_id, :position, :deed, :after, 1, '', :at)"
)
AT = ["2026-06-16 15:00:00", "2026-06-17 15:00:00", "2026-06-18 15:00:00"]


@pytest.fixture
def old_hub(database, tmp_path):
    app = create_app(app_settings(database, tmp_path / "older" / database))
    with app.app_context():
        flask_migrate.upgrade(directory=FOLDER, revision="0011")
        for id_, state in ((1, "TX"), (2, "MI")):
            db.session.execute(USER, {"id": id_, "email": f"p{id_}@example.org", "state": state, "at": AT[0]})
        for id_, status, closed, outcome in (
            (1, "declined", AT[1], None),
            (2, "waiting", None, None),
            (3, "closed", AT[2], "enrolled"),
        ):
            row = {"id": id_, "number": f"R-2026-0000{id_}", "status": status, "closed_at": closed, "outcome": outcome}
            db.session.execute(REQUEST, row | {"at": AT[0]})
        steps = [
            (1, 1, 1, "send", "sent"), (2, 1, 2, "decline", "declined"),
            (3, 2, 1, "send", "sent"), (4, 2, 2, "ask", "waiting"),
            (5, 3, 1, "send", "sent"), (6, 3, 2, "record_outcome", "resolved"), (7, 3, 3, "confirm", "closed"),
        ]  # fmt: skip
        for id_, request_id, position, deed, after in steps:
            values = {"id": id_, "request_id": request_id, "position": position, "deed": deed, "after": after}
            db.session.execute(STEP, values | {"at": AT[position - 1]})
        db.session.execute(text("INSERT INTO message (step_id, text) VALUES (1, 'They need the bus.')"))
        db.session.execute(text("INSERT INTO request_msix_id (request_id, msix_id) VALUES (1, '1234567890')"))
        db.session.commit()
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def rows(statement):
    return [tuple(row) for row in db.session.execute(text(statement))]


def test_what_was_declined_waits_for_its_sender_and_nothing_that_was_said_is_lost(old_hub):
    flask_migrate.upgrade(directory=FOLDER)

    states = rows(
        "SELECT id, status, closed_at IS NULL, answered_at IS NULL, waiting_since IS NULL, last_position, time_zone"
        " FROM coordination_request ORDER BY id"
    )
    assert [(id_, status, *map(bool, more[:3]), *more[3:]) for id_, status, *more in states] == [
        (1, "declined", True, False, True, 2, "America/New_York"),
        (2, "waiting", True, True, False, 2, "America/New_York"),
        (3, "closed", False, False, True, 3, "America/New_York"),
    ]
    assert rows("SELECT step_id, text FROM message") == [(1, "They need the bus.")]
    assert rows("SELECT request_id, msix_id FROM request_msix_id") == [(1, "1234567890")]
    assert rows("SELECT COUNT(*) FROM step") == [(7,)]


def test_the_way_back_keeps_requests_steps_and_messages(old_hub):
    flask_migrate.upgrade(directory=FOLDER)
    db.session.execute(
        text(
            "INSERT INTO step (id, request_id, position, deed, status_after, code, at)"
            " VALUES (8, 2, 3, 'escalate', 'waiting', 'backup A', '2026-06-19 15:00:00')"
        )
    )
    db.session.commit()
    db.session.remove()

    flask_migrate.downgrade(directory=FOLDER, revision="0011")

    assert rows("SELECT id, status, closed_at IS NULL FROM coordination_request WHERE id = 1") in (
        [(1, "declined", False)],
        [(1, "declined", 0)],
    )
    assert rows("SELECT deed, actor_id FROM step WHERE id = 8") == [("write", 1)]
    assert rows("SELECT text FROM message") == [("They need the bus.",)]


def test_new_rows_get_new_keys_after_the_migration(old_hub):
    flask_migrate.upgrade(directory=FOLDER)
    db.session.execute(
        text(
            "INSERT INTO step (request_id, position, deed, status_after, actor_id, code, at)"
            " VALUES (2, 3, 'write', 'waiting', 2, '', '2026-06-19 15:00:00')"
        )
    )
    db.session.commit()

    assert rows("SELECT MAX(id) FROM step") == [(8,)]
