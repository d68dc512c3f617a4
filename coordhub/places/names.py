"""Names of places, folded so that what people type and what maps print meet."""

import re
import unicodedata

_SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt", "mtn": "mountain"}
_LONGEST = 200  # characters looked at; no place is called longer


def folded(text: str) -> str:
    """Return `text` in lower case, without accents and punctuation, with St, Ft and Mt written short."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", " ", plain.lower().replace("'", "")).split()
    return " ".join(_SHORT.get(word, word) for word in words)
