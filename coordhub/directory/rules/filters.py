"""Decisions about filters: what fits, and how many entries each further choice would leave.

Choices within a group are alternatives, groups narrow each other. The count beside a choice is the number of entries
that fit all other groups, so that it says what ticking it gives.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

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


class Alike(NamedTuple):
    """Entries that are alike for every filter, and how many there are; `apart` of them stand outside the list."""

    facets: str
    streams: frozenset[str]
    in_season: bool
    number: int
    apart: int = 0


@dataclass(frozen=True)
class Counted:
    """How many entries the list has, and how many each value of each group would leave, by “group:value”."""

    total: int
    numbers: Mapping[str, int] = field(default_factory=dict)

    def of(self, group: str, value: str) -> int:
        """Return the number beside a choice."""
        return self.numbers.get(f"{group}:{value}", 0)


def counted(groups_of_alike: Iterable[Alike], filters: Filters) -> Counted:
    """Return the counts of a search from its entries, before any filter.

    What stands apart, the entry to ask first, is not in the total but in the numbers, since a reader sees it too.
    """
    total = 0
    numbers: dict[str, int] = defaultdict(int)
    narrowing = {
        group: frozenset(f"{group}:{one}" for one in values) for group, values in filters.chosen.items() if values
    }
    for text, streams, in_season, number, apart in groups_of_alike:
        tokens = _tokens(text, streams, in_season)
        failed = [group for group, wanted in narrowing.items() if wanted.isdisjoint(tokens)]
        if len(failed) > 1:
            continue
        if not failed:
            total += number - apart
        for token in _of_group(failed[0], tokens) if failed else tokens:
            numbers[token] += number
    return Counted(total, numbers)


def _of_group(group: str, tokens: tuple[str, ...]) -> list[str]:
    return [token for token in tokens if token.startswith(f"{group}:")]


@lru_cache(maxsize=20_000)
def _tokens(text: str, streams: frozenset[str], in_season: bool) -> tuple[str, ...]:
    """Return what entries can be narrowed by: their facets, their state's streams, the season."""
    season = (f"{SEASON}:{IN_SEASON}",) if in_season else ()
    return (*text.split(), *(f"{STREAM}:{one}" for one in streams), *season)
