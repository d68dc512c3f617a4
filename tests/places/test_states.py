from zoneinfo import ZoneInfo

import pytest

from coordhub.places.states import STATES, state_named


def test_there_are_fifty_states_the_district_puerto_rico_and_four_island_areas():
    assert len(STATES) == 56
    assert {"DC", "PR", "AS", "GU", "MP", "VI"} <= set(STATES)


def test_every_state_has_its_own_fips_code_and_name_and_a_zone_that_exists():
    assert len({state.fips for state in STATES.values()}) == len({state.name for state in STATES.values()}) == 56
    for code, state in STATES.items():
        assert state.code == code
        assert len(state.fips) == 2 and state.fips.isdecimal()
        assert ZoneInfo(state.timezone)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Michigan", "MI"),
        ("MI", "MI"),
        ("mi", "MI"),
        ("  new   york ", "NY"),
        ("WEST VIRGINIA", "WV"),
        ("Hawai‘i", "HI"),
        ("D.C.", "DC"),
        ("U.S. Virgin Islands", "VI"),
        ("Virgin Islands", "VI"),
    ],
)
def test_a_state_is_known_by_name_or_code_however_it_is_written(text, code):
    assert state_named(text) is STATES[code]


@pytest.mark.parametrize("text", ["", "ZZ", "Ontario", "Michigan City", "?"])
def test_what_is_no_state_is_none(text):
    assert state_named(text) is None
