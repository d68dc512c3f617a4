"""Documents in and out of the index."""

from dataclasses import replace

import flask_migrate
from sqlalchemy import delete, func, select, text

from config import ROOT
from coordhub import create_app, search
from coordhub.db import db
from coordhub.search import Audience
from coordhub.search.models import SearchDocument, SearchWord
from tests.conftest import app_settings, empty_tables
from tests.search.conftest import DOCUMENTS


def put_ben(**changes):
    document = {"object_id": 1, "title": "Ben Carter", "body": "Traverse City", "audience": Audience.PUBLIC}
    search.put(kind="entry", key="ben", **document | changes)


def test_a_document_put_again_is_found_by_its_new_words_only(app, found):
    put_ben()
    put_ben(title="Benjamin Carter", body="Lansing")

    assert found("lansing") == ["ben"]
    assert found("traverse") == []
    assert found("carter") == ["ben"]
    assert db.session.scalar(select(func.count(SearchDocument.id))) == 1


def test_a_document_put_again_for_fewer_readers_is_gone_for_the_others(app, found):
    put_ben()
    put_ben(audience=Audience.MEMBERS)

    assert found("carter") == []
    assert found("carter", audience=Audience.MEMBERS) == ["ben"]


def test_a_removed_document_is_not_found(app, found):
    put_ben()
    search.remove("entry", "ben")
    search.remove("entry", "nobody")

    assert found("carter") == []


def test_a_rollback_leaves_nothing_in_the_index(app, found):
    put_ben()
    db.session.commit()

    put_ben(title="Rosa Delgado")
    search.put(kind="entry", key="dana", object_id=2, title="Dana", body="Immokalee", audience=Audience.PUBLIC)
    db.session.rollback()

    assert found("carter") == ["ben"]
    assert found("rosa") == found("immokalee") == []
    assert db.session.scalar(select(SearchWord.id).where(SearchWord.word == "rosa")) is None


def test_of_two_documents_with_one_key_the_last_one_stays(app, found):
    first = DOCUMENTS[0]
    search.put_many([first, replace(first, title="Second thoughts")])

    assert found("second") == ["mi-office"]
    assert found("program") == []


def test_more_documents_than_go_at_once_are_all_indexed(app, found):
    search.put_many(replace(DOCUMENTS[0], key=f"office-{at}", object_id=at) for at in range(2_345))

    found_all = search.matches("michigan", kind="entry", audience=Audience.PUBLIC)
    assert db.session.scalar(select(func.count()).select_from(found_all.subquery())) == 2_345


def test_an_empty_document_and_one_larger_than_the_index_takes_are_no_trouble(app, found):
    search.put(kind="entry", key="empty", object_id=1, title="", body="", audience=Audience.PUBLIC)
    large = " ".join(f"{number}ab{number}" for number in range(300_000)) + "x" * 100_000
    search.put(kind="entry", key="large", object_id=2, title=large, body=large, audience=Audience.PUBLIC)

    assert found("7ab7") == ["large"]


def test_rebuilding_a_kind_forgets_what_is_no_longer_there_and_leaves_other_kinds(indexed, found):
    search.rebuild("entry", [DOCUMENTS[1]])

    assert found("michigan") == ["mi-north"]
    assert found("michigan", kind="topic") == ["topic-1"]
    words = db.session.scalars(select(SearchWord.word).where(SearchWord.kind == "entry"))
    assert sorted(words) == ["michigan", "northern", "office"]


def test_rows_that_go_without_the_index_being_asked_take_their_words_along(indexed, found):
    db.session.execute(delete(SearchDocument))
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("INSERT INTO search_text (search_text) VALUES ('integrity-check')"))
    put_ben()

    assert found("michigan") == []
    assert found("carter") == ["ben"]


def test_emptied_tables_hold_no_words(indexed, found):
    empty_tables()

    assert found("michigan", audience=Audience.ADMINISTRATORS) == []


def test_the_migrated_index_works_like_the_made_one(database, tmp_path, found):
    app = create_app(app_settings(database, tmp_path / "search" / database))
    with app.app_context():
        try:
            flask_migrate.upgrade(directory=str(ROOT / "migrations"))
            search.put_many(DOCUMENTS)
            put_ben()
            put_ben(body="Lansing")
            search.remove("entry", "mi-north")

            assert found("lansing") == ["ben", "mi-office"]
            assert found("traverse") == []
        finally:
            db.session.remove()
            db.engine.dispose()


def test_dropped_tables_can_be_made_again(database, tmp_path, found):
    app = create_app(app_settings(database, tmp_path / "again" / database))
    with app.app_context():
        try:
            db.create_all()
            db.drop_all()
            db.create_all()
            put_ben()

            assert found("carter") == ["ben"]
        finally:
            db.session.remove()
            db.engine.dispose()
