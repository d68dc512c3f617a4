"""The drawings of the country and of one state."""

from coordhub.places.borders import borders_of
from coordhub.places.drawing import overview, state_drawing
from coordhub.places.states import STATES


def test_the_country_has_every_state_and_territory_once_and_within_its_frame():
    drawn = overview()

    assert sorted(one.state_code for one in drawn.shapes) == sorted(STATES)
    assert all(one.path.startswith("M") for one in drawn.shapes)
    assert all(0 <= one.label_x <= drawn.width and 0 <= one.label_y <= drawn.height for one in drawn.shapes)


def test_every_state_and_territory_has_its_own_drawing_with_all_its_counties():
    for code in STATES:
        drawn = state_drawing(code)

        assert drawn.outline and drawn.width > 0 and drawn.height > 0, code
        assert drawn.counties and all(one.path and one.name for one in drawn.counties), code


def test_a_county_that_somebody_covers_is_marked_and_a_pin_elsewhere_is_left_out():
    pins = [(44.76, -85.62, "office", "in Traverse City"), (26.42, -81.42, "office", "in Florida")]

    drawn = state_drawing("MI", {"26055"}, pins)

    assert [one.name for one in drawn.counties if one.is_covered] == ["Grand Traverse"]
    assert [one.name for one in drawn.pins] == ["in Traverse City"]


def test_the_rings_of_counties_close_and_belong_to_their_state():
    borders = borders_of("MI")

    for code in ("MI", *borders.names):
        assert borders.rings(code) and all(ring[0] == ring[-1] for ring in borders.rings(code)), code
    assert all(code.startswith("26") for code in borders.names)
    assert borders.rings("48001") == []
