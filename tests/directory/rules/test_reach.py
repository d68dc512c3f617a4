"""How far to look around a place."""

from coordhub.directory.rules.reach import RADII_MILES, radius_to_show


def totals(*numbers: int) -> dict[int, int]:
    return dict(zip(RADII_MILES, numbers, strict=True))


def test_without_a_wish_the_first_circle_with_three_entries_is_shown() -> None:
    assert radius_to_show(totals(0, 1, 2, 3, 9), asked_miles=None) == 100


def test_without_three_in_any_circle_none_is_shown() -> None:
    assert radius_to_show(totals(0, 0, 0, 1, 2), asked_miles=None) is None


def test_a_circle_somebody_chose_is_kept_while_it_holds_one_entry() -> None:
    assert radius_to_show(totals(1, 1, 2, 3, 9), asked_miles=10) == 10
    assert radius_to_show(totals(0, 1, 2, 3, 9), asked_miles=25) == 25
    assert radius_to_show(totals(0, 1, 2, 3, 9), asked_miles=100) == 100


def test_an_empty_circle_is_widened_to_the_first_that_holds_one() -> None:
    assert radius_to_show(totals(0, 0, 0, 1, 9), asked_miles=10) == 100


def test_empty_circles_have_no_radius() -> None:
    assert radius_to_show(totals(0, 0, 0, 0, 0), asked_miles=None) is None
    assert radius_to_show(totals(0, 0, 0, 0, 0), asked_miles=50) is None
