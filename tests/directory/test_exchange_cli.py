"""`flask directory import FILE`, `export` and `revert`."""

import csv
import io
from pathlib import Path

import flask
import pytest
from click.testing import Result

from coordhub.db import db
from coordhub.directory.models import ImportBatch
from coordhub.directory.queries import entry_named
from tests.directory.entries import a_contact, an_office
from tests.directory.lists import csv_text

pytestmark = pytest.mark.usefixtures("starter", "on_tuesday")


def run(app: flask.Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["directory", *map(str, words)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_text(("key", "Their name"), ("tx-mep", "New name"), ("mi-mep", "New too")))
    return path


def test_without_apply_nothing_is_stored_and_each_change_is_a_line(app: flask.Flask, file: Path) -> None:
    result = run(app, "import", file, "--map", "Their name=name", "--dry-run")

    assert result.exit_code == 0
    assert "line 2, tx-mep: update. name:" in result.output and "→ 'New name'" in result.output
    assert "0 create, 2 update, 0 same" in result.output
    assert "Dry run: nothing was stored." in result.output
    db.session.rollback()
    assert db.session.get(ImportBatch, 1) is None


def test_apply_stores_and_revert_takes_back(app: flask.Flask, file: Path) -> None:
    old = entry_named("tx-mep").name  # type: ignore[union-attr]

    applied = run(app, "import", file, "--map", "Their name=name", "--apply")
    new = entry_named("tx-mep").name  # type: ignore[union-attr]
    looked = run(app, "revert", 1, "--dry-run")
    back = run(app, "revert", 1)
    again = run(app, "revert", 1)

    assert "Import 1: 0 added, 2 changed, 0 left out" in applied.output
    assert new == "New name"
    assert "2 entries have their old values again" in looked.output and "Dry run" in looked.output
    assert "2 entries have" in back.output and "0 entries have" in again.output
    assert entry_named("tx-mep").name == old  # type: ignore[union-attr]
    assert run(app, "revert", 99).exit_code == 1


def test_a_refused_row_fails_the_command_and_the_rest_is_stored(app: flask.Flask, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_text(("key", "name", "zip"), ("tx-mep", "New name", "x"), ("mi-mep", "New too", "")))

    result = run(app, "import", path, "--apply")

    assert result.exit_code == 1
    assert "Column “zip” holds “x”, which is not a ZIP code." in result.output
    assert entry_named("mi-mep").name == "New too"  # type: ignore[union-attr]
    assert entry_named("tx-mep").name != "New name"  # type: ignore[union-attr]


def test_conflicts_and_points_need_their_option(app: flask.Flask, tmp_path: Path) -> None:
    an_office("tx-one", name="Old", state_code="TX", verified_how="phone", verified_on="2026-06-01")
    db.session.commit()
    path = tmp_path / "list.csv"
    path.write_bytes(csv_text(("key", "name", "lat", "lon"), ("tx-one", "New", "", ""), ("mi-mep", "", "42", "-60")))

    neither = run(app, "import", path, "--apply")
    both = run(app, "import", path, "--apply", "--take-conflicts", "--accept-points")

    assert "0 changed, 2 left out" in neither.output
    assert "2 changed, 0 left out" in both.output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--map", "Nobody=name"], "the list has no column “Nobody”"),
        (["--map", "Their name=nothing"], "“nothing” is no field"),
        (["--apply", "--dry-run"], "not both"),
        (["--starter"], "only one of them"),
        (["--source-date", "May"], "write a year, a month or a day"),
    ],
)
def test_a_wrong_option_says_what_is_right(app: flask.Flask, file: Path, words: list[str], sentence: str) -> None:
    result = run(app, "import", file, *words)

    assert result.exit_code == 2 and sentence in result.output


def test_a_broken_file_names_itself_and_the_line(app: flask.Flask, tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes(b'name\n"open')

    result = run(app, "import", path)

    assert result.exit_code == 1
    assert "broken.csv: Line 2: A quotation mark opens here" in result.output and "Nothing was stored." in result.output


def test_a_long_list_shows_a_bar(app: flask.Flask, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    rows = [("contact", "recruiter", f"Person {number}", "TX") for number in range(1_100)]
    path.write_bytes(csv_text(("kind", "role", "name", "state"), *rows))

    result = run(app, "import", path)

    assert "1,100 rows" in result.stderr
    assert "1100 create" in result.stdout


def test_an_export_is_public_unless_asked_otherwise_and_comes_back_as_the_same(
    app: flask.Flask, tmp_path: Path
) -> None:
    a_contact("tx-mary", name="Member Mary", state_code="TX", visibility="members")
    db.session.commit()
    out = tmp_path / "tx.csv"

    shown = run(app, "export", "--state", "TX")
    run(app, "export", "--state", "TX", "--sight", "members", "--out", out)
    back = run(app, "import", out)

    public = [row["key"] for row in csv.DictReader(io.StringIO(shown.output.lstrip("\ufeff")))]
    assert "tx-mep" in public and "tx-mary" not in public
    assert "tx-mary" in out.read_text(encoding="utf-8-sig")
    assert "0 create, 0 update" in back.output and back.exit_code == 0


@pytest.mark.parametrize(("form", "starts"), [("xlsx", b"PK"), ("geojson", b'{"type":'), ("vcf", b"BEGIN:VCARD\r\n")])
def test_every_form_can_be_written(app: flask.Flask, tmp_path: Path, form: str, starts: bytes) -> None:
    out = tmp_path / f"list.{form}"

    result = run(app, "export", "--format", form, "--out", out)

    assert result.exit_code == 0 and out.read_bytes().startswith(starts)
