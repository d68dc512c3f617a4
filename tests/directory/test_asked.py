"""Understanding the one box: places, roles near places, names."""

import flask
import pytest

from coordhub import places
from coordhub.directory.asked import NAME, PLACE, Asked, understand
from coordhub.directory.vocabulary import taken_apart

NAMES = {("ben okafor", None), ("ben okafor", "MI"), ("orchard center", None), ("sunnyside", None), ("okafor", "TX")}


def asked(text: str, reading: str = "") -> Asked:
    return understand(
        places.the_gazetteer(), text, reading=reading, named=lambda words, state: int((words, state) in NAMES)
    )


pytestmark = [pytest.mark.onedb, pytest.mark.usefixtures("gazetteer")]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("34142", "ZIP code 34142, Immokalee, Florida"),
        ("Traverse City, MI", "Traverse City, Michigan"),
        ("Yakima County WA", "Yakima County, Washington"),
        ("Texas", "All of Texas"),
        ("46.6, -120.5", "46.6, -120.5"),
        ("Parker, AZ", "Parker, Arizona"),
        ("Pass Christian, MS", "Pass Christian, Mississippi"),
        ("600 Washington St SE, Olympia, WA 98501", "ZIP code 98501, Olympia, Washington"),
    ],
)
def test_a_place_is_a_place(app: flask.Flask, text: str, label: str) -> None:
    found = asked(text)

    assert found.place is not None and found.place.label == label
    assert not found.filters.any and not found.is_by_words


@pytest.mark.parametrize(
    ("text", "label", "filters"),
    [
        ("records coordinator Texas", "All of Texas", {"for": {"records"}}),
        ("director, North Dakota", "All of North Dakota", {"role": {"director"}}),
        ("Spanish speaking recruiter near Yakima, WA", "Yakima, Washington", {"in": {"spa"}, "role": {"recruiter"}}),
        ("PASS sites Wisconsin", "All of Wisconsin", {"kind": {"site"}}),
        ("ID&R coordinator 34142", "ZIP code 34142, Immokalee, Florida", {"for": {"recruitment"}}),
        ("out-of-school youth Collier County FL", "Collier County, Florida", {"for": {"youth"}}),
        ("offices in Grand Traverse County, MI", "Grand Traverse County, Michigan", {"kind": {"office"}}),
    ],
)
def test_a_role_with_a_place_narrows_the_search_there(
    app: flask.Flask, text: str, label: str, filters: dict[str, set[str]]
) -> None:
    found = asked(text)

    assert found.place is not None and found.place.label == label
    assert {group: set(values) for group, values in found.filters.chosen.items()} == filters


def test_a_role_alone_narrows_the_whole_directory(app: flask.Flask) -> None:
    found = asked("MSIX")

    assert found.is_clear and found.place is None and not found.text
    assert found.filters.of("for") == {"records"}


def test_a_name_is_looked_for_by_words_and_a_state_binds_it(app: flask.Flask) -> None:
    assert (asked("Ben Okafor").text, asked("Ben Okafor").state_code) == ("ben okafor", None)
    assert (asked("Ben Okafor, Michigan").text, asked("Ben Okafor, Michigan").state_code) == ("ben okafor", "MI")
    assert not asked("Ben Okafor, Ohio").is_by_words


def test_a_name_with_a_role_and_a_state_uses_all_three(app: flask.Flask) -> None:
    found = asked("recruiter Okafor TX")

    assert (found.text, found.state_code, found.filters.of("role")) == ("okafor", "TX", {"recruiter"})


def test_a_namesake_town_asks_and_tells_of_entries_so_named(app: flask.Flask) -> None:
    found = asked("Sunnyside")

    assert not found.is_clear
    assert len(found.located.alternatives) > 1
    assert found.named == 1


def test_somebody_can_insist_on_one_reading(app: flask.Flask) -> None:
    assert asked("Texas", NAME).place is None
    assert asked("Yakima", NAME).text == "yakima"
    assert asked("Ben Okafor", PLACE).text == ""


def test_a_misspelt_place_is_asked_back(app: flask.Flask) -> None:
    found = asked("Travers Cty, MI")

    assert not found.is_clear
    assert found.located.alternatives


@pytest.mark.parametrize("text", ["", "   ", "?", "\x00"])
def test_nothing_is_nothing(app: flask.Flask, text: str) -> None:
    assert not asked(text).is_clear


def test_the_longest_phrase_counts_and_linking_words_fall_only_beside_one() -> None:
    chosen, left = taken_apart(("out", "of", "school", "youth", "near", "the", "lake"))
    assert (dict(chosen), left) == ({"for": frozenset({"youth"})}, ("lake",))

    assert taken_apart(("lake", "in", "the", "hills")) == ({}, ("lake", "in", "the", "hills"))
