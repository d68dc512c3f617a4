"""What is found by words.

The order is our own and the same on both databases, whose built-in ranks differ: every word must be in the document, so
that where it stands says more than how rare it is. For each word, a whole word of the title counts most, then the
beginning of one, then a whole word of the body; words that follow each other in the title as they were typed count a
little more, and of two alike the shorter title is the closer one.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from coordhub.db import db
from coordhub.search.index import holds
from coordhub.search.models import Audience, SearchDocument
from coordhub.search.words import TITLE_LIMIT, typed_words

HITS_SHOWN = 25
_BEGINNING = 3  # letters from which a word in the middle of a search is taken as the beginning of one
_WHOLE_IN_TITLE, _BEGINS_IN_TITLE, _WHOLE_IN_BODY, _IN_ORDER = 4, 3, 1, 1  # points of a word


@dataclass(frozen=True)
class Hit:
    """A document that was found; a higher rank is a better one."""

    kind: str
    key: str
    object_id: int
    state_code: str | None
    rank: int


def matches(
    text: str,
    *,
    kind: str,
    audience: Audience,
    state_codes: Collection[str] | None = None,
    at_most: int | None = None,
) -> Select[int, int] | None:
    """Return a SELECT of (object_id, rank) over the documents of `kind` that hold every word of `text`.

    It is meant as a subquery to join with: each object once, a higher rank is a better match. Only what a reader of
    `audience` may see is in it, and with `state_codes` only documents of those states. The last word, and any of three
    letters or more, may be the beginning of a word. `at_most` bounds the work for words that stand nearly everywhere:
    only that many documents, whichever come first, are ranked. None when the text holds no word at all.
    """
    words = typed_words(text)
    if not words:
        return None
    beginnings = {word for word in words if len(word) >= _BEGINNING} | {words[-1]}
    holding = [holds(words, beginnings=beginnings, kind=kind), SearchDocument.audience.in_(audience.sees)]
    if state_codes is not None:
        holding.append(SearchDocument.state_code.in_(state_codes))
    found = select(SearchDocument.object_id, _rank(words).label("rank"))
    if at_most is None:
        return found.where(*holding)
    return found.where(SearchDocument.id.in_(select(SearchDocument.id).where(*holding).limit(at_most)))


def find(
    text: str,
    *,
    kind: str,
    audience: Audience,
    state_codes: Collection[str] | None = None,
    limit: int = HITS_SHOWN,
    offset: int = 0,
) -> list[Hit]:
    """Return the documents that `matches` selects, best first; nothing when the text holds no word."""
    found = matches(text, kind=kind, audience=audience, state_codes=state_codes)
    if found is None:
        return []
    rank = found.selected_columns.rank
    hits = found.with_only_columns(
        SearchDocument.kind, SearchDocument.key, SearchDocument.object_id, SearchDocument.state_code, rank
    )
    rows = db.session.execute(hits.order_by(rank.desc(), SearchDocument.id).limit(limit).offset(offset))
    return [Hit(*row) for row in rows]


def _rank(words: list[str]) -> ColumnElement[int]:
    title = literal(" ") + SearchDocument.title + literal(" ")
    body = literal(" ") + SearchDocument.body + literal(" ")
    points: ColumnElement[int] = case((title.contains(f" {' '.join(words)}"), _IN_ORDER), else_=0)
    for word in words:
        points += case(
            (title.contains(f" {word} "), _WHOLE_IN_TITLE),
            (title.contains(f" {word}"), _BEGINS_IN_TITLE),
            (body.contains(f" {word} "), _WHOLE_IN_BODY),
            else_=0,
        )
    return points * (TITLE_LIMIT + 1) - func.length(SearchDocument.title)
