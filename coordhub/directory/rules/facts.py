"""Decisions about dated facts of a state."""

import re
from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

from coordhub.directory.kinds import FactKind, Participation, Stream
from coordhub.directory.rules.ages import first_day

_SCHOOL_YEAR = re.compile(r"(\d{4})-(\d{2})")


class Dated(Protocol):
    """A fact as these rules look at it."""

    kind: FactKind
    value: str
    as_of: str


Fact = TypeVar("Fact", bound=Dated)


def values_of(kind: FactKind) -> Collection[str]:
    """Return what a fact of this kind can say."""
    return [one.value for one in (Stream if kind == FactKind.STREAM else Participation)]


def fact_problem(kind: FactKind, value: str, as_of: str, source: str) -> str | None:
    """Return what is wrong with a fact, as a sentence; None when it may be recorded."""
    if value not in values_of(kind):
        return f"Write one of: {', '.join(values_of(kind))}."
    if first_day(as_of) is None and not _is_school_year(as_of):
        return "Write as of when: a year, a month, a day or a school year, such as 2026, 2026-03, 2026-03-15, 2025-26."
    return None if source.strip() else "Name the source: an address, or who said it."


def newest(facts: Iterable[Fact], kind: FactKind) -> list[Fact]:
    """Return the facts of a kind with the latest date, by value; two streams of one date stand side by side."""
    of_kind = [one for one in facts if one.kind == kind]
    latest = max((one.as_of for one in of_kind), default="")
    return sorted((one for one in of_kind if one.as_of == latest), key=lambda one: one.value)


def _is_school_year(text: str) -> bool:
    found = _SCHOOL_YEAR.fullmatch(text)
    return found is not None and (int(found[1]) + 1) % 100 == int(found[2])
