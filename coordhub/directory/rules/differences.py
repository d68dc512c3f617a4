"""Decisions about differences: which words of a text went and which came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\w+|\W")
# Texts with less in common are told one after the other: mixed word by word nobody reads them.
ALIKE = 0.5


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed (`same`), went (`gone`) or came (`new`)."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Return the way from one text to the other, word by word; without the gone or the new pieces it is either text."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [Piece(kind, text) for kind, text in (("gone", before), ("new", after)) if text]
    found = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[i1:i2])))
            continue
        if i1 < i2:
            found.append(Piece("gone", "".join(old[i1:i2])))
        if j1 < j2:
            found.append(Piece("new", "".join(new[j1:j2])))
    return found
