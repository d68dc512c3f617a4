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
    by_group: Mapping[str, Mapping[str, int]]

    def of(self, group: str, value: str) -> int:
        """Return the number beside a choice."""
        return self.by_group.get(group, {}).get(value, 0)


def counted(groups_of_alike: Iterable[Alike], filters: Filters) -> Counted:
    """Return the counts of a search from its entries, before any filter."""
    total = 0
    by_group: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
    narrowing = [(group, values) for group, values in filters.chosen.items() if values]
    for alike in groups_of_alike:
        values = _values(alike)
        failed = [group for group, wanted in narrowing if not wanted & values.get(group, frozenset())]
        if len(failed) > 1:
            continue
        total += 0 if failed else alike.number
        for group in failed or GROUPS:
            for value in values.get(group, ()):
                by_group[group][value] += alike.number
    return Counted(total, by_group)


def _values(alike: Alike) -> Mapping[str, frozenset[str]]:
    season = frozenset({IN_SEASON}) if alike.in_season else frozenset[str]()
    return {**_read(alike.facets), STREAM: alike.streams, SEASON: season}


@lru_cache(maxsize=10_000)
def _read(text: str) -> Mapping[str, frozenset[str]]:
    return {group: frozenset(values) for group, values in facets.values_in(text).items()}
