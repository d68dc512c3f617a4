"""Counts under 10 are kept back, and cannot be worked out of what is shown."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from coordhub.coordination.rules.masking import Masked, masked

NAMES = "abcdefghijklmno"


def table(*numbers):
    return dict(zip(NAMES, numbers, strict=False))


def test_counts_of_ten_and_more_and_zero_are_shown():
    assert masked(table(10, 0, 312)) == Masked(322, table(10, 0, 312), frozenset())


def test_one_small_count_takes_the_smallest_other_with_it():
    found = masked(table(3, 40, 25, 60))

    assert found.counts == table(None, 40, None, 60)
    assert (found.total, found.small) == (128, {"a"})


def test_several_small_counts_hide_each_other():
    assert masked(table(3, 5, 25, 60)) == Masked(93, table(None, None, 25, 60), frozenset("ab"))


def test_two_that_can_only_be_one_and_one_take_another_with_them():
    assert masked(table(1, 1, 25, 60)).counts == table(None, None, None, 60)


def test_a_total_under_ten_is_kept_back():
    found = masked(table(3, 5))

    assert (found.total, found.total_is_small) == (None, True)
    assert set(found.counts.values()) == {None}


def test_when_nothing_else_can_be_kept_back_the_total_is():
    # Twelve types with one request each: a total of twelve would say so.
    found = masked(table(*[1] * 12))

    assert (found.total, found.total_is_small) == (None, False)


def test_an_empty_table_has_a_total_of_zero():
    assert masked({}).total == 0


@given(st.lists(st.one_of(st.integers(0, 12), st.integers(0, 400)), max_size=15))
@settings(max_examples=500)
def test_no_count_under_ten_is_printed_and_the_rest_does_not_leave_a_single_one(numbers):
    found = masked(table(*numbers))

    hidden = [name for name, number in found.counts.items() if number is None]
    assert all(number == 0 or number >= 10 for number in found.counts.values() if number is not None)
    assert found.total is None or found.total == sum(numbers)
    if found.total is not None and hidden:
        left = found.total - sum(number for number in found.counts.values() if number is not None)
        assert len(hidden) >= 2
        assert left > len(hidden)  # or each would be 1


@given(st.lists(st.integers(0, 24), min_size=1, max_size=4))
@settings(max_examples=60)
def test_whoever_tries_every_number_finds_at_least_two_that_fit(numbers):
    """Every table that would print the same is a possible one; a kept back count must differ among them."""
    found = masked(table(*numbers))
    if found.total is None:
        return
    hidden = [name for name, number in found.counts.items() if number is None]
    left = found.total - sum(number for number in found.counts.values() if number is not None)
    ranges = [range(1, 10) if name in found.small else range(10, left + 1) for name in hidden]

    possible = [dict(zip(hidden, some, strict=True)) for some in product(*ranges) if sum(some) == left]

    for name in hidden:
        assert len({one[name] for one in possible}) > 1


def test_the_order_in_which_counts_are_kept_back_gives_none_away():
    # With one 45 kept back and the other shown, the first could be no more than 45, and the 9 no less than 9.
    assert masked(table(9, 45, 45, 60)).counts == table(None, None, None, 60)
