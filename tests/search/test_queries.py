"""What is found, by whom, in which order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from coordhub import search
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.search import Audience

SHARED = (
    # Whole words of the title first, the shorter title before the longer one, then words of the body.
    ("Michigan", ["mi-north", "mi-office", "fl-office"]),
    ("michigan office", ["mi-north", "fl-office"]),
    ("office", ["fl-office", "mi-north"]),
    # Every word must be there, and the beginning of a word is enough.
    ("michigan traverse", ["mi-north"]),
    ("michigan texas", []),
    ("mich", ["mi-north", "mi-office", "fl-office"]),
    ("m", ["mi-north", "mi-office", "fl-office"]),
    ("mi office", []),
    ("trav cit", ["mi-north"]),
    # Accents, signs and case do not matter, whoever writes them.
    ("Educación", ["pr-office"]),
    ("EDUCACION", ["pr-office"]),
    ("educ", ["pr-office", "mi-office"]),
    ("español", ["pr-office"]),
    ("espanol", ["pr-office"]),
    ("O'Brien", ["tx-site"]),
    ("obrien", ["tx-site"]),
    ("O’Brien", ["tx-site"]),
    ("st joseph", ["tx-site"]),
    ("Saint Josephs", ["tx-site"]),
    ("St. Joseph's School", ["tx-site"]),
    ("obrien@example.org", ["tx-site"]),
    # Numbers are words: a ZIP code, its beginning, a telephone however it is written.
    ("34142", ["fl-office"]),
    ("341", ["fl-office"]),
    ("517-373-6066", ["mi-office"]),
    ("(517) 373 6066", ["mi-office"]),
    ("517-373-6067", []),
)
HOSTILE = (
    '"',
    "*",
    "'",
    "\\",
    ":",
    "-",
    "()",
    "…¿¡",
    "\x00",
    "   ",
    "",
    "日本語",
)
HOSTILE_WITH_WORDS = (
    '"michigan',
    'michigan"*',
    "title:michigan",
    "-michigan",
    "michigan:*A",
    "NEAR(michigan office, 2)",
    "michigan AND",
    "OR",
    "NOT michigan",
    "! michigan & | <-> office",
    "michigan'; DROP TABLE search_document; --",
    "mich\x00igan",
    "%",
    "michigan % _",
    "michigan " * 1_000,
    "x" * 10_000,
    "\udce9michigan",
    " ".join(f"word{number}" for number in range(500)),
)


@pytest.mark.parametrize(("text", "keys"), SHARED)
def test_both_databases_find_the_same_in_the_same_order(indexed, found, text, keys):
    assert found(text) == keys


def test_words_in_the_order_of_the_title_come_first(app, found):
    for at, title in enumerate(
        ("Rapids of Grand County", "Grand County, Big Rapids", "The Grand Rapids Center of All")
    ):
        search.put(kind="entry", key=title, object_id=at, title=title, body="", audience=Audience.PUBLIC)

    assert found("grand rapids")[0] == "The Grand Rapids Center of All"


def test_a_word_of_the_title_ranks_above_the_same_word_many_times_in_the_body(app, found):
    search.put(kind="entry", key="body", object_id=1, title="A", body="orchard " * 50, audience=Audience.PUBLIC)
    search.put(
        kind="entry", key="title", object_id=2, title="The Orchard Road Office", body="", audience=Audience.PUBLIC
    )

    assert found("orchard") == ["title", "body"]


def test_the_first_two_hundred_characters_of_a_body_are_not_all_of_it(app, found):
    body = "Nothing to see. " * 500 + "Immokalee"
    search.put(kind="entry", key="long", object_id=1, title="Long", body=body, audience=Audience.PUBLIC)

    assert found("immokalee") == ["long"]


@pytest.mark.parametrize(
    ("audience", "keys"),
    [
        (Audience.PUBLIC, ["mi-north", "mi-office", "fl-office"]),
        (Audience.MEMBERS, ["mi-staff", "mi-north", "mi-office", "fl-office"]),
        (Audience.ADMINISTRATORS, ["mi-staff", "mi-draft", "mi-north", "mi-office", "fl-office"]),
    ],
)
def test_a_reader_finds_what_is_meant_for_them_and_for_everybody_wider(indexed, found, audience, keys):
    assert found("michigan", audience=audience) == keys


def test_a_visitor_does_not_learn_of_hidden_documents_by_counting(indexed):
    for text in ("zumwalt", "quarantine", "michigan recruiters"):
        matching = search.matches(text, kind="entry", audience=Audience.PUBLIC)

        assert db.session.scalar(select(func.count()).select_from(matching.subquery())) == 0, text


def test_a_kind_does_not_find_what_another_kind_put(indexed, found):
    assert found("michigan", kind="topic") == ["topic-1"]
    assert found("winter") == []


def test_only_the_states_that_were_asked_for_are_searched(indexed, found):
    assert found("michigan", state_codes=["FL", "TX"]) == ["fl-office"]
    assert found("hotline", state_codes=["FL", "MI"]) == []
    assert found("michigan", state_codes=[]) == []


def test_pages_follow_each_other_without_gap_or_repetition(indexed, found):
    pages = [found("michigan", limit=1, offset=at) for at in range(4)]

    assert pages == [["mi-north"], ["mi-office"], ["fl-office"], []]


def test_a_caller_joins_what_matches_with_its_own_rows_in_one_query(app, cast):
    search.put(kind="user", key="rosa", object_id=cast.rosa.id, title="Rosa", body="Texas", audience=Audience.PUBLIC)
    search.put(kind="user", key="ben", object_id=cast.ben.id, title="Texas Ben", body="", audience=Audience.PUBLIC)
    matching = search.matches("texas", kind="user", audience=Audience.PUBLIC).subquery()

    rows = select(User.id).join(matching, matching.c.object_id == User.id).order_by(matching.c.rank.desc())

    assert db.session.scalars(rows).all() == [cast.ben.id, cast.rosa.id]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_without_a_word_matches_nothing(indexed, found, text):
    assert search.matches(text, kind="entry", audience=Audience.PUBLIC) is None
    assert found(text) == []
    assert search.spelled_alike(text, kind="entry", audience=Audience.PUBLIC) is None


@pytest.mark.parametrize("text", HOSTILE_WITH_WORDS)
def test_signs_of_a_query_language_are_only_signs(indexed, found, text):
    found(text)
    search.spelled_alike(text, kind="entry", audience=Audience.PUBLIC)

    assert found("michigan") == ["mi-north", "mi-office", "fl-office"]


def test_signs_around_a_word_do_not_change_what_is_found(indexed, found):
    for text in ('"michigan', 'michigan"*', "-michigan", "michigan & ! |", "michigan " * 20, "%michigan_"):
        assert found(text) == ["mi-north", "mi-office", "fl-office"], text


def test_of_a_very_long_text_the_beginning_is_looked_for(indexed, found):
    assert set(found("michigan " * 10_000)) == {"mi-north", "mi-office", "fl-office"}
    assert found("hotline national any state bilingual " + " " * 200 + "texas") == ["nation"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=60), body=st.text(alphabet="aeiou13.-e'\"\\: \x00ñé", max_size=80))
def test_a_document_is_found_by_every_text_it_was_made_of(app, title, body):
    search.put(kind="made", key="one", object_id=1, title=title, body=body, audience=Audience.PUBLIC)

    for text in (title, body):
        matching = search.matches(text, kind="made", audience=Audience.PUBLIC)
        assert matching is None or len(db.session.execute(matching).all()) == 1
