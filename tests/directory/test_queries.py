"""Questions about the directory, on both databases, the circle also by brute force."""

from math import acos
from random import Random

import flask
import pytest

from coordhub.directory import queries
from coordhub.directory.kinds import EntryKind, Measure, OfficeKind, SiteStatus, Visibility
from coordhub.directory.models import Entry
from coordhub.places.points import EARTH_RADIUS_MILES, Point
from tests.directory.entries import a_site, an_office

TRAVERSE_CITY = Point(44.76306, -85.62063)
ADAK = Point(51.88, -176.66)  # Alaska, west of which the islands cross 180°
ATTU = Point(52.8, 173.2)
GUAM = Point(13.47, 144.75)
_random = Random(2026)


def sphere_miles(one: Point, other: Point) -> float:
    dot = sum(a * b for a, b in zip(one.unit_vector, other.unit_vector, strict=True))
    return EARTH_RADIUS_MILES * acos(max(-1.0, min(1.0, dot)))


def scattered(center: Point, number: int, spread: float) -> list[Point]:
    points = []
    for _ in range(number):
        latitude = max(-89.9, min(89.9, center.latitude + _random.uniform(-spread, spread)))
        longitude = (center.longitude + _random.uniform(-2 * spread, 2 * spread) + 540) % 360 - 180
        points.append(Point(latitude, longitude))
    return points


@pytest.mark.parametrize(
    "center",
    [TRAVERSE_CITY, ADAK, ATTU, Point(51.9, 179.9), GUAM, Point(71.3, -156.8), Point(89.5, 10)],
    ids=["michigan", "adak", "attu", "at-180", "guam", "utqiagvik", "pole"],
)
@pytest.mark.parametrize("radius_miles", [25, 250])
def test_a_circle_holds_exactly_the_entries_that_brute_force_finds(
    app: flask.Flask, center: Point, radius_miles: int
) -> None:
    points = scattered(center, 60, 0.5) + scattered(center, 60, 6)
    for number, point in enumerate(points):
        (an_office if number % 2 else a_site)(f"entry-{number}", point)

    found = queries.nearest_entries(center, radius_miles=radius_miles, limit=500)

    expected = {f"entry-{number}" for number, one in enumerate(points) if sphere_miles(center, one) <= radius_miles}
    assert {one.entry.key for one in found} == expected
    assert queries.nearest_with_total(center, radius_miles, limit=1)[1] == len(expected)


def test_the_nearest_comes_first_and_names_decide_at_one_point(app: flask.Flask) -> None:
    an_office("far", Point(45.5, -85.6))
    an_office("b", TRAVERSE_CITY, name="Bay office")
    an_office("a", TRAVERSE_CITY, name="Apple office")

    found = queries.nearest_entries(TRAVERSE_CITY, radius_miles=100, limit=10)

    assert [one.entry.key for one in found] == ["a", "b", "far"]
    assert [round(one.distance_miles or 0) for one in found] == [0, 0, 51]


def test_entries_that_are_hidden_replaced_or_without_a_point_are_not_near_anything(app: flask.Flask) -> None:
    an_office("hidden", TRAVERSE_CITY, visibility="members")
    an_office("replaced", TRAVERSE_CITY, replaced_on="2026-01-01")
    an_office("nowhere", None)

    assert queries.nearest_entries(TRAVERSE_CITY, radius_miles=None, limit=10) == []
    seen = queries.nearest_entries(TRAVERSE_CITY, radius_miles=None, limit=10, sight=Visibility.MEMBERS)
    assert [one.entry.key for one in seen] == ["hidden"]


def test_a_condition_narrows_the_circle(app: flask.Flask, starter: None) -> None:
    only = Entry.entry_kind == EntryKind.SITE

    sites = queries.nearest_entries(TRAVERSE_CITY, radius_miles=250, limit=50, only=only)

    assert {one.kind for one in sites} == {EntryKind.SITE}


def test_the_nearest_pass_site_is_one_that_runs(app: flask.Flask, starter: None) -> None:
    queen_creek = Point(33.24866, -111.6343)  # a historic site stands here

    found = queries.nearest_sites(queen_creek)

    assert [one.entry.key for one in found] == ["wa-pass"]


def test_the_state_office_comes_before_one_that_works_for_it(app: flask.Flask, starter: None) -> None:
    michigan, vermont = queries.state_office("MI"), queries.state_office("VT")

    assert michigan is not None and michigan.key == "mi-mep"
    assert vermont is not None and vermont.office_kind == OfficeKind.DELEGATED
    assert queries.state_office("WY") is None


def test_every_state_that_takes_part_has_an_office_to_ask(app: flask.Flask, starter: None) -> None:
    codes = [one.state_code for one in queries.state_programs(taking_part=True)]

    assert len(codes) == 46
    assert set(queries.state_offices(codes)) == set(codes)


@pytest.mark.parametrize(
    ("state_code", "neighbors"),
    [("WY", ["co-mep", "sd-mep", "ut-mep"]), ("RI", ["ma-mep"]), ("DC", ["md-mep"]), ("PR", ["fl-mep"])],
)
def test_a_state_outside_the_program_names_its_nearest_neighbors_and_the_nation(
    app: flask.Flask, starter: None, state_code: str, neighbors: list[str]
) -> None:
    offices = queries.who_instead(state_code)

    keys = [one.key for one in offices]
    assert len(keys) == 4
    assert set(neighbors) <= set(keys[:3])
    assert keys[-1] == "us-ome"


def test_nobody_is_named_for_a_state_that_does_not_exist(app: flask.Flask, starter: None) -> None:
    assert queries.who_instead("ZZ") == []
    assert queries.state_program("ZZ") is None


def test_offices_sites_and_courses_come_in_a_useful_order(app: flask.Flask, starter: None) -> None:
    assert queries.offices_of("MN")[0].office_kind == OfficeKind.STATE
    assert queries.pass_sites()[0].status == SiteStatus.ACTIVE
    assert [one.key for one in queries.sites_of("WA")] == ["wa-pass"]
    assert len(queries.courses_of("WI")) == len(queries.pass_courses()) == 43
    assert "us-ome" in {one.key for one in queries.offices_between_states()}


def test_the_headline_figure_is_the_newest_of_its_measure(app: flask.Flask, starter: None) -> None:
    found = queries.figure(Measure.ELIGIBLE, "All ages")

    assert found is not None and found.value == 213_569 and found.school_year == "2021-22"
    assert queries.figure(Measure.ELIGIBLE, "All ages", state_code="MI") is None
