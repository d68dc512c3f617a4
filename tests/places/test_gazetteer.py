import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from coordhub.places.gazetteer import Gazetteer, GazetteerMissing
from coordhub.places.points import Point
from coordhub.places.states import STATES


def test_a_missing_file_says_what_to_run(tmp_path):
    with pytest.raises(GazetteerMissing, match="flask places build"):
        Gazetteer(tmp_path / "nothing.db")


def test_a_zip_code_has_city_state_county_and_point(gazetteer):
    found = gazetteer.zip("34142")

    assert (found.city, found.state_code, found.county_code) == ("Immokalee", "FL", "12021")
    assert found.point.latitude == pytest.approx(26.4, abs=0.5)


def test_an_unknown_zip_code_is_none(gazetteer):
    assert gazetteer.zip("00000") is None


def test_zip_codes_that_begin_alike_come_in_order(gazetteer):
    found = [one.zip for one in gazetteer.zips_like("341", 4)]

    assert found == sorted(found)
    assert all(code.startswith("341") for code in found)
    assert len(found) == 4


def test_towns_of_a_name_come_biggest_first(gazetteer):
    sizes = [town.population for town in gazetteer.towns("Springfield")]

    assert sizes == sorted(sizes, reverse=True)
    assert {town.state_code for town in gazetteer.towns("Springfield", "IL")} == {"IL"}


def test_a_name_without_letters_has_no_towns(gazetteer):
    assert gazetteer.towns("") == gazetteer.towns("?!") == []


def test_the_counties_of_a_state_come_by_name(gazetteer):
    counties = gazetteer.counties_of("MI")

    assert len(counties) == 83
    assert [county.name for county in counties] == sorted(county.name for county in counties)
    assert all(county.county_code.startswith("26") for county in counties)
    assert gazetteer.counties_of("ZZ") == []


def test_every_state_but_some_island_areas_has_counties(gazetteer):
    without = {code for code in STATES if not gazetteer.counties_of(code)}

    assert without <= {"AS", "GU", "MP", "VI"}


def test_a_county_is_known_by_its_code(gazetteer):
    assert gazetteer.county("53077").long_name == "Yakima County"
    assert gazetteer.county("99999") is None


def test_the_nearest_town_is_found_on_both_sides_of_the_date_line(gazetteer):
    assert gazetteer.nearest_town(Point(44.77, -85.6)).name == "Traverse City"
    assert gazetteer.nearest_town(Point(51.9, 179.9)).state_code == "AK"


def test_names_are_read_once_and_kept_by_state(gazetteer):
    everywhere, michigan = gazetteer.names(None), gazetteer.names("MI")

    assert len(everywhere.folded) == len(everywhere.meant) > 20_000
    assert {code for _, code in michigan.meant} == {"MI"}
    assert gazetteer.names("MI") is michigan


def test_the_file_cannot_be_written_through_the_gazetteer(gazetteer):
    with pytest.raises(sqlite3.OperationalError):
        gazetteer._all("DELETE FROM zip")


def test_many_threads_may_ask_at_once(gazetteer_file):
    shared = Gazetteer(gazetteer_file)
    codes = ["34142", "49684", "98501", "00000"] * 100

    with ThreadPoolExecutor(8) as threads:
        cities = list(threads.map(lambda code: (one := shared.zip(code)) and one.city, codes))

    assert cities == ["Immokalee", "Traverse City", "Olympia", None] * 100


def test_a_closed_gazetteer_opens_again(gazetteer_file):
    opened = Gazetteer(gazetteer_file)
    opened.zip("34142")
    opened.close()
    opened.close()

    assert opened.zip("34142").city == "Immokalee"
