"""Words by which people ask for somebody: roles, tasks, kinds of entry, languages; and the languages' names.

“records clerk Texas” or “Spanish speaking recruiter near Yakima” narrow the search, and are not looked for as names.
"""

from collections.abc import Mapping, Sequence

from coordhub.accounts.models import Specialty
from coordhub.directory import facets
from coordhub.directory.kinds import ContactRole, EntryKind
from coordhub.places.names import folded

# Languages of migratory families and of the staff who serve them, by ISO 639-3 code (SIL registry). Others may be
# stored; their code is shown.
LANGUAGES: Mapping[str, str] = {
    "eng": "English",
    "spa": "Spanish",
    "hat": "Haitian Creole",
    "mam": "Mam",
    "quc": "K’iche’",
    "kek": "Q’eqchi’",
    "kjb": "Q’anjob’al",
    "acr": "Achi",
    "ixl": "Ixil",
    "mix": "Mixteco",
    "zap": "Zapoteco",
    "trc": "Triqui",
    "pur": "Purépecha",
    "nah": "Nahuatl",
    "yua": "Yucatec Maya",
    "tzo": "Tzotzil",
    "hmn": "Hmong",
    "vie": "Vietnamese",
    "kar": "Karen",
    "mya": "Burmese",
    "som": "Somali",
    "ara": "Arabic",
    "por": "Portuguese",
    "rus": "Russian",
    "ukr": "Ukrainian",
    "esu": "Yup’ik",
    "chk": "Chuukese",
    "mah": "Marshallese",
}

_PHRASES: Mapping[tuple[str, str], Sequence[str]] = {
    (facets.ROLE, ContactRole.DIRECTOR): ("state director", "director", "directors"),
    (facets.ROLE, ContactRole.RECRUITER): ("recruiter", "recruiters", "reclutador", "reclutadora"),
    (facets.ROLE, ContactRole.INTERSTATE): ("interstate coordinator", "interstate"),
    (facets.SPECIALTY, Specialty.RECRUITMENT): (
        "id r coordinator", "id r", "idr", "identification and recruitment", "recruitment",
    ),
    (facets.SPECIALTY, Specialty.RECORDS): (
        "msix data administrator", "records clerk", "records coordinator", "data specialist", "msix", "records",
    ),
    (facets.SPECIALTY, Specialty.CREDIT): ("secondary credit", "credit coordinator", "credits", "credit"),
    (facets.SPECIALTY, Specialty.PASS): ("pass coordinator",),
    (facets.SPECIALTY, Specialty.TESTING): ("out of state testing", "testing", "staar"),
    (facets.SPECIALTY, Specialty.SUMMER): ("summer programs", "summer program", "summer school"),
    (facets.SPECIALTY, Specialty.YOUTH): ("out of school youth", "osy", "youth"),
    (facets.SPECIALTY, Specialty.HEALTH): ("health coordinator", "nurse", "health"),
    (facets.SPECIALTY, Specialty.PARENTS): ("parent coordinator", "parent liaison", "parents", "pac"),
    (facets.KIND, EntryKind.SITE): ("pass sites", "pass site", "pass program", "pass"),
    (facets.KIND, EntryKind.OFFICE): ("offices", "office", "oficina", "oficinas"),
    (facets.KIND, EntryKind.CONTACT): ("people", "staff", "contacts", "contact"),
}  # fmt: skip
_LINKING = frozenset(
    {"near", "in", "for", "of", "the", "a", "an", "at", "around", "who", "is", "speaking", "speaks", "speaker", "that"}
    | {"and", "from", "to", "with", "on", "staff", "member", "my"}
)


def language_name(code: str) -> str:
    """Return a language's name by its ISO 639-3 code; an unknown code itself."""
    return LANGUAGES.get(code, code)


def taken_apart(words: Sequence[str]) -> tuple[Mapping[str, frozenset[str]], tuple[str, ...]]:
    """Return what folded `words` narrow a search by, values by group, and the words that are left.

    The longest phrase counts. Linking words are dropped only beside a phrase, since towns carry them too.
    """
    chosen: dict[str, set[str]] = {}
    left: list[str] = []
    at = 0
    while at < len(words):
        length, facet = _phrase_at(words, at)
        if facet is None:
            left.append(words[at])
        else:
            chosen.setdefault(facet[0], set()).add(facet[1])
        at += length
    if chosen:
        left = [one for one in left if one not in _LINKING]
    return {group: frozenset(values) for group, values in chosen.items()}, tuple(left)


def _phrase_at(words: Sequence[str], at: int) -> tuple[int, tuple[str, str] | None]:
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        facet = _BY_WORDS.get(" ".join(words[at : at + length]))
        if facet is not None:
            return length, facet
    return 1, None


def _by_words() -> dict[str, tuple[str, str]]:
    found = {phrase: facet for facet, phrases in _PHRASES.items() for phrase in phrases}
    return found | {folded(name): (facets.LANGUAGE, code) for code, name in LANGUAGES.items()}


_BY_WORDS = _by_words()
_LONGEST = max(len(phrase.split()) for phrase in _BY_WORDS)
