"""Decisions about lists that come in: who may bring one, what becomes of each row, what needs a tick."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz, process

from coordhub.accounts.models import Role, User
from coordhub.directory.kinds import EntryKind
from coordhub.places.states import STATES

NAME_ALIKE = 90  # of 100; below that, offices of neighboring towns begin to look alike

# Each takes some milliseconds, and on SQLite nobody else can write in the meantime.
TAKEN_BY_PAGE = 2_000


class Outcome(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    UPDATE = "update"
    SAME = "same"
    CONFLICT = "conflict"
    DUPLICATE = "duplicate"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The outcome in a word or two."""
        return _LABELS[self]


_LABELS = {
    Outcome.CREATE: "New",
    Outcome.UPDATE: "Changed",
    Outcome.SAME: "As before",
    Outcome.CONFLICT: "A person changed it",
    Outcome.DUPLICATE: "May be there already",
    Outcome.REFUSED: "Cannot be taken",
}


class Doubt(StrEnum):
    """What somebody must tick before a row is taken."""

    CONFLICT = "conflict"
    DUPLICATE = "duplicate"
    POINT = "point"
    TEXT = "text"


@dataclass(frozen=True)
class Alike:
    """An entry that a row may be about."""

    key: str
    name: str
    why: str


@dataclass
class RowPlan:
    """What would become of one row: reasons are sentences, `diff` is old and new text by field."""

    line: int
    outcome: Outcome = Outcome.SAME
    key: str = ""
    kind: EntryKind | None = None
    name: str = ""
    reasons: list[str] = field(default_factory=list)
    diff: dict[str, list[str]] = field(default_factory=dict)
    doubts: set[Doubt] = field(default_factory=set)
    alike: list[Alike] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether the row cannot be taken at all."""
        return self.outcome == Outcome.REFUSED

    def refuse(self, sentence: str) -> None:
        """Say why the row cannot be taken."""
        self.outcome, self.doubts = Outcome.REFUSED, set()
        self.reasons.append(sentence)

    def is_taken(self, *, ticked: bool, accepted: Collection[Doubt] = ()) -> bool:
        """Say whether the row is applied: it changes something, and every doubt was ticked or accepted."""
        if self.outcome in (Outcome.CREATE, Outcome.UPDATE) and not self.doubts:
            return True
        return bool(self.doubts) and (ticked or self.doubts <= set(accepted))


def may_import(user: User | None) -> bool:
    """Say whether `user` brings lists: directors for their state, the hub's administrators for all."""
    return user is not None and user.is_approved and (user.is_administrator or user.role == Role.DIRECTOR)


def state_problem(user: User | None, state_code: str | None) -> str | None:
    """Return why `user` may not bring a row of this state, as a sentence; None when all is well.

    Without a `user` it is the hub's own command, which may bring any.
    """
    if user is None or user.is_administrator or (state_code and state_code == user.state_code):
        return None
    own = STATES[user.state_code].in_sentence if user.state_code else "no state"
    there = STATES[state_code].in_sentence if state_code and state_code in STATES else "no state"
    return f"This row is of {there}, and you keep the entries of {own} only."


def kind_of_row(cells: Mapping[str, str]) -> str:
    """Return the kind of a row by what only that kind has filled; empty when nothing, or several, tell."""
    told = {"role": EntryKind.CONTACT, "office_kind": EntryKind.OFFICE, "site_kind": EntryKind.SITE}
    kinds = {kind.value for name, kind in told.items() if cells.get(name, "").strip()}
    return kinds.pop() if len(kinds) == 1 else ""


def names_alike(name: str, others: Sequence[str]) -> list[int]:
    """Return where in `others` nearly the same name stands, nearest first; all are folded.

    Region 1 and Region 2 are not alike, however few letters differ.
    """
    numbers = re.findall(r"\d+", name)
    found = process.extract(name, others, scorer=fuzz.ratio, score_cutoff=NAME_ALIKE, limit=3)
    return [at for other, _, at in found if re.findall(r"\d+", other) == numbers]
