"""Which counts of children may be printed."""

from coordhub.directory.rules.figures import may_print, sum_may_be_printed


def test_small_counts_are_not_printed_and_sums_do_not_give_them_away() -> None:
    assert [may_print(value) for value in (0, 1, 9, 10)] == [True, False, False, True]
    assert sum_may_be_printed([12, 30])
    assert not sum_may_be_printed([12, 3])
    assert not sum_may_be_printed([12, None])
