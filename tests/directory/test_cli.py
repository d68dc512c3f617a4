"""`flask directory import`."""

import shutil
from pathlib import Path

import flask
from sqlalchemy import func, select

from coordhub.db import db
from coordhub.directory.actions import STARTER_FOLDER
from coordhub.directory.models import Office


def offices() -> int:
    return db.session.scalar(select(func.count()).select_from(Office)) or 0


def test_the_import_prints_a_line_per_file_and_can_run_twice(app: flask.Flask) -> None:
    first = app.test_cli_runner().invoke(args=["directory", "import", "--starter"])
    second = app.test_cli_runner().invoke(args=["directory", "import"])

    assert first.exit_code == second.exit_code == 0
    assert "mep_offices.csv: 93 new, 0 changed, 0 as before" in first.output
    assert "mep_offices.csv: 0 new, 0 changed, 93 as before" in second.output
    assert offices() == 93


def test_a_dry_run_stores_nothing(app: flask.Flask) -> None:
    result = app.test_cli_runner().invoke(args=["directory", "import", "--dry-run"])

    assert result.exit_code == 0
    assert "Dry run: nothing was stored." in result.output
    assert offices() == 0


def test_a_broken_row_fails_with_file_line_and_reason(app: flask.Flask, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(STARTER_FOLDER, folder)
    path = folder / "mep_offices.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("517-373-6066", "unknown"), encoding="utf-8")

    result = app.test_cli_runner().invoke(args=["directory", "import", str(folder)])

    assert result.exit_code != 0
    assert "mep_offices.csv, line 38: column phone" in result.output
    assert "Nothing was loaded." in result.output
    assert offices() == 0


def test_a_folder_and_the_starter_cannot_both_be_meant(app: flask.Flask, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(args=["directory", "import", str(tmp_path), "--starter"])

    assert result.exit_code == 2
