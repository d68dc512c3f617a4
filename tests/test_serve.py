"""`flask prepare` and `flask serve` as a person starts them: what stands in the way is named, nothing is half-done."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from coordhub import create_app, serve
from coordhub.db import db
from coordhub.errors import CannotStart
from tests.conftest import app_settings

pytestmark = pytest.mark.onedb


def flask_command(*words, data, **more):
    """Run a flask command in a process and folder of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environ = kept | {"FLASK_APP": "wsgi.py", "HUB_DATA": str(data), **more}
    return subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def hub(tmp_path, data_folder):
    """An app whose database is not there yet, with a gazetteer that another test built."""
    data = tmp_path / "data"
    data.mkdir()
    app = create_app(app_settings("sqlite", data))
    (data / "coordhub.db").unlink()
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_a_port_in_use_is_named_with_what_to_do(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = flask_command("serve", data=tmp_path / "data", PORT=str(port))

    assert answer.returncode == 1
    assert f"port {port} of 127.0.0.1 is not free" in answer.stderr
    assert f"PORT={port + 1} make run" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "data" / "coordhub.db").exists()


def test_preparing_twice_changes_nothing_the_second_time(hub):
    serve.prepare(hub)
    first = content_of_the_database(hub)
    serve.prepare(hub)

    assert content_of_the_database(hub) == first


def content_of_the_database(app):
    db.session.remove()
    with sqlite3.connect(Path(app.config["HUB_DATA"]) / "coordhub.db") as connection:
        return list(connection.iterdump())


def test_a_broken_starter_row_is_named_and_no_row_is_loaded(hub, tmp_path, monkeypatch):
    folder = tmp_path / "starter"
    shutil.copytree(serve.STARTER, folder)
    file = folder / "mep_offices.csv"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join([*lines[:3], lines[3].replace(",", ";", 4), *lines[4:]]))
    monkeypatch.setattr(serve, "STARTER", folder)

    with pytest.raises(CannotStart, match=r"mep_offices\.csv.*line 4"):
        serve.prepare(hub)
    db.session.rollback()
    for table in ("state_program", "entry"):
        assert db.session.execute(db.text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_a_locked_database_is_named(hub, monkeypatch):
    serve.prepare(hub)
    db.session.remove()
    db.engine.dispose()
    monkeypatch.setattr("coordhub.db.SQLITE_WAIT_MS", 50)
    other = sqlite3.connect(Path(hub.config["HUB_DATA"]) / "coordhub.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(SystemExit, match="locked by another program"):
            serve._prepare_or_exit(hub)
    finally:
        other.close()


def test_a_data_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "data").write_text("not a folder")
    answer = flask_command("prepare", data=tmp_path / "data")

    assert answer.returncode != 0
    assert str(tmp_path / "data") in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_database_server_that_does_not_answer_is_named(tmp_path):
    answer = flask_command("prepare", data=tmp_path / "data", DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")

    assert answer.returncode == 1
    assert "the database at DATABASE_URL does not answer" in answer.stderr
    assert "Traceback" not in answer.stderr
