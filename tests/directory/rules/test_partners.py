"""What is suggested as partner states, and which lists may be kept."""

import pytest

from coordhub.directory import queries
from coordhub.directory.rules.partners import PARTNERS_AT_MOST, moved_up, partner_problem, suggested

pytestmark = pytest.mark.usefixtures("starter")


def test_the_nearest_states_of_the_same_stream_are_suggested() -> None:
    programs = queries.state_programs()
    streams = {one.state_code: one.stream for one in programs}

    found = [one.state_code for one in suggested("MI", programs)]

    assert len(found) == PARTNERS_AT_MOST and "MI" not in found
    assert {streams[code] for code in found} == {streams["MI"]}
    assert all(one.takes_part for one in suggested("MI", programs))


def test_a_state_that_is_unknown_still_gets_five() -> None:
    assert [one.state_code for one in suggested("", queries.state_programs())][:2] == ["AL", "AK"]
    assert suggested("MI", []) == []


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["ND", "MI", "FL", "WA", "OH", "CA"], "Five states fit"),
        (["ND", "ND"], "on your page already"),
        (["TX"], "Your own state"),
        (["WY"], "takes part"),
        (["ND", "MI"], None),
        ([], None),
    ],
)
def test_lists_are_checked(codes: list[str], said: str | None) -> None:
    problem = partner_problem(codes, "TX", {"ND", "MI", "FL", "WA", "OH", "CA", "TX"})

    assert problem is None if said is None else problem is not None and said in problem


def test_moving_up_keeps_everybody() -> None:
    assert moved_up(["ND", "MI", "FL"], "FL") == ["ND", "FL", "MI"]
    assert moved_up(["ND", "MI"], "ND") == ["ND", "MI"]
    assert moved_up(["ND", "MI"], "QQ") == ["ND", "MI"]
