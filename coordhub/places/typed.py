"""Taking a typed place apart: what is its state, its county word, its ZIP code, its street."""

import re
from dataclasses import dataclass

from coordhub.places.names import plain_words, shortened
from coordhub.places.points import Point
from coordhub.places.states import STATES, State, state_named

LONGEST_QUERY = 200  # characters; what comes after is not looked at
ZIP = re.compile(r"(?<![0-9.])([0-9]{5})(?:-?[0-9]{4})?(?![0-9])")
_COORDINATES = re.compile(
    r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)°?(?:\s*[,;]\s*|\s+)([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)°?"
)
# Words that a street has and a town seldom; "st" at the front is a saint (USPS Publication 28, appendix C, shortened).
_STREET_WORDS = {
    "st", "street", "ave", "avenue", "rd", "road", "dr", "drive", "ln", "lane", "blvd", "boulevard", "hwy",
    "highway", "way", "ct", "court", "pl", "cir", "circle", "rt", "rte", "route", "pkwy", "parkway", "trl",
    "trail", "ter", "terrace", "loop", "sq", "apt", "suite", "ste", "box", "calle", "avenida",
}  # fmt: skip
COUNTY_WORDS = {"county", "parish", "borough", "municipio", "municipality", "co", "census", "area", "island"}
TOWN_WORDS = {"city", "town", "village", "cdp", "township", "borough"}
_COUNTRY = {"usa", "us", "america"}
_COUNTRY_NAMES = ("united states of america", "united states")
# Abbreviations of before the two-letter codes that people still write (Associated Press stylebook).
_OLD_SHORT = {
    "ala": "AL", "ariz": "AZ", "ark": "AR", "calif": "CA", "cal": "CA", "colo": "CO", "conn": "CT", "del": "DE",
    "fla": "FL", "ill": "IL", "ind": "IN", "kan": "KS", "kans": "KS", "mass": "MA", "mich": "MI", "minn": "MN",
    "miss": "MS", "mont": "MT", "neb": "NE", "nebr": "NE", "nev": "NV", "okla": "OK", "ore": "OR", "oreg": "OR",
    "penn": "PA", "penna": "PA", "tenn": "TN", "tex": "TX", "wash": "WA", "wis": "WI", "wisc": "WI", "wyo": "WY",
}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """A typed place in parts: its folded words without the state, the state, and the words with a state written out.

    `whole` differs from `name` for "Port Washington", where the state's name may be part of the town's.
    """

    query: str
    words: tuple[str, ...]
    state: State | None
    whole: str

    @property
    def name(self) -> str:
        """The words without the state, folded."""
        return " ".join(self.words)

    @property
    def has_street(self) -> bool:
        """Whether this looks like an address: a house number, or a word that streets have."""
        return len(self.words) > 1 and (
            any(word.isdecimal() for word in self.words) or any(word in _STREET_WORDS for word in self.words[1:])
        )


def cleaned(text: str) -> str:
    """Return the part of `text` that is looked at: printable, single spaces."""
    return " ".join("".join(ch if ch.isprintable() else " " for ch in text.strip()[:LONGEST_QUERY]).split())


def read_typed(query: str) -> Typed:
    """Take a cleaned query apart; the state is the last words, or the first ones before a comma."""
    words = _without_country(plain_words(query))
    rest, state = _split_state(words)
    if state is None and "," in query:
        first, others = query.split(",", 1)
        if (leading := state_named(first)) and plain_words(others):
            rest, state = _without_country(plain_words(others)), leading
    return Typed(query, tuple(shortened(rest).split()), state, shortened(words))


def read_coordinates(query: str) -> Point | None:
    """Return the point when `query` is a latitude and a longitude; raises ValueError when they are none on earth."""
    match = _COORDINATES.fullmatch(query)
    if not match or not ("." in query or match[2].startswith("-")):
        return None
    return Point(float(match[1]), float(match[2]))


def county_readings(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Split "grand traverse county" and "condado de yakima" into name and kind, the longest name first.

    "Kodiak Island Borough" has two readings, and a name without a word for a county none.
    """
    if len(words) > 2 and words[0] in ("condado", "municipio", "county") and words[1] in ("de", "of"):
        return [(" ".join(words[2:]), "municipio" if words[0] == "municipio" else "county")]
    readings, end = [], len(words) - 1
    while end > 0 and words[end] in COUNTY_WORDS:
        name = words[: end - 2] if words[max(end - 2, 0) : end] == ("city", "and") else words[:end]
        readings.append((" ".join(name), "county" if words[end] == "co" else words[end]))
        end -= 1
    return [reading for reading in readings if reading[0]]


def _split_state(words: list[str]) -> tuple[list[str], State | None]:
    for length in (4, 3, 2, 1):
        if length <= len(words):
            tail = " ".join(words[-length:])
            state = state_named(tail) or STATES.get(_OLD_SHORT.get(tail, ""))
            # "Washington DC" is the District whole, whereas "Seattle Washington DC" is a muddle, read from its end.
            if state and not (length > 1 and words[-1] == "dc"):
                return words[:-length], state
    return words, None


def _without_country(words: list[str]) -> list[str]:
    for name in _COUNTRY_NAMES:
        count = len(name.split())
        if len(words) > count and " ".join(words[-count:]) == name:
            return words[:-count]
    return words[:-1] if len(words) > 1 and words[-1] in _COUNTRY else words
