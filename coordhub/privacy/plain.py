"""Writing a text the plain way before it is looked through, so that disguises do not help."""

import re
import unicodedata

_INVISIBLE = frozenset({"Cf", "Me", "Mn", "Cn", "Co", "Cs"})
_SPACES = re.compile(r"[^\S\n]+")
_APOSTROPHES = dict.fromkeys(map(ord, "‘’ʼʻ`´′"), "'")
_BULLETS = dict.fromkeys(map(ord, "•·"), ".")


def plain(text: str) -> str:
    """Return `text` without accents and invisible characters; digits, dashes and spaces as on a keyboard."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).translate(_BULLETS))
        text = "".join(map(_plain_character, text))
    return _SPACES.sub(" ", text.replace("\r", "\n").replace("\0", " "))


def _plain_character(one: str) -> str:
    if one.isascii():
        return one
    category = unicodedata.category(one)
    if category in _INVISIBLE:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(one))
    if category == "Pd" or one == "−":
        return "-"
    return " " if category.startswith("Z") else one
