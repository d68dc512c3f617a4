"""Which counts of a national table may be shown. Counts under 10 are not (domain guide, section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordhub.directory.rules.figures import SMALL_NUMBER, may_print


@dataclass(frozen=True)
class Masked:
    """A table of counts and their total, as it may be shown: None where a count is kept back.

    `small` are the names kept back because they are under 10. What is kept back beside them would give them away.
    """

    total: int | None
    counts: Mapping[str, int | None]
    small: frozenset[str]
    total_is_small: bool = False


def masked(counts: Mapping[str, int]) -> Masked:
    """Return counts with every one under 10 kept back, and as many more as it takes that none can be worked out.

    Zero is shown. The smallest of the others are kept back first, the total last. A count is safe when at least two
    numbers fit it, for somebody who knows the rest of the table and in which order counts are kept back.
    """
    total = sum(counts.values())
    small = frozenset(name for name, number in counts.items() if not may_print(number))
    large = sorted(
        (name for name, number in counts.items() if number >= SMALL_NUMBER), key=lambda one: (counts[one], one)
    )
    for beside in range(len(large) + 1):
        hidden = small | set(large[:beside])
        least_shown = min((counts[name] for name in large[beside:]), default=total)
        if may_print(total) and _is_safe({name: counts[name] for name in hidden}, small, least_shown):
            return Masked(total, _without(counts, hidden), small)
    return Masked(None, _without(counts, small | set(large)), small, not may_print(total))


def _is_safe(hidden: Mapping[str, int], small: frozenset[str], least_shown: int) -> bool:
    """Say whether each hidden count may be at least two numbers: what the total leaves, and its own bounds, allow."""
    sum_ = sum(hidden.values())
    bounds = {name: (1, SMALL_NUMBER - 1) if name in small else (SMALL_NUMBER, least_shown) for name in hidden}
    lows, highs = sum(low for low, _ in bounds.values()), sum(high for _, high in bounds.values())
    return all(max(low, sum_ - (highs - high)) < min(high, sum_ - (lows - low)) for low, high in bounds.values())


def _without(counts: Mapping[str, int], hidden: frozenset[str] | set[str]) -> dict[str, int | None]:
    return {name: None if name in hidden else number for name, number in counts.items()}
