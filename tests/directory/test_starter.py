"""Loading the starter data: complete, repeatable, all or nothing."""

import shutil
from pathlib import Path

import flask
import pytest
from sqlalchemy import func, select

from coordhub.db import db
from coordhub.directory.actions import STARTER_FOLDER, BrokenRow, import_starter
from coordhub.directory.models import Channel, ChildFigure, Course, Office, Site, StateProgram
from coordhub.directory.queries import entries_with_keys
from tests.statements import statements


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the starter data that a test may break."""
    shutil.copytree(STARTER_FOLDER, tmp_path / "starter")
    return tmp_path / "starter"


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def numbers() -> list[int]:
    models = (StateProgram, Office, Site, Course, ChildFigure)
    return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in models]


def test_all_rows_are_loaded_with_source_and_date(app: flask.Flask) -> None:
    imported = import_starter()

    assert numbers() == [52, 93, 14, 43, 971]
    assert (imported.created, imported.updated, imported.same) == (1173, 0, 0)
    michigan = entries_with_keys(["mi-mep"])[0]
    assert (michigan.phone.value, michigan.source_date, michigan.zip_code) == ("517-373-6066", "2023", "48909")
    assert michigan.source.startswith("https://www.michigan.gov/")


def test_a_second_run_changes_nothing_and_reads_no_row(app: flask.Flask) -> None:
    import_starter()
    db.session.commit()
    with statements() as asked:
        imported = import_starter()

    assert asked
    assert not any("FROM entry" in one or "FROM child_count" in one for one in asked)
    assert (imported.created, imported.updated, imported.same) == (0, 0, 1173)


def test_a_changed_row_is_brought_up_to_date_and_the_rest_stays(app: flask.Flask, folder: Path) -> None:
    import_starter(folder)
    change(folder, "mep_offices.csv", "517-373-6066", "517-555-0100")

    imported = import_starter(folder)

    assert (imported.created, imported.updated, imported.same) == (0, 1, 1172)
    assert db.session.scalars(select(Channel.value).join(Office).where(Office.key == "mi-mep")).all() == [
        "517-555-0100"
    ]


def test_a_new_row_is_added_and_one_that_left_the_file_stays(app: flask.Flask, folder: Path) -> None:
    import_starter(folder)
    change(folder, "pass_sites.csv", "ne-dcyc,", "ne-other,")

    imported = import_starter(folder)

    assert (imported.created, imported.updated) == (1, 0)
    assert numbers()[2] == 15


def test_points_outside_their_state_are_reported_not_refused(app: flask.Flask, folder: Path) -> None:
    change(folder, "mep_offices.csv", "42.7325,-84.5555", "25.7617,-80.1918")

    imported = import_starter(folder)

    offices = next(one for one in imported.files if one.file == "mep_offices.csv")
    assert "mi-mep" in offices.outside
    assert len(offices.outside) < 8


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "reason"),
    [
        ("mep_offices.csv", "517-373-6066", "call us", 38, "column phone"),
        ("mep_offices.csv", "42.7325,", "4x2,", 38, "column lat"),
        ("mep_offices.csv", "42.7325,", "nan,", 38, "column lat"),
        ("mep_offices.csv", "42.7325,-84.5555", "42.7325,", 38, "only one of lat and lon"),
        ("mep_offices.csv", "mi-mep,", "me-mep,", 38, "already stands in line"),
        ("mep_offices.csv", '(Migrant)",state_mep,MI', '(Migrant)",state_mep,QQ', 38, "the state “QQ”"),
        ("mep_offices.csv", '(Migrant)",state_mep', '(Migrant)",circus', 38, "column kind"),
        ("mep_offices.csv", "https://www.michigan.gov/mde,", "javascript:alert(1),", 38, "column website"),
        ("mep_offices.csv", "office_id,name", "office_id,title", 1, "column name is missing"),
        ("pass_sites.csv", "2021-01,printed", "last year,printed", 3, "column source_date"),
        ("pass_courses.csv", "wi-study-skills,Study Skills", "wi-study-skills,", 2, "column title is empty"),
        ("pass_courses.csv", "wi-study-skills,Study", "wi-study-skills,a,b,Study", 2, "cells"),
        ("child_counts.csv", ",821,", ",about 800,", 2, "column value"),
        ("child_counts.csv", ",821,reported", ",,reported", 2, "do not go together"),
        ("pass_courses.csv", ",9-12,,5,", ",9-12,,0,", 2, "column units"),
        ("jurisdictions.csv", "MI,26,", "QX,26,", 24, "“QX” is no code of a state"),
        ("jurisdictions.csv", "America/Detroit", "America/Motown", 24, "column timezone"),
    ],
)
def test_a_broken_row_is_named_and_nothing_is_loaded(
    app: flask.Flask, folder: Path, file: str, old: str, new: str, line: int, reason: str
) -> None:
    change(folder, file, old, new)

    with pytest.raises(BrokenRow) as broken:
        import_starter(folder)

    assert (broken.value.file, broken.value.line) == (file, line)
    assert reason in broken.value.reason
    assert numbers() == [0, 0, 0, 0, 0]


def test_a_broken_file_leaves_the_directory_as_it_was(app: flask.Flask, folder: Path) -> None:
    import_starter(folder)
    db.session.commit()
    change(folder, "jurisdictions.csv", "Michigan Department of Education", "Another name")
    change(folder, "child_counts.csv", ",821,", ",-3,")

    with pytest.raises(BrokenRow):
        import_starter(folder)

    assert not db.session.dirty and not db.session.new
    program = db.session.get(StateProgram, "MI")
    assert program is not None and program.sea_name == "Michigan Department of Education"


def test_a_missing_file_and_one_that_is_not_text_are_named(app: flask.Flask, folder: Path) -> None:
    (folder / "pass_courses.csv").unlink()
    with pytest.raises(BrokenRow) as missing:
        import_starter(folder)

    shutil.copy(STARTER_FOLDER / "pass_courses.csv", folder)
    (folder / "mep_offices.csv").write_bytes(b"office_id,name\nx,\xff\xfe\n")
    with pytest.raises(BrokenRow) as unreadable:
        import_starter(folder)

    assert missing.value.file == "pass_courses.csv"
    assert (unreadable.value.file, unreadable.value.line) == ("mep_offices.csv", 2)
