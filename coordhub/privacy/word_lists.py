"""The lists behind the names: first names, surnames, places, ordinary words. Read once, when first asked."""

import gzip
import re
from functools import cache
from pathlib import Path

_LISTS = Path(__file__).parent / "lists"
_PLACE_WORDS = re.compile(r"[A-Za-z][\w'.-]*(?: [A-Z][\w'.-]*){0,2}")


def is_first(word: str) -> bool:
    """Tell whether `word`, lower case and plainly written, is a given name."""
    return word in _list("first_names") or word in _list("more_first_names")


def is_last(word: str) -> bool:
    """Tell whether `word`, or a part of it between hyphens, is a surname."""
    return any(part in _list("last_names") or part in _list("spanish_surnames") for part in word.split("-"))


def is_ordinary(word: str) -> bool:
    """Tell whether `word` stands in a dictionary of English, or is one of the Spanish words often written here."""
    return word in _list("words") or word in _list("more_words")


def is_state(word: str) -> bool:
    """Tell whether `word` is the name of a state, or the telling part of it."""
    return word in _list("states")


def spanish_surnames() -> frozenset[str]:
    """Return the surnames that are a family's even in lower case."""
    return _list("spanish_surnames")


def is_place(words: str) -> bool:
    """Tell whether `words` name a state, county or town of the United States."""
    return words in _list("states") or words in _list("counties") or words in _list("towns")


def place_at(text: str, start: int, *, counties_only: bool) -> bool:
    """Tell whether a county (or a town, but no state) is named in `text` from `start` on."""
    match = _PLACE_WORDS.match(text, start)
    if match is None:
        return False
    words = match[0].lower().split(" ")
    names = [" ".join(words[:count]).strip(".'") for count in range(len(words), 0, -1)]
    known = _list("counties") if counties_only else _list("counties") | _list("towns")
    return any(name in known and name not in _list("states") for name in names)


@cache
def _list(name: str) -> frozenset[str]:
    packed = _LISTS / f"{name}.txt.gz"
    if packed.exists():
        return frozenset(gzip.decompress(packed.read_bytes()).decode().splitlines())
    return frozenset((_LISTS / f"{name}.txt").read_text(encoding="utf-8").split())
