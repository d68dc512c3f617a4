"""Decisions about counterparts: who sends in one state, who receives in another.

A ladder of rungs, from who covers the county and answers for the task down to the national office (domain guide,
section 4, "who gets it"). Whoever cannot answer today is passed over with a reason, and their fallback stands in. Every
answer says which rungs were empty, so that nobody has to guess why somebody is named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coordhub.accounts.models import Specialty
from coordhub.directory.kinds import STATE_WIDE, ContactRole, EntryKind, OfficeKind, SiteKind
from coordhub.directory.models import Entry
from coordhub.directory.rules import ages, seasons
from coordhub.directory.tasks import Task

NEXT_IN_LINE = 2
# The PASS sites that are offices; the others are schools that used PASS.
PASS_OFFICES = (SiteKind.DISTRIBUTION, SiteKind.COORDINATING, SiteKind.ADMINISTRATION)


def stands_by_county_only(entry: Entry) -> bool:
    """Say whether an entry stands on a rung of the ladder only for the counties that it covers, if at all.

    Of a state's hundreds of entries the others are few; they are kept apart by an index.
    """
    if entry.site_kind is not None:
        return entry.site_kind not in PASS_OFFICES
    everywhere = entry.role == ContactRole.DIRECTOR or entry.office_kind in STATE_WIDE
    return bool(entry.counties) and not everywhere


class Side(StrEnum):
    """The two ends of a request."""

    SENDS = "sends"
    RECEIVES = "receives"


class Rung(StrEnum):
    """A step of the ladder, the first to be tried first."""

    COUNTY_AND_TASK = "county_and_task"
    COUNTY = "county"
    TASK = "task"
    REGION = "region"
    OFFICE_OF_TASK = "office_of_task"
    INTERSTATE = "interstate"
    STATE_OFFICE = "state_office"
    STATE_OPERATOR = "state_operator"
    DIRECTOR = "director"
    NATIONAL = "national"


_OF_COUNTY = (Rung.COUNTY_AND_TASK, Rung.COUNTY, Rung.REGION)
_OF_TASK = (Rung.COUNTY_AND_TASK, Rung.TASK, Rung.OFFICE_OF_TASK)


@dataclass(frozen=True)
class Question:
    """Who of a state sends or receives. `county_code` and `task` None mean any; no `rungs` mean all of the ladder."""

    side: Side
    state_code: str
    state_name: str
    county_code: str | None = None
    county_name: str | None = None
    task: Task | None = None
    rungs: tuple[Rung, ...] = ()

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """The rungs that this question tries, in order."""
        skipped: set[Rung] = set()
        if self.county_code is None or (self.task and self.task.is_state_wide):
            skipped |= {*_OF_COUNTY}
        if self.task is None:
            skipped |= {*_OF_TASK}
        return tuple(one for one in (self.rungs or Rung) if one not in skipped)


@dataclass(frozen=True)
class Candidate:
    """An entry as these rules look at it. `covers` are those of the asked counties that it answers for.

    `is_local` says that it covers particular counties, so not the whole state. `closed_until` is the last day of a
    closure that holds today.
    """

    id: int
    entry_kind: EntryKind
    name: str
    state_code: str | None
    role: ContactRole | None = None
    office_kind: OfficeKind | None = None
    site_kind: SiteKind | None = None
    specialties: frozenset[str] = frozenset()
    covers: frozenset[str] = frozenset()
    is_local: bool = False
    is_vacant: bool = False
    sends: bool = True
    receives: bool = True
    is_reachable: bool = True
    season_starts: int | None = None
    season_ends: int | None = None
    closed_until: date | None = None
    age: ages.Age = ages.Age.FRESH
    fallback_id: int | None = None


@dataclass(frozen=True)
class Step:
    """Somebody to ask, and why: “Covers Williams County”. `instead_of_id` is who they stand in for."""

    candidate_id: int
    rung: Rung
    why: str
    instead_of_id: int | None = None


@dataclass(frozen=True)
class PassedOver:
    """Somebody who cannot answer today, and the reason as the end of a sentence."""

    candidate_id: int
    reason: str


@dataclass(frozen=True)
class Looked:
    """A rung that was tried before somebody was found, and who was passed over on it."""

    rung: Rung
    words: str
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True)
class Choice:
    """The answer to a question: `steps` in the order of asking; the first one is chosen, the others are next in line.

    `looked` are the rungs down to the chosen one, `fallback` is the sentence that says which fallback was used and why:
    empty when the first rung answered. Without steps it says that nobody can be named.
    """

    question: Question
    steps: tuple[Step, ...]
    looked: tuple[Looked, ...]
    fallback: str

    @property
    def first(self) -> Step | None:
        """Whom to ask."""
        return self.steps[0] if self.steps else None

    @property
    def passed_over(self) -> list[PassedOver]:
        """Who cannot answer today on the rungs down to the chosen one, each once."""
        once = {one.candidate_id: one for rung in self.looked for one in rung.passed_over}
        return list(once.values())


def choose(question: Question, candidates: Iterable[Candidate], today: date) -> Choice:
    """Return whom to ask of `candidates`, why, and who is next.

    All candidates are entries that the reader may see and that were not replaced. Those of other states are only asked
    when they stand in for somebody, or are the national office.
    """
    by_id = {one.id: one for one in candidates}
    there: dict[Rung, list[Candidate]] = {}
    for one in by_id.values():
        if _takes(one, question.side):
            for rung in _rungs_of(one, question):
                there.setdefault(rung, []).append(one)
    steps: dict[int, Step] = {}
    looked: list[Looked] = []
    for rung in question.ladder:
        is_new = not steps
        words = rung_words(rung, question)
        passed: list[PassedOver] = []
        for one in sorted(there.get(rung, ()), key=lambda one: _rank(one, question)):
            step = _step(one, rung, words, question.side, by_id, today, passed)
            if step is not None:
                steps.setdefault(step.candidate_id, step)
        if is_new:
            looked.append(Looked(rung, words, tuple(passed)))
        if len(steps) > NEXT_IN_LINE:
            break
    line = tuple(steps.values())[: NEXT_IN_LINE + 1]
    return Choice(question, line, tuple(looked), _fallback_sentence(question, line, looked, by_id))


def cannot_answer(candidate: Candidate, today: date) -> str | None:
    """Return why somebody cannot answer today, as the end of a sentence; None when they can."""
    if candidate.is_vacant:
        return "the position is vacant"
    if candidate.closed_until is not None and candidate.closed_until >= today:
        return f"closed until {candidate.closed_until:%B} {candidate.closed_until.day}"
    if not seasons.in_season(candidate.season_starts, candidate.season_ends, today):
        return f"works {seasons.season_words(candidate.season_starts, candidate.season_ends)} only"
    return None


def stand_in(candidate: Candidate, by_id: Mapping[int, Candidate], side: Side, today: date) -> Candidate | None:
    """Return the first of the chain of fallbacks who can answer today; None when there is none, or the chain turns."""
    seen = {candidate.id}
    following = by_id.get(candidate.fallback_id or 0)
    while following is not None and following.id not in seen:
        if cannot_answer(following, today) is None and _takes(following, side):
            return following
        seen.add(following.id)
        following = by_id.get(following.fallback_id or 0)
    return None


def rung_words(rung: Rung, question: Question) -> str:
    """Return whom a rung looks for: “covers Williams County”."""
    county, state = question.county_name or "the county", question.state_name
    task = _task_words(question.task)
    return {
        Rung.COUNTY_AND_TASK: f"covers {county} and {task}",
        Rung.COUNTY: f"covers {county}",
        Rung.TASK: f"{task} of {state}"
        if question.task and question.task.is_state_wide
        else f"{task} in all of {state}",
        Rung.REGION: f"is the office that covers {county}",
        Rung.OFFICE_OF_TASK: f"is the office that {task} in {state}",
        Rung.INTERSTATE: f"works between states for all of {state}",
        Rung.STATE_OFFICE: f"is the state office of {state}",
        Rung.STATE_OPERATOR: f"runs the program for all of {state}",
        Rung.DIRECTOR: f"directs the program of {state}",
        Rung.NATIONAL: "is the national office, for when no state can answer",
    }[rung]


def _step(
    one: Candidate,
    rung: Rung,
    words: str,
    side: Side,
    by_id: Mapping[int, Candidate],
    today: date,
    passed: list[PassedOver],
) -> Step | None:
    """Return the step to somebody on a rung or to their stand-in, and note in `passed` who cannot answer."""
    reason = cannot_answer(one, today)
    if reason is None:
        bare = words.removeprefix("is ")
        return Step(one.id, rung, bare[0].upper() + bare[1:])
    passed.append(PassedOver(one.id, reason))
    instead = stand_in(one, by_id, side, today)
    if instead is None:
        return None
    who = "who" if one.entry_kind == EntryKind.CONTACT else "which"
    return Step(instead.id, rung, f"Stands in for {one.name}, {who} {words}", one.id)


def _rungs_of(one: Candidate, question: Question) -> Iterator[Rung]:
    """Return where on the ladder somebody stands."""
    if one.office_kind == OfficeKind.NATIONAL and one.state_code is None:
        yield Rung.NATIONAL
    if one.state_code != question.state_code:
        return
    here = question.county_code is not None and question.county_code in one.covers
    answers = question.task is not None and _fit(one, question.task) is not None
    if one.entry_kind == EntryKind.CONTACT:
        yield from _rungs_of_person(one, here, answers)
    else:
        yield from _rungs_of_office(one, here, answers)


def _rungs_of_person(one: Candidate, here: bool, answers: bool) -> Iterator[Rung]:
    if here and answers:
        yield Rung.COUNTY_AND_TASK
    if here:
        yield Rung.COUNTY
    if answers and not one.is_local:
        yield Rung.TASK
    if one.role == ContactRole.INTERSTATE and not one.is_local:
        yield Rung.INTERSTATE
    if one.role == ContactRole.DIRECTOR:
        yield Rung.DIRECTOR


def _rungs_of_office(one: Candidate, here: bool, answers: bool) -> Iterator[Rung]:
    if here and one.entry_kind == EntryKind.OFFICE:
        yield Rung.REGION
    if answers and (here or not one.is_local):
        yield Rung.OFFICE_OF_TASK
    if one.office_kind == OfficeKind.STATE:
        yield Rung.STATE_OFFICE
    if one.office_kind == OfficeKind.DELEGATED:
        yield Rung.STATE_OPERATOR


def _fit(one: Candidate, task: Task) -> int | None:
    """Return how well somebody fits a task: 0 has just this role, 1 answers for it too, None does not."""
    if task.role is not None and one.role == task.role:
        return 0
    if one.site_kind is not None:
        return 1 if task.specialty == Specialty.PASS and one.site_kind in PASS_OFFICES else None
    if task.specialty is None:
        return None
    named = one.role is not None and one.role.specialty == task.specialty
    return 1 if named or task.specialty in one.specialties else None


def _rank(one: Candidate, question: Question) -> tuple[object, ...]:
    """Return the order within a rung: filled positions, confirmed ones, the best fit, reachable ones, by name."""
    fit = _fit(one, question.task) if question.task else None
    stale = one.age in (ages.Age.STALE, ages.Age.UNDATED)
    return one.is_vacant, stale, 2 if fit is None else fit, not one.is_reachable, one.name, one.id


def _takes(one: Candidate, side: Side) -> bool:
    return one.sends if side == Side.SENDS else one.receives


def _task_words(task: Task | None) -> str:
    if task is None:
        return "answers"
    return f"is the {task.in_sentence}" if task.is_state_wide else f"answers for {task.in_sentence}"


def _fallback_sentence(
    question: Question, steps: Sequence[Step], looked: Sequence[Looked], by_id: Mapping[int, Candidate]
) -> str:
    if not steps:
        return f"Nobody who could answer today is listed for {question.state_name}, and no national office either."
    first = steps[0]
    if first.instead_of_id is not None:
        missed = by_id[first.instead_of_id]
        reason = next(
            one.reason for rung in looked for one in rung.passed_over if one.candidate_id == first.instead_of_id
        )
        return f"{missed.name}: {reason}, so {by_id[first.candidate_id].name} stands in."
    missing = _missing(question, first.rung)
    if not missing:
        return ""
    listed = "listed" if not any(one.passed_over for one in looked) else "who can answer today"
    return f"Nobody {listed} in {question.state_name} {' or '.join(missing)}, so this is {_WHO[first.rung]}."


def _missing(question: Question, rung: Rung) -> list[str]:
    """Return what nobody on the rungs above was: covering the county, answering for the task, the state's own."""
    if rung == Rung.NATIONAL:
        return ["can be asked"]
    if rung == Rung.COUNTY:
        return [_both(question)] if question.task else []
    missing = []
    if Rung.COUNTY in question.ladder and rung not in _OF_COUNTY:
        missing.append(f"covers {question.county_name or 'the county'}")
    if Rung.TASK in question.ladder and rung not in _OF_TASK:
        missing.append(_task_words(question.task))
    return missing


def _both(question: Question) -> str:
    return f"who covers {question.county_name or 'the county'} {_task_words(question.task)}"


_WHO: Mapping[Rung, str] = {
    Rung.COUNTY: "whoever covers it for other tasks",
    Rung.TASK: "who answers in the whole state",
    Rung.REGION: "the office that covers it",
    Rung.OFFICE_OF_TASK: "the office that does",
    Rung.INTERSTATE: "who works between states",
    Rung.STATE_OFFICE: "the state office",
    Rung.STATE_OPERATOR: "who runs the program for the state",
    Rung.DIRECTOR: "the director",
    Rung.NATIONAL: "the national office",
}
