import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordhub.places.boundaries import county_code_of, point_problem, state_at
from coordhub.places.outlines import inside_state, outlines
from coordhub.places.points import Point
from coordhub.places.states import STATES

SEA = "This point lies in the sea or outside the United States."


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (44.763, -85.621, "MI"),  # Traverse City, at the water
        (45.756, -84.728, "MI"),  # Mackinaw City
        (46.495, -84.345, "MI"),  # Sault Ste. Marie, at the border to Canada
        (24.555, -81.782, "FL"),  # Key West
        (40.578, -74.002, "NY"),  # Coney Island
        (38.907, -77.037, "DC"),
        (36.567, -89.527, "KY"),  # the Kentucky Bend, cut off by Missouri and Tennessee
        (49.330, -94.953, "MN"),  # the Northwest Angle, cut off by Canada
        (39.114, -94.627, "KS"),  # Kansas City and Kansas City
        (39.100, -94.578, "MO"),
        (71.291, -156.789, "AK"),  # Utqiagvik
        (51.880, -176.658, "AK"),  # Adak
        (51.960, 179.600, "AK"),  # Semisopochnoi, west of 180 degrees
        (52.902, 172.909, "AK"),  # Attu
        (19.722, -155.087, "HI"),
        (18.466, -66.117, "PR"),
        (18.342, -64.931, "VI"),
        (13.475, 144.749, "GU"),
        (15.190, 145.749, "MP"),
        (-14.276, -170.702, "AS"),
    ],
)
def test_a_point_is_in_its_state(latitude, longitude, code):
    assert state_at(Point(latitude, longitude)) == code
    assert point_problem(Point(latitude, longitude), code) is None
    assert point_problem(Point(latitude, longitude), None) is None


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (0, 0),
        (90, 0),
        (-90, 180),
        (45.421, -75.697),  # Ottawa
        (19.433, -99.133),  # Mexico City
        (14.599, 120.984),  # Manila, where another locator put Cape Cod
        (30.0, -70.0),
        (60.0, 179.99),
        (60.0, -179.99),
        (44.763, 85.621),  # Traverse City without its minus sign
        (21.0, -161.0),
    ],
)
def test_the_sea_and_foreign_countries_are_no_state(latitude, longitude):
    assert state_at(Point(latitude, longitude)) is None
    assert point_problem(Point(latitude, longitude), None) == SEA
    assert point_problem(Point(latitude, longitude), "MI") == SEA


def test_a_clinic_of_oklahoma_in_ohio_is_noticed():
    # The defect of another locator: Marion, Ohio, was listed first for Bethany, Oklahoma.
    marion = Point(40.589, -83.129)

    assert point_problem(marion, "OK") == "This point lies in Ohio, not in Oklahoma."
    assert point_problem(marion, "DC") == "This point lies in Ohio, not in the District of Columbia."
    assert point_problem(marion, "OH") is None


def test_a_step_across_a_simplified_border_is_no_problem_and_five_miles_are():
    # The border of Ohio and Indiana lies at 84.81 degrees west.
    assert state_at(Point(40.0, -84.80)) == "OH" and point_problem(Point(40.0, -84.80), "IN") is None
    assert point_problem(Point(40.0, -84.72), "IN") == "This point lies in Ohio, not in Indiana."


def test_a_state_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        point_problem(Point(40.589, -83.129), "ZZ")


def test_each_town_of_the_gazetteer_is_in_its_state_and_has_no_problem(gazetteer):
    towns = gazetteer._all("SELECT state_code, latitude, longitude FROM place")
    elsewhere = sum(state_at(Point(latitude, longitude)) != code for code, latitude, longitude in towns)

    assert elsewhere <= 40  # of 17,563: outlines are simplified
    assert [row for row in towns if point_problem(Point(row[1], row[2]), row[0])] == []


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_on_earth_has_an_answer_and_it_fits_the_outline(latitude, longitude):
    code = state_at(Point(latitude, longitude))

    assert code is None or inside_state(code, latitude, longitude)


@given(st.data())
def test_a_point_near_any_outline_is_in_a_state(data):
    rings = outlines()[data.draw(st.sampled_from(sorted(STATES)))]
    longitude, latitude = data.draw(st.sampled_from(data.draw(st.sampled_from(rings))))
    near = Point(latitude + data.draw(st.floats(-0.04, 0.04)), min(longitude + data.draw(st.floats(-0.04, 0.04)), 180))

    assert state_at(near) is not None


@pytest.mark.parametrize(
    ("text", "state_code", "county_code"),
    [
        ("26055", None, "26055"),
        (" 26055 ", "MI", "26055"),
        ("26055", "OH", None),
        ("99999", None, None),
        ("6055", None, None),
        ("٢٦٠٥٥", None, None),
        ("Grand Traverse", None, "26055"),
        ("grand traverse county", None, "26055"),
        ("Grand Traverse County, MI", None, "26055"),
        ("Grand Traverse County, Michigan", "MI", "26055"),
        ("Grand Traverse County, MI", "OH", None),
        ("Grand Traverse", "OH", None),
        ("Washington", "OR", "41067"),
        ("Washington", None, None),
        ("Nevada", "CA", "06057"),
        ("Adams Co", "OH", "39001"),
        ("Adams County, CO", None, "08001"),
        ("Adams County, CO", "OH", None),
        ("Adams County CO", "OH", None),
        ("DeKalb County", None, None),
        ("De Kalb", "GA", None),
        ("Fairfax", "VA", None),
        ("Fairfax city", "VA", "51600"),
        ("Fairfax County", "VA", "51059"),
        ("St. Louis city, MO", None, "29510"),
        ("Saint Louis County", "MO", "29189"),
        ("Charles City County", "VA", "51036"),
        ("Doña Ana", "NM", "35013"),
        ("Orleans Parish", None, "22071"),
        ("Kodiak Island Borough", None, "02150"),
        ("Nome Census Area", "AK", "02180"),
        ("Yakima; DROP TABLE county", "WA", None),
        ("", None, None),
        ("", "MI", None),
        ("county", "MI", None),
        ("\x00", None, None),
        ("MI", "MI", None),
        ("x" * 100_000, "MI", None),
    ],
)
def test_a_county_is_known_by_code_or_name_or_not_at_all(gazetteer, text, state_code, county_code):
    assert county_code_of(gazetteer, text, state_code) == county_code


def test_every_county_is_known_by_what_the_hub_itself_calls_it(gazetteer):
    for state_code in STATES:
        for county in gazetteer.counties_of(state_code):
            for text, typed_state in (
                (county.county_code, None),
                (county.long_name, state_code),
                (f"{county.long_name}, {state_code}", None),
                (f"{county.long_name}, {STATES[state_code].name}", None),
            ):
                assert county_code_of(gazetteer, text, typed_state) == county.county_code, (text, typed_state)


@given(st.text(max_size=40), st.none() | st.sampled_from(sorted(STATES)))
def test_any_text_is_a_county_of_the_state_or_none(gazetteer, text, state_code):
    code = county_code_of(gazetteer, text, state_code)

    assert code is None or state_code in (None, gazetteer.county(code).state_code)
