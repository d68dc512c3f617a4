"""The results of a search drawn on the server."""

import gzip
import re

import pytest

from coordhub.places.points import Point
from coordhub.places.results_drawing import HEIGHT, PIN, TIP, WIDTH, Result, results_drawing

TRAVERSE_CITY = Point(44.7631, -85.6206)
LANSING = Point(42.7325, -84.5555)
ADAK, ATTU = Point(51.88, -176.65), Point(52.9, 173.2)
TYPICAL_KB = 12


def result(number, point, kind="office"):
    return Result(number, kind, f"Office {number}", point)


def test_every_result_has_its_pin_within_the_frame():
    results = [result(1, LANSING), result(2, TRAVERSE_CITY, "site"), result(3, Point(45.1, -85.2), "contact")]

    drawn = results_drawing(TRAVERSE_CITY, 100, results, ["MI"])

    assert [(one.number, one.kind) for one in drawn.pins] == [(1, "office"), (2, "site"), (3, "contact")]
    assert all(PIN < one.x < WIDTH - PIN and PIN < one.y < HEIGHT - PIN for one in drawn.pins)


def test_entries_of_one_town_stand_beside_each_other_and_point_to_their_place():
    drawn = results_drawing(TRAVERSE_CITY, 50, [result(n, TRAVERSE_CITY) for n in range(1, 26)], ["MI"])

    spots = [(one.x, one.y) for one in drawn.pins]
    apart = [(ax - bx) ** 2 + (ay - by) ** 2 for n, (ax, ay) in enumerate(spots) for bx, by in spots[:n]]
    assert min(apart) >= (2 * PIN) ** 2
    assert drawn.pins[0].place is None
    assert {one.place for one in drawn.pins[1:]} == {drawn.here}


def test_the_ring_is_as_wide_as_the_radius():
    near = Point(TRAVERSE_CITY.latitude + 50 / 69.09, TRAVERSE_CITY.longitude)

    drawn = results_drawing(TRAVERSE_CITY, 50, [result(1, near, "site")], ["MI"])

    assert drawn.ring == pytest.approx(drawn.here[1] - drawn.pins[0].y, abs=0.5)
    assert results_drawing(TRAVERSE_CITY, None, [], ["MI"]).ring is None


def test_the_tip_of_an_offices_drop_stands_at_its_place():
    drawn = results_drawing(TRAVERSE_CITY, 50, [result(1, TRAVERSE_CITY)], ["MI"])

    assert (drawn.pins[0].x, drawn.pins[0].y + TIP) == drawn.here


def test_north_is_up_and_east_is_right():
    north, east = Point(45.5, -85.6206), Point(44.7631, -84.5)

    up, right = results_drawing(TRAVERSE_CITY, None, [result(1, north), result(2, east)], ["MI"]).pins

    assert up.y < right.y and right.x > up.x


def test_places_on_both_sides_of_the_date_line_are_neighbors():
    west, east = results_drawing(None, None, [result(1, ATTU), result(2, ADAK)], []).pins

    miles = 430  # about, from Attu to Adak
    assert 0 < east.x - west.x < WIDTH
    drawn = results_drawing(ADAK, miles, [result(1, ATTU)], ["AK"])
    assert drawn.pins[0].x < drawn.here[0]
    assert drawn.ring and drawn.here[0] - drawn.pins[0].x < drawn.ring * 1.1


def test_a_whole_state_is_in_the_frame_of_its_results():
    drawn = results_drawing(None, None, [result(1, Point(30.27, -97.74))], ["TX"])

    assert drawn.here is None and drawn.county_lines and drawn.land
    assert 0 < drawn.pins[0].x < WIDTH


def test_covered_counties_are_filled_and_unknown_codes_are_passed_over():
    drawn = results_drawing(TRAVERSE_CITY, 50, [], ["MI"], ["26055", "26089", "26999", "99001", ""])

    assert drawn.covered.count("M") >= 2
    assert results_drawing(TRAVERSE_CITY, 50, [], ["MI"], ["48001"]).covered == ""  # Texas is not in the frame


def test_county_lines_are_left_out_where_they_would_be_haze():
    assert results_drawing(TRAVERSE_CITY, 50, [], ["MI"]).county_lines
    assert not results_drawing(TRAVERSE_CITY, 50, [], ["MI", "WI", "IL", "IN"]).county_lines
    assert not results_drawing(TRAVERSE_CITY, 2000, [], ["MI"]).county_lines


@pytest.mark.parametrize("codes", [[], ["ZZ"], [""]])
def test_without_a_place_and_a_state_the_country_is_drawn(codes):
    drawn = results_drawing(None, None, [], codes)

    assert drawn.land.count("M") > 40 and drawn.pins == []


@pytest.mark.parametrize(
    ("place", "radius", "codes"),
    [
        (TRAVERSE_CITY, 100, ["MI", "WI"]),
        (Point(26.42, -81.42), 100, ["FL"]),
        (Point(37.8, -85.0), 100, ["KY", "TN", "IN"]),
        (None, None, ["TX"]),
        (None, None, ["AK"]),
    ],
)
def test_a_drawing_is_small(place, radius, codes):
    drawn = results_drawing(place, radius, [result(1, place or Point(30.27, -97.74))], codes, ["26055"])

    text = f"{drawn.land}{drawn.county_lines}{drawn.covered}"
    assert len(gzip.compress(text.encode())) < TYPICAL_KB * 1024
    assert re.fullmatch(r"[Mlz0-9. \-]*", text)
