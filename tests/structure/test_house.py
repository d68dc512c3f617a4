"""The house: routes, templates, migrations, names."""

import re
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from config import ROOT
from coordhub import create_app
from coordhub.db import db
from coordhub.notifications.kinds import KINDS
from tests.conftest import app_settings

PACKAGE = ROOT / "coordhub"
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "manager", "handler", "info", "process"}
EDGES = {
    "coordination/sweeping.py",
    "home/actions.py",
    "home/incoming/edge.py",
    "mail/delivery.py",
    "notifications/gathering.py",
    "notifications/spreading.py",
}
LONGEST_FILE = 400  # lines; a longer one holds two things


def routes(app):
    return [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("security.")]


@pytest.mark.onedb
def test_every_route_says_who_may_open_it(app):
    undecided = [
        rule.endpoint
        for rule in routes(app)
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "access")
    ]

    assert undecided == []


@pytest.mark.onedb
def test_a_route_without_a_decision_does_not_start(app, tmp_path):
    import flask

    from coordhub.accounts.access import check_routes

    bare = flask.Flask("bare")
    bare.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(RuntimeError, match="open"):
        check_routes(bare)


@pytest.mark.onedb
def test_urls_are_kebab_case(app):
    odd = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        if not re.fullmatch(r"[a-z0-9/.\-]*", fixed):
            odd.append(rule.rule)

    assert odd == []


@pytest.mark.onedb
def test_no_url_vanishes_unnoticed(app):
    known = (ROOT / "tests" / "structure" / "urls.txt").read_text(encoding="utf-8").split()

    missing = set(known) - {rule.rule for rule in app.url_map.iter_rules()}

    assert missing == set(), "a link that somebody saved would break: redirect it, then change urls.txt"


@pytest.mark.onedb
def test_every_template_has_an_endpoint_a_macro_or_a_letter(app):
    endpoints = {rule.endpoint.replace(".", "/") for rule in app.url_map.iter_rules()}
    strangers = []
    for path in (ROOT / "templates").rglob("*.html"):
        name = path.relative_to(ROOT / "templates").with_suffix("").as_posix()
        first = name.split("/")[0]
        if first in {"_macros", "errors", "email", "base", "security"} or Path(name).name.startswith("_"):
            continue
        if name not in endpoints and not _is_rendered(name):
            strangers.append(name)

    assert strangers == []


def _is_rendered(name):
    return any(f'"{name}.html"' in path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))


def test_every_kind_that_can_be_mailed_has_its_letter():
    for kind, what in KINDS.items():
        folder = ROOT / "templates" / "email" / kind
        if what.may_be_at_once:
            assert {file.name for file in folder.iterdir()} >= {"subject.txt", "body.txt", "body.html"}, kind


def test_there_is_one_migration_head_and_the_numbers_have_no_gap():
    scripts = ScriptDirectory(str(ROOT / "migrations"))

    revisions = sorted(script.revision for script in scripts.walk_revisions())
    assert len(scripts.get_heads()) == 1
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]


def test_migrations_and_models_agree_and_go_back_to_nothing(database, tmp_path):
    app = create_app(app_settings(database, tmp_path / "migrated" / database))
    folder = str(ROOT / "migrations")
    with app.app_context():
        try:
            flask_migrate.upgrade(directory=folder)
            with db.engine.connect() as connection:
                # The queue keeps its own tables beside ours on PostgreSQL; the words of the index are kept by DDL,
                # as each database has its own way (coordhub/search/index.py).
                context = MigrationContext.configure(
                    connection,
                    opts={
                        "compare_type": True,
                        "include_name": lambda name, kind, parents: not str(name).startswith(("huey", "search_text")),
                    },
                )
                assert compare_metadata(context, db.metadata) == []
            flask_migrate.downgrade(directory=folder, revision="base")
            flask_migrate.upgrade(directory=folder)
        finally:
            db.session.remove()
            db.engine.dispose()


def test_an_office_that_was_hidden_becomes_no_public_entry(database, tmp_path):
    app = create_app(app_settings(database, tmp_path / "offices" / database))
    folder = str(ROOT / "migrations")
    add = text("INSERT INTO office (key, name, kind, is_public, source) VALUES (:key, 'O', 'national', :seen, 'S')")
    with app.app_context():
        try:
            flask_migrate.upgrade(directory=folder, revision="0008")
            db.session.execute(add, [{"key": "seen", "seen": True}, {"key": "hidden", "seen": False}])
            db.session.commit()
            flask_migrate.upgrade(directory=folder)

            found = db.session.execute(text("SELECT key, visibility FROM entry ORDER BY key"))
            assert [tuple(row) for row in found] == [("hidden", "administrators"), ("seen", "public")]
        finally:
            db.session.remove()
            db.engine.dispose()


def test_no_source_file_is_longer_than_it_should_be():
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]

    assert long == []


def test_no_file_carries_a_word_that_says_nothing():
    named = [path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py") if path.stem in FORBIDDEN_NAMES]

    assert named == []


def test_only_the_edge_commits():
    # Delivery is an edge of its own: its two phases are commits (decision 0001). So are sweeps: a commit a
    # request, a person, a batch of people.
    allowed = {"views", "cli", "serve", "jobs"}
    sinners = []
    for path in PACKAGE.rglob("*.py"):
        parts = set(path.relative_to(PACKAGE).with_suffix("").parts)
        if parts & allowed or path.relative_to(PACKAGE).as_posix() in EDGES:
            continue
        if re.search(r"session\.commit\(\)", path.read_text(encoding="utf-8")):
            sinners.append(path.relative_to(ROOT).as_posix())

    assert sinners == []


def test_no_view_contains_a_query():
    sinners = []
    for path in PACKAGE.rglob("*.py"):
        is_view = path.stem == "views" or "views" in path.parts
        if is_view and re.search(r"\bselect\(", path.read_text(encoding="utf-8")):
            sinners.append(path.name)

    assert sinners == []


def test_no_machine_stands_in_the_tree():
    import subprocess

    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    bad = []
    for name in listed:
        path = ROOT / name
        if "vendor" in name or not path.is_file() or path.suffix in {".gz", ".woff2", ".png"}:
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        if re.search(r"--(extra-)?index-url|\"resolved\": *\"https?://|/(work|farm)/(main|shared)", text):
            bad.append(name)

    assert bad == [] or bad == ["tests/structure/test_house.py"]
