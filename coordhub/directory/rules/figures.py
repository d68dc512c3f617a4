"""Decisions about figures of children."""

from collections.abc import Sequence

SMALL_NUMBER = 10  # counts below this are not printed (domain guide, section 5)


def may_print(value: int) -> bool:
    """Say whether a count of children may be printed: not when it is so small that it points at somebody."""
    return value == 0 or value >= SMALL_NUMBER


def sum_may_be_printed(parts: Sequence[int | None]) -> bool:
    """Say whether a sum may stand beside its parts: not when it would give one hidden part away."""
    hidden = [part for part in parts if part is None or not may_print(part)]
    return not hidden
