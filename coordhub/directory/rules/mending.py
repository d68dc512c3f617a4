"""Decisions about how people write the cells of their lists: what is plainly meant becomes what a field reads."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from coordhub.accounts.models import Specialty
from coordhub.directory.fields.cells import WrongCell, several
from coordhub.directory.kinds import (
    ContactRole,
    DateBasis,
    EntryKind,
    OfficeKind,
    SiteKind,
    SiteStatus,
    VerifiedHow,
    Visibility,
)
from coordhub.directory.vocabulary import LANGUAGES
from coordhub.places.names import folded
from coordhub.places.states import state_named

CountyCode = Callable[[str, str | None], str | None]
_AMERICAN_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_YES, _NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"no", "n", "false", "0"})


def mended(name: str, text: str) -> str:
    """Return what a field reads for the text of a cell: “Recruiter” is recruiter, “Michigan” is MI, 6/16/2026 a day.

    What means nothing here comes back as it is, so that the field says what is wrong with it.
    """
    mend = _MENDS.get(name)
    return mend(text) if mend else text


def county_codes(text: str, state_code: str | None, county_code: CountyCode) -> str:
    """Return the FIPS codes of counties written as codes or names, divided by semicolons or commas.

    Raises WrongCell for a name that no county, or more than one, has.
    """
    parts = several(text)
    if len(parts) == 1 and county_code(parts[0], state_code) is None:
        # “Leelanau, Grand Traverse” are two, “Leelanau County, MI” was one.
        parts = [part.strip() for part in text.split(",") if part.strip()]
    found = []
    for part in parts:
        code = county_code(part.zfill(5) if part.isdecimal() and len(part) == 4 else part, state_code)
        if code is None:
            where = " in that state" if state_code else "; write the state too, or its FIPS code"
            raise WrongCell(f"names “{part[:60]}”, which is no county{where}")
        found.append(code)
    return "; ".join(found)


def _day(text: str) -> str:
    if not _AMERICAN_DAY.fullmatch(text):
        return text
    try:
        return datetime.strptime(text, "%m/%d/%Y").date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return text


def _yes_or_no(text: str) -> str:
    word = text.lower()
    return "yes" if word in _YES else "no" if word in _NO else text


def _state(text: str) -> str:
    state = state_named(text)
    return state.code if state else text


def _zip(text: str) -> str:
    # Spreadsheet programs drop the zeros in front.
    return text.zfill(5) if text.isdecimal() and len(text) in (3, 4) else text


def _one_of(words: Mapping[str, str]) -> Callable[[str], str]:
    return lambda text: words.get(folded(text), text)


def _each_of(words: Mapping[str, str]) -> Callable[[str], str]:
    return lambda text: "; ".join(words.get(folded(part), part) for part in several(text))


def _words(kinds: Iterable[Any]) -> dict[str, str]:
    """Return the values of an enumeration by their folded value and label."""
    found: dict[str, str] = {}
    for one in kinds:
        assert isinstance(one, StrEnum)
        for word in (one.value, getattr(one, "label", ""), getattr(one, "one", "")):
            found[folded(word)] = one.value
    found.pop("", None)
    return found


_MENDS: Mapping[str, Callable[[str], str]] = {
    "kind": _one_of(_words(EntryKind)),
    "office_kind": _one_of(_words(OfficeKind)),
    "role": _one_of(_words(ContactRole)),
    "site_kind": _one_of(_words(SiteKind)),
    "status": _one_of(_words(SiteStatus)),
    "visibility": _one_of(_words(Visibility)),
    "source_date_basis": _one_of(_words(DateBasis)),
    "verified_how": _one_of(_words(VerifiedHow)),
    "specialties": _each_of(_words(Specialty)),
    "languages": _each_of({folded(label): code for code, label in LANGUAGES.items()}),
    "state_code": _state,
    "address_state_code": _state,
    "zip_code": _zip,
    "source_date": _day,
    "verified_on": _day,
    "replaced_on": _day,
    **dict.fromkeys(("is_vacant", "sends", "receives"), _yes_or_no),
}
