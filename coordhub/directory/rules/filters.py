"""Decisions about filters: what fits, and how many entries each further choice would leave.

Choices within a group are alternatives, groups narrow each other. The count beside a choice is the number of entries
that fit all other groups, so that it says what ticking it gives.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from coordhub.directory import facets

STREAM, SEASON = "stream", "season"
IN_SEASON = "now"
GROUPS = (*facets.GROUPS, STREAM, SEASON)


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed by: the chosen values of each group; a group that is not named lets everything in."""

    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, group: str) -> frozenset[str]:
        """Return the chosen values of a group; empty when it does not narrow."""
        return self.chosen.get(group, frozenset())

    @property
    def any(self) -> bool:
        """Whether anything is chosen."""
        return any(self.chosen.values())


@dataclass(frozen=True)
class Alike:
    """Entries that are alike for every filter, and how many there are."""

    facets: str
    streams: frozenset[str]
    in_season: bool
    number: int


@dataclass(frozen=True)
class Counted:
    """How many entries fit, and how many each value of each group would leave."""

    total: int
    numbers: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def of(self, group: str, value: str) -> int:
        """Return the number beside a choice."""
        return self.numbers.get((group, value), 0)


def counted(groups_of_alike: Iterable[Alike], filters: Filters) -> Counted:
    """Return the counts of a search from its entries, before any filter."""
    total = 0
    numbers: Counter[tuple[str, str]] = Counter()
    narrowing = [(group, values) for group, values in filters.chosen.items() if values]
    for alike in groups_of_alike:
        pairs = _pairs(alike.facets, alike.streams, alike.in_season)
        failed = [group for group, wanted in narrowing if not any((group, one) in pairs for one in wanted)]
        if len(failed) > 1:
            continue
        total += 0 if failed else alike.number
        for pair in pairs:
            if not failed or pair[0] == failed[0]:
                numbers[pair] += alike.number
    return Counted(total, numbers)


@lru_cache(maxsize=20_000)
def _pairs(text: str, streams: frozenset[str], in_season: bool) -> frozenset[tuple[str, str]]:
    """Return every (group, value) of entries with these facets, of states in these streams."""
    found = {(group, value) for group, values in facets.values_in(text).items() for value in values}
    found |= {(STREAM, one) for one in streams}
    return frozenset(found | {(SEASON, IN_SEASON)} if in_season else found)
