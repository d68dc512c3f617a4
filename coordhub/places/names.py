"""Names of places, folded so that what people type and what maps print meet."""

import re
import unicodedata

_SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt", "mtn": "mountain"}
_LONGEST = 200  # characters looked at; no place is called longer
_APOSTROPHES = re.compile(r"['’‘`ʻ]")
_DASHES = re.compile(r"[\u2010-\u2015/]")
_INITIALS = re.compile(r"\b([a-z])\.\s?(?=[a-z]\b)")


def folded(text: str) -> str:
    """Return `text` in lower case, without accents and punctuation, with St, Ft and Mt written short."""
    return shortened(plain_words(text))


def plain_words(text: str, *, longest: int = _LONGEST) -> list[str]:
    """Return the words of `text` in lower case, without accents and punctuation; "D.C." is one word.

    Only the first `longest` characters are looked at.
    """
    spaced = _DASHES.sub(" ", _APOSTROPHES.sub("", text[:longest]))
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", _INITIALS.sub(r"\1", plain))


def shortened(words: list[str]) -> str:
    """Return `words` as one name, with St, Ft and Mt written short."""
    return " ".join(_SHORT.get(word, word) for word in words)
