"""Help with slips of the pen."""

import pytest

from coordhub import search
from coordhub.search import Audience


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("Michgian", "michigan"),
        ("imokalee", "immokalee"),
        ("Northern Mihcigan", "Northern michigan"),
        ("nothern  Michigan,", "northern Michigan,"),
        ("Educacoin", "educacion"),
        ("st jospeh", "st josephs"),
        ("st josfehxx", None),  # three edits away from every word, one too many for its length
        ("hotlien 34142", None),  # each exists, but not together
    ],
)
def test_a_slip_is_answered_with_the_word_that_was_meant(indexed, text, better):
    assert search.spelled_alike(text, kind="entry", audience=Audience.PUBLIC) == better


def test_nothing_is_offered_for_words_that_exist_or_resemble_nothing(indexed):
    for text in ("michigan", "michigan hotline", "xylophone", "xy", "34143", "michigan 999"):
        assert search.spelled_alike(text, kind="entry", audience=Audience.PUBLIC) is None, text


def test_a_word_of_a_hidden_document_is_offered_only_to_those_who_may_see_it(indexed):
    assert search.spelled_alike("recruitres", kind="entry", audience=Audience.PUBLIC) is None
    assert search.spelled_alike("recruitres", kind="entry", audience=Audience.MEMBERS) == "recruiters"
    assert search.spelled_alike("quarantien", kind="entry", audience=Audience.MEMBERS) is None


def test_a_hidden_word_that_is_nearer_does_not_stand_in_the_way(app):
    search.put(kind="entry", key="a", object_id=1, title="Orchardo", body="", audience=Audience.ADMINISTRATORS)
    search.put(kind="entry", key="b", object_id=2, title="Orchards", body="", audience=Audience.PUBLIC)

    assert search.spelled_alike("orcharxo", kind="entry", audience=Audience.PUBLIC) == "orchards"


def test_what_is_offered_finds_something_in_the_states_that_were_asked_for(indexed):
    asked = {"kind": "entry", "audience": Audience.PUBLIC}

    assert search.spelled_alike("departamneto", **asked) == "departamento"
    assert search.spelled_alike("departamneto", **asked, state_codes=["MI"]) is None


def test_the_word_of_a_removed_document_is_not_offered(indexed):
    search.remove("entry", "nation")

    assert search.spelled_alike("hotlnie", kind="entry", audience=Audience.PUBLIC) is None
