import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordhub.places.points import (
    EARTH_RADIUS_MILES,
    Point,
    boxes_around,
    cos_radius,
    straight_line_miles,
)

TRAVERSE_CITY = Point(44.76306, -85.62063)
IMMOKALEE = Point(26.41869, -81.41730)


def sphere_miles(one, other):
    """The haversine formula, independent of the code under test."""
    north, east = math.radians(other.latitude - one.latitude), math.radians(other.longitude - one.longitude)
    flat = math.cos(math.radians(one.latitude)) * math.cos(math.radians(other.latitude))
    return 2 * EARTH_RADIUS_MILES * math.asin(math.sqrt(math.sin(north / 2) ** 2 + flat * math.sin(east / 2) ** 2))


def holds(boxes, point):
    return any(box.south <= point.latitude <= box.north and box.west <= point.longitude <= box.east for box in boxes)


@pytest.mark.parametrize("pair", [(91, 0), (-90.1, 0), (0, 181), (0, -180.5), (math.nan, 0), (0, math.inf)])
def test_a_point_off_the_earth_is_refused(pair):
    with pytest.raises(ValueError, match="no point on earth"):
        Point(*pair)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_the_unit_vector_has_length_one(latitude, longitude):
    assert math.hypot(*Point(latitude, longitude).unit_vector) == pytest.approx(1)


def test_miles_are_those_of_the_ellipsoid_and_the_same_both_ways():
    assert straight_line_miles(TRAVERSE_CITY, IMMOKALEE) == pytest.approx(1288, abs=5)
    assert straight_line_miles(TRAVERSE_CITY, IMMOKALEE) == straight_line_miles(IMMOKALEE, TRAVERSE_CITY)
    assert straight_line_miles(IMMOKALEE, IMMOKALEE) == 0


def test_geodesic_and_sphere_agree_within_half_a_percent():
    assert straight_line_miles(TRAVERSE_CITY, IMMOKALEE) == pytest.approx(
        sphere_miles(TRAVERSE_CITY, IMMOKALEE), rel=5e-3
    )


def test_the_dot_product_of_unit_vectors_tells_who_is_within_the_radius():
    miles = sphere_miles(TRAVERSE_CITY, IMMOKALEE)
    dot = sum(a * b for a, b in zip(TRAVERSE_CITY.unit_vector, IMMOKALEE.unit_vector, strict=True))

    assert dot >= cos_radius(miles + 0.01)
    assert dot < cos_radius(miles - 0.01)


@pytest.mark.parametrize(
    "center",
    [
        TRAVERSE_CITY,
        Point(51.88, -176.66),  # Adak, Alaska
        Point(52.83, 173.17),  # Attu, Alaska, west of 180°
        Point(71.29, -156.79),  # Utqiagvik, Alaska
        Point(13.4757, 144.7489),  # Guam
        Point(0, 180),
        Point(0, -180),
        Point(89.5, 10),
        Point(-90, 0),
    ],
)
@pytest.mark.parametrize("radius_miles", [1, 25, 300, 1500, 7000])
def test_the_boxes_hold_every_point_within_the_radius(center, radius_miles):
    chance = random.Random(20260616)
    boxes = boxes_around(center, radius_miles)

    assert len(boxes) in (1, 2)
    assert holds(boxes, center)
    for _ in range(800):
        away = radius_miles * math.sqrt(chance.random()) * 0.999999
        other = moved(center, away, chance.uniform(0, 360))
        assert holds(boxes, other), f"{other} is {sphere_miles(center, other)} miles off"


@pytest.mark.parametrize("center", [TRAVERSE_CITY, Point(71.29, -156.79)])
def test_the_boxes_hold_little_else(center):
    (box,) = boxes_around(center, 100)

    assert sphere_miles(center, Point(box.north, center.longitude)) == pytest.approx(100, abs=0.1)
    assert sphere_miles(center, Point(center.latitude, box.east)) < 102


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 13_000))
def test_boxes_stay_on_the_map(latitude, longitude, radius_miles):
    for box in boxes_around(Point(latitude, longitude), radius_miles):
        assert -90 <= box.south <= box.north <= 90
        assert -180 <= box.west <= box.east <= 180


def test_a_circle_over_the_date_line_has_two_boxes():
    west, east = boxes_around(Point(51.88, -179.5), 100)

    assert west.east == 180 and east.west == -180


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_box_without_radius_holds_its_center(latitude, longitude):
    assert holds(boxes_around(Point(latitude, longitude), 0), Point(latitude, longitude))


def test_a_negative_radius_is_refused():
    with pytest.raises(ValueError, match="no radius"):
        boxes_around(TRAVERSE_CITY, -1)


def moved(start, miles, bearing_degrees):
    """The point `miles` from `start` on the sphere."""
    angle, bearing = miles / EARTH_RADIUS_MILES, math.radians(bearing_degrees)
    latitude = math.radians(start.latitude)
    sine = math.sin(latitude) * math.cos(angle) + math.cos(latitude) * math.sin(angle) * math.cos(bearing)
    there = math.asin(max(-1, min(1, sine)))
    turn = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(latitude), math.cos(angle) - math.sin(latitude) * math.sin(there)
    )
    longitude = (start.longitude + math.degrees(turn) + 540) % 360 - 180
    return Point(math.degrees(there), longitude)
