"""Understanding the one box: a place, a role near a place, or words to look for in names and descriptions.

Order: a place that is in the gazetteer; a role, task or language with a place or state; words that some entry holds;
what the gazetteer offers for a misspelt place. A typed state is a hard constraint in every reading.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from coordhub.directory.rules.filters import Filters
from coordhub.directory.vocabulary import taken_apart
from coordhub.places.gazetteer import Gazetteer
from coordhub.places.locate import Located, locate
from coordhub.places.names import folded
from coordhub.places.place import Place
from coordhub.places.typed import cleaned, read_typed

PLACE, NAME = "place", "name"  # readings that somebody can insist on


@dataclass(frozen=True)
class Asked:
    """What a typed text means: a place, filters that it names, words to look for in a state or everywhere.

    `place` None and no `text` is a question to ask back, or a search by filters alone. `state_code` stands for the
    typed state where the words are not a place. `named` counts the entries that carry the words as well.
    """

    query: str
    located: Located
    place: Place | None = None
    text: str = ""
    state_code: str | None = None
    filters: Filters = field(default_factory=Filters)
    named: int = 0

    @property
    def is_by_words(self) -> bool:
        """Whether names and descriptions are searched."""
        return bool(self.text)

    @property
    def is_clear(self) -> bool:
        """Whether there is something to look for, and nothing to ask back."""
        return self.place is not None or bool(self.text) or self.state_code is not None or self.filters.any


def understand(gazetteer: Gazetteer, typed: str, *, reading: str, named: Callable[[str, str | None], int]) -> Asked:
    """Return what `typed` means; `reading` PLACE or NAME insists on one way, anything else leaves it open.

    `named` counts the entries that hold some words, of a state unless that is None.
    """
    located = locate(gazetteer, typed)
    query = located.query
    words, state = _without_state(query)
    if reading == NAME:
        return Asked(query, located, text=" ".join(words), state_code=state)
    if _is_whole(located, words) or reading == PLACE or not folded(query):
        return _a_place(located, query, words, state, named)
    by_role = _by_role(gazetteer, located, query, named)
    if located.place is not None and (by_role is None or by_role.place is None):
        return _a_place(located, query, words, state, named)
    if by_role is not None:
        return by_role
    if _is_namesake(located, words):
        return Asked(query, located, named=named(" ".join(words), state))
    if words and named(" ".join(words), state):
        return Asked(query, located, text=" ".join(words), state_code=state)
    return Asked(query, located)


def _a_place(
    located: Located, query: str, words: tuple[str, ...], state: str | None, named: Callable[[str, str | None], int]
) -> Asked:
    namesakes = named(" ".join(words), state) if words and located.kind == "place" else 0
    return Asked(query, located, place=located.place, named=namesakes)


def _by_role(
    gazetteer: Gazetteer, located: Located, query: str, named: Callable[[str, str | None], int]
) -> Asked | None:
    """Read “records clerk Texas” and “recruiter near Yakima”; None when no role, task or language is named."""
    words = tuple(folded(query).split())
    chosen, left = taken_apart(words)
    if not chosen:
        return None
    filters = Filters(chosen)
    if not left:
        return Asked(query, located, filters=filters)
    where = locate(gazetteer, _as_typed(query, left))
    if where.place is not None:
        return Asked(query, replace(where, query=query), place=where.place, filters=filters)
    rest, state = _without_state(" ".join(left))
    if rest and named(" ".join(rest), state):
        return Asked(query, located, text=" ".join(rest), state_code=state, filters=filters)
    if where.alternatives:
        return Asked(query, replace(where, query=query), filters=filters)
    return None


def _as_typed(query: str, left: tuple[str, ...]) -> str:
    """Return the words of `query` that are left, with the commas that tell a town from its state."""
    kept, rest = [], list(left)
    for word in query.split():
        parts = folded(word).split()
        if parts and rest[: len(parts)] == parts:
            kept.append(word)
            rest = rest[len(parts) :]
    return " ".join(kept) if not rest else " ".join(left)


def _without_state(query: str) -> tuple[tuple[str, ...], str | None]:
    typed = read_typed(cleaned(query))
    return typed.words, typed.state.code if typed.state else None


def _is_whole(located: Located, words: tuple[str, ...]) -> bool:
    """Say whether a place explains every typed word, so that none can be a role: Pass Christian is a town."""
    return located.place is not None and set(words) <= set(folded(located.place.label).split())


def _is_namesake(located: Located, words: tuple[str, ...]) -> bool:
    """Say whether several places bear exactly the typed name, so that the page asks which one."""
    name = " ".join(words)
    return any(folded(one.label.split(",")[0]) == name for one in located.alternatives)
