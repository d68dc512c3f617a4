"""Looking through what somebody typed, before it is stored.

A seat belt, not a promise: names that are on no list, or that look like places, get through (study "board and mail",
section 7.3). Names: FERPA's direct identifiers, 34 CFR 99.3.
"""

import gzip
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coordhub.privacy import patterns as p
from coordhub.privacy.surfaces import HARD, Kind, Surface

LONGEST = 20_000  # characters looked at; forms allow less
NEAR = 45  # characters before and after in which a cue counts
_LISTS = Path(__file__).parent / "lists"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_NOT_A_NAME_AFTER = re.compile(
    r"^ (?:County|Parish|Borough|High|Middle|Elementary|School|Schools|District|University|College|Center|Department|"
    r"Program|Office|City|State|Street|Avenue|Road|Park|Lake|River|Valley|Region|ISD|Education|Agency|Farms?|Camp|PASS)\b"
)


@dataclass(frozen=True, order=True)
class Finding:
    """Where something was found, as offsets into the text; the text itself is never kept."""

    start: int
    end: int
    kind: Kind

    @property
    def is_hard(self) -> bool:
        """Whether it is refused, rather than asked about."""
        return self.kind in HARD


@dataclass(frozen=True)
class Scan:
    """What was found, hard findings first."""

    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """`block`, `ask` or `pass`."""
        if any(one.is_hard for one in self.findings):
            return "block"
        return "ask" if self.findings else "pass"

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds found, each once, hard ones first."""
        return tuple(dict.fromkeys(one.kind for one in self.findings))


def scan(text: str, surface: Surface, *, allowed_names: Collection[str] = ()) -> Scan:
    """Look through `text`, which is to stand on `surface`; full names in `allowed_names` (staff) are no finding."""
    plain = _plain(text[:LONGEST])
    found = set(_numbers(plain)) | set(_dates(plain)) | set(_contacts(plain))
    found |= set(_names(plain, {name.casefold() for name in allowed_names}))
    found |= set(_facts(plain, surface))
    return Scan(tuple(sorted(found, key=lambda one: (not one.is_hard, one))))


def _plain(text: str) -> str:
    """Return the text with digits, dashes and spaces written in the plain way, so that disguises do not help."""
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_DASHES).replace("\u00a0", " ")


def _each(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Finding]:
    return (Finding(match.start(), match.end(), kind) for match in pattern.finditer(text))


def _near(pattern: re.Pattern[str], text: str, start: int, end: int, reach: int = NEAR) -> bool:
    return pattern.search(text[max(0, start - reach) : end + reach]) is not None


def _numbers(text: str) -> Iterator[Finding]:
    yield from _each(p.SSN_SHAPE, text, Kind.SSN)
    yield from _each(p.SSN_LABELLED, text, Kind.SSN)
    yield from _each(p.A_NUMBER, text, Kind.A_NUMBER)
    yield from _each(p.MSIX_LABELLED, text, Kind.MSIX_ID)
    yield from _each(p.LONG_NUMBER, text, Kind.MSIX_ID)
    yield from _each(p.STUDENT_ID, text, Kind.STUDENT_ID)


def _dates(text: str) -> Iterator[Finding]:
    yield from _each(p.DOB_LABEL, text, Kind.BIRTH_DATE)
    for match in p.FULL_DATE.finditer(text):
        if _near(p.BIRTH_CUE, text, match.start(), match.end()):
            yield Finding(match.start(), match.end(), Kind.BIRTH_DATE)
        elif not _near(p.EVENT_CUE, text, match.start(), match.end(), 30):
            yield Finding(match.start(), match.end(), Kind.DATE)


def _contacts(text: str) -> Iterator[Finding]:
    for match in p.PHONE.finditer(text):
        if _near(p.OFFICE_CUE, text, match.start(), match.end()):
            continue
        family = _near(p.FAMILY_CUE, text, match.start(), match.end())
        yield Finding(match.start(), match.end(), Kind.FAMILY_PHONE if family else Kind.PHONE)
    for match in p.STREET.finditer(text):
        if _near(p.LIVING_CUE, text, match.start(), match.end()):
            yield Finding(match.start(), match.end(), Kind.HOME_ADDRESS)
        elif not _near(p.OFFICE_CUE, text, match.start(), match.end()):
            yield Finding(match.start(), match.end(), Kind.ADDRESS)


def _names(text: str, allowed: Collection[str]) -> Iterator[Finding]:
    yield from _each(p.INITIALS, text, Kind.POSSIBLE_NAME)
    for pattern in (p.NAMED, p.CUE_NAME, p.NAME_CUE):
        for match in pattern.finditer(text):
            word = match[1]
            if _is_first(word) and not _is_allowed(word, allowed) and not _NOT_A_NAME_AFTER.match(text[match.end(1) :]):
                yield Finding(match.start(1), match.end(1), Kind.NAME)
    for match in p.PAIR.finditer(text):
        yield from _pair(text, match, allowed)


def _pair(text: str, match: re.Match[str], allowed: Collection[str]) -> Iterator[Finding]:
    first, last = match[1], match[2]
    if match[0].casefold() in allowed or _is_allowed(first, allowed) or _NOT_A_NAME_AFTER.match(text[match.end() :]):
        return
    if not (_is_first(first) and (_is_last(last) or _is_first(last))):
        return
    start, end = match.span()
    if _near(p.CHILD_WORD, text, start, end):
        yield Finding(start, end, Kind.NAME)
    elif not _near(p.STAFF_CUE, text, start, end, 30):
        yield Finding(start, end, Kind.POSSIBLE_NAME)


def _is_allowed(first: str, allowed: Collection[str]) -> bool:
    return any(name.split()[0] == first.casefold() for name in allowed if name)


def _facts(text: str, surface: Surface) -> Iterator[Finding]:
    yield from _each(p.HEALTH, text, Kind.HEALTH)
    yield from _each(p.IMMIGRATION, text, Kind.IMMIGRATION)
    yield from _each(p.DISABILITY, text, Kind.DISABILITY)
    if surface == Surface.PRIVATE:
        return
    if p.COUNTY.search(text):
        yield from _each(p.SMALL_COUNT, text, Kind.SMALL_COUNT)
    if p.ONE_CHILD.search(text) and p.GRADE.search(text) and p.COUNTY.search(text):
        yield from _each(p.ONE_CHILD, text, Kind.ONE_CHILD)


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(gzip.decompress((_LISTS / f"{name}.txt.gz").read_bytes()).decode().split())


def _unaccented(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return plain.removesuffix("'s").replace("'", "")


def _is_first(word: str) -> bool:
    return _unaccented(word) in _list("first_names")


def _is_last(word: str) -> bool:
    return any(part in _list("last_names") for part in _unaccented(word).split("-"))
