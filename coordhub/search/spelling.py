"""Help with slips of the pen."""

from collections.abc import Collection
from functools import partial

from rapidfuzz import process as fuzzy
from rapidfuzz.distance import OSA
from sqlalchemy import func, select

from coordhub.db import db
from coordhub.places.similar import slips
from coordhub.search.models import Audience, SearchWord
from coordhub.search.queries import matches
from coordhub.search.words import TEXT_LIMIT, WORDS_LIMIT, words_of

_SHORTEST = 3  # letters; anything resembles a shorter word
_LOOKED_AT = 40  # nearest spellings
_TRIED = 5  # nearest words; those after them resemble the typed one too little


def spelled_alike(
    text: str, *, kind: str, audience: Audience, state_codes: Collection[str] | None = None
) -> str | None:
    """Return `text` with each word that finds nothing replaced by the nearest word of a title, else None.

    Ask when `text` found nothing. What comes back finds something for this reader, and is as typed otherwise; a word
    that stands only in documents which the reader may not see is never offered. Numbers are not replaced.
    """
    finds = partial(_finds, kind=kind, audience=audience, state_codes=state_codes)
    pieces = [(piece, words_of(piece, longest=TEXT_LIMIT)) for piece in text[:TEXT_LIMIT].split()]
    words = list(dict.fromkeys(word for _, inside in pieces for word in inside))[:WORDS_LIMIT]
    known = [word for word in words if finds(word)]
    unknown = [word for word in words if word not in known]
    if not unknown or not all(len(word) >= _SHORTEST and word.isalpha() for word in unknown):
        return None
    instead: dict[str, str] = {}
    title_words = _title_words(kind, unknown)
    for word in unknown:
        near = next((near for near in _nearest(word, title_words) if finds(" ".join([*known, near]))), None)
        if near is None:
            return None
        instead[word] = near
        known.append(near)
    better = " ".join(_replaced(piece, inside, instead) for piece, inside in pieces)
    return better if finds(better) else None


def _finds(text: str, *, kind: str, audience: Audience, state_codes: Collection[str] | None) -> bool:
    found = matches(text, kind=kind, audience=audience, state_codes=state_codes)
    return found is not None and db.session.scalar(found.limit(1)) is not None


def _title_words(kind: str, unknown: list[str]) -> set[str]:
    """Return the words of titles that are about as long as one of `unknown`."""
    shortest = min(len(word) - slips(word) for word in unknown)
    longest = max(len(word) + slips(word) for word in unknown)
    # One long text is read many times quicker than as many rows.
    together = select(func.aggregate_strings(SearchWord.word, " ")).where(
        SearchWord.kind == kind, func.length(SearchWord.word).between(shortest, longest)
    )
    return set((db.session.scalar(together) or "").split())


def _nearest(word: str, title_words: set[str]) -> list[str]:
    hits = fuzzy.extract(word, title_words, scorer=OSA.distance, score_cutoff=slips(word), limit=_LOOKED_AT)
    # The first letter is seldom the wrong one; the alphabet settles the rest, so that both databases offer the same.
    nearest = sorted((distance, near[0] != word[0], near) for near, distance, _ in hits)
    return [near for _, _, near in nearest[:_TRIED]]


def _replaced(piece: str, words: list[str], instead: dict[str, str]) -> str:
    if not any(word in instead for word in words):
        return piece
    return " ".join(instead.get(word, word) for word in words)
