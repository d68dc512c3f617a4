"""Names of a family, told from names of staff, schools and places.

A run of name-like words is looked at from both sides: what stands before it ("student", "mother of", "Dr.") and what
follows it ("'s transcript", ", the counselor", "Elementary"). FERPA's direct identifiers: 34 CFR 99.3.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from coordhub.privacy import name_cues as cue
from coordhub.privacy import word_lists as lists
from coordhub.privacy.findings import Finding, near
from coordhub.privacy.surfaces import Kind

_WORD = re.compile(r"[^\W\d_]{1,30}(?:['-][^\W\d_]{1,30})*")
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "da", "van", "mc"})
_PLACE_STARTS = frozenset(
    (
        *(
            "san",
            "santa",
            "santo",
            "saint",
            "st",
            "fort",
            "ft",
            "lake",
            "port",
            "mount",
            "mt",
            "el",
            "la",
            "los",
            "las",
        ),
        *("new", "north", "south", "east", "west", "grand", "big", "del", "van", "park"),
    )
)


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str  # lower case, without 's
    sort: str  # see _sort
    capital: bool


@dataclass(frozen=True)
class _Run:
    """Name-like words that stand together."""

    words: tuple[_Word, ...]

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def has_first(self) -> bool:
        return any(word.sort == "first" for word in self.words)

    @property
    def is_full(self) -> bool:
        """Whether given name and surname stand together, in either order."""
        sorts = [word.sort for word in self.words if word.sort != "particle"]
        return len(sorts) > 1 and (self.has_first or (sorts[0] == "weak_first" and "last" in sorts))


def find_names(plain: str, allowed_names: Collection[str]) -> Iterator[Finding]:
    """Yield names in `plain`; those made of the words of one of `allowed_names` (staff) are none."""
    allowed = [frozenset(name.lower().split()) for name in allowed_names]
    text = plain.lower()
    for match in cue.INITIALS.finditer(plain):
        if (match[1] or match[2] or match[3]).replace(" ", "") not in cue.NO_INITIALS:
            yield Finding(match.start(), match.end(), Kind.NAME)
    for run in _runs(plain):
        words = {word.text for word in run.words if len(word.text) > 1}
        if any(words <= name for name in allowed):
            continue
        kind = _kind(plain, text, run)
        if kind is not None:
            yield Finding(run.start, run.end, kind)


def _kind(plain: str, text: str, run: _Run) -> Kind | None:
    before, after = text[max(0, run.start - 60) : run.start], text[run.end : run.end + 60]
    if cue.INSTITUTION_AFTER.match(plain[run.end : run.end + 40]) or cue.INSTITUTION_BEFORE.search(before):
        return None
    if cue.STAFF_BEFORE.search(before) or cue.STAFF_AFTER.match(after) or cue.GREETING.search(before):
        return None
    named = cue.NAMED.search(before) is not None
    if named and (run.has_first or run.words[0].capital or run.words[0].text in lists.spanish_surnames()):
        return Kind.NAME
    if _is_a_family(before, after, run):
        return Kind.NAME
    if _is_place(plain, before, run):
        return None
    if _beside_a_person(before, after, run):
        return Kind.NAME
    return _doubtful(text, before, after, run)


def _beside_a_person(before: str, after: str, run: _Run) -> bool:
    first = run.words[0]
    known = run.has_first or (first.sort in ("last", "weak_first") and first.capital)
    spanish = first.text in lists.spanish_surnames()
    person = cue.PERSON_BEFORE.search(before)
    if person and (known or spanish or (first.capital and (len(run.words) > 1 or cue.RELATION_BEFORE.search(before)))):
        return True
    if run.is_full and cue.ENROLLED_AFTER.match(after):
        return True
    return (run.has_first or run.is_full) and bool(
        cue.PERSON_AFTER.match(after) or cue.POSSESSED_AFTER.match(after) or cue.RECORD_BEFORE.search(before)
    )


def _is_a_family(before: str, after: str, run: _Run) -> bool:
    first = run.words[0]
    if first.text in _PLACE_STARTS or cue.WHERE.search(before):
        return False
    spanish = first.text in lists.spanish_surnames()
    known = run.has_first or (first.sort == "last" and first.capital)
    if known and cue.LA_FAMILIA.search(before):
        return True
    if spanish or (known and not lists.is_place(run.text)):
        return bool(cue.FAMILY_BEFORE.search(before) or cue.FAMILY_AFTER.match(after))
    return bool(first.capital and cue.THE.search(before) and cue.ONE_FAMILY_AFTER.match(after))


def _doubtful(text: str, before: str, after: str, run: _Run) -> Kind | None:
    if run.is_full:
        weak = cue.AT_WORK_BEFORE.search(before) or cue.AT_WORK_AFTER.match(after)
        if cue.RECORD_NEAR.search(before) and not weak:
            return Kind.NAME
        if near(cue.PERSON, cue.OFFICES.sub(" ", text[max(0, run.start - 45) : run.end + 45]), 0, 200):
            return Kind.POSSIBLE_NAME if weak else Kind.NAME
        return None if weak else Kind.POSSIBLE_NAME
    if run.words[0].capital and cue.ONE_PERSON_BEFORE.search(before):
        return Kind.POSSIBLE_NAME
    return None


def _is_place(plain: str, before: str, run: _Run) -> bool:
    if cue.STATE_AFTER.match(plain[run.end : run.end + 20]):
        return True
    if run.words[0].text in _PLACE_STARTS or (lists.is_place(run.text) and len(run.words) > 1):
        return True
    last_before = before.rstrip().rsplit(" ", 1)[-1]
    if last_before in _PLACE_STARTS - {"la", "el", "los", "las"}:
        return True
    if len(run.words) > 1 or not lists.is_place(run.text):
        return False
    if run.words[0].sort != "first":
        return lists.is_state(run.text) or not cue.PERSON_BEFORE.search(before)
    return bool(cue.WHERE.search(before)) and not cue.RECORD_BEFORE.search(before)


def _runs(plain: str) -> Iterator[_Run]:
    """Yield the runs, "Surname, Given" as one."""
    held: list[_Word] = []
    for word in _words(plain):
        if held and not _goes_on(plain, held, word):
            yield from _run(held)
            held = []
        if held or word.sort not in ("", "particle", "initial", "weak_last"):
            held.append(word)
    yield from _run(held)


def _run(held: list[_Word]) -> Iterator[_Run]:
    while held and held[-1].sort == "particle":
        held.pop()
    if held:
        yield _Run(tuple(held))


def _goes_on(plain: str, held: list[_Word], word: _Word) -> bool:
    if not word.sort:
        return False
    between = plain[held[-1].end : word.start]
    if between in (" ", "-") or (between == ". " and held[-1].sort == "initial"):
        return not (word.sort == "particle" and held[-1].sort == "unknown")
    surname_first = all(one.sort in ("last", "unknown") and not lists.is_place(one.text) for one in held)
    return between == ", " and surname_first and word.sort == "first" and word.capital


def _words(plain: str) -> Iterator[_Word]:
    capitals = plain.isupper()
    for match in _WORD.finditer(plain):
        written = match[0]
        lower = written.lower()
        base = lower.removesuffix("'s").removesuffix("'")
        end = match.start() + len(base)
        capital = written[0].isupper() and not capitals
        yield _Word(match.start(), end, base, _sort(written[: len(base)], base, capital), capital)


def _sort(written: str, base: str, capital: bool) -> str:
    """Return what a word may be in a name: first, last, initial, particle, unknown, or nothing.

    An ordinary word that is a name too ("Hope", "King") is weak_first or weak_last.
    """
    if base in _PARTICLES and not capital:
        return "particle"
    if len(base) == 1:
        return "initial" if written.isupper() else ""
    if len(base) == 2 and written.isupper() and capital:
        return ""
    if lists.is_state(base):
        return "weak_first" if capital and lists.is_first(base) else ""
    if lists.is_ordinary(base):
        if capital and not written.isupper():
            return "weak_first" if lists.is_first(base) else "weak_last" if lists.is_last(base) else ""
        return ""
    if lists.is_first(base):
        return "first"
    if lists.is_last(base):
        return "last"
    return "unknown" if capital and not written.isupper() and len(base) > 2 and not lists.is_place(base) else ""
