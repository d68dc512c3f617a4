"""Words, folded so that what is typed and what is indexed meet on both databases.

The databases get words of a-z and 0-9 between single spaces and nothing else, so that neither needs `unaccent`, cuts
words its own way, or sees a sign of its query language.
"""

from coordhub.places.names import plain_words, shortened

BODY_LIMIT = 100_000  # characters indexed; the tsvector of PostgreSQL holds a megabyte (its manual, section 12.11)
TITLE_LIMIT = 500  # characters indexed
TEXT_LIMIT = 200  # characters looked at of what somebody searches for
WORDS_LIMIT = 20  # words looked at of what somebody searches for
_WORD_LIMIT = 64  # characters; longer ones are cut alike in document and search


def indexed_title(text: str) -> str:
    """Return the words of a title as the index keeps them."""
    return " ".join(words_of(text, longest=TITLE_LIMIT))[:TITLE_LIMIT].strip()


def indexed_body(text: str) -> str:
    """Return the words of a body as the index keeps them."""
    return " ".join(words_of(text, longest=BODY_LIMIT))


def typed_words(text: str) -> list[str]:
    """Return the words that somebody searches for, each once, in their order; empty when there is none."""
    return list(dict.fromkeys(words_of(text, longest=TEXT_LIMIT)))[:WORDS_LIMIT]


def words_of(text: str, *, longest: int) -> list[str]:
    """Return the words of the first `longest` characters of `text`, folded."""
    return [word[:_WORD_LIMIT] for word in shortened(plain_words(text, longest=longest)).split()]
