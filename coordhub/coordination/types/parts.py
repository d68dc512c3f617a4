"""What a type of request is made of: its questions, outcomes, common fields and clocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coordhub.accounts.models import Specialty
from coordhub.formats import long_day


class Ending(StrEnum):
    """How an outcome leaves a request."""

    RESOLVED = "resolved"
    NOT_LOCATED = "not_located"


@dataclass(frozen=True)
class Outcome:
    """What the answering state can record at the end."""

    code: str
    label: str
    ending: Ending = Ending.RESOLVED


class Answer(StrEnum):
    """How a question is answered."""

    ONE = "one"  # one of the choices
    MANY = "many"  # several of the choices
    NUMBER = "number"  # a whole number from `least` to `most`
    TEXT = "text"  # a few words, looked through by the privacy scanner like every typed field
    DAY = "day"  # a date
    MONTH = "month"  # a month, kept as YYYY-MM


class Tense(StrEnum):
    """Where the date that answers a question may lie; today fits both."""

    ANY = "any"
    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True)
class Question:
    """One thing a type asks beyond the common fields. Only what is `required` must be answered.

    Of a date: `tense` says where it may lie, `not_before` names the question whose date comes first, and
    `runs_days` calendar days from it are shown as `runs_words`, with {day} for their last one.
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    kind: Answer = Answer.ONE
    hint: str = ""
    required: bool = False
    least: int = 0
    most: int = 999
    tense: Tense = Tense.ANY
    not_before: str = ""
    runs_days: int = 0
    runs_words: str = ""

    @property
    def many(self) -> bool:
        """Whether several of the choices may be given."""
        return self.kind == Answer.MANY

    def words(self, answer: object) -> str:
        """Return a stored answer in words, "Not said" when there is none."""
        if answer is None or answer in ("", []):
            return "Not said"
        if self.kind == Answer.DAY:
            return long_day(date.fromisoformat(str(answer)))
        if self.kind == Answer.MONTH:
            return f"{date.fromisoformat(f'{answer}-01'):%B %Y}"
        if self.kind in (Answer.NUMBER, Answer.TEXT):
            return str(answer)
        given = answer if isinstance(answer, list) else [answer]
        return ", ".join(label for code, label in self.choices if code in given) or "Not said"


class Part(StrEnum):
    """The common fields; a type shows those it names."""

    COUNTY = "county"
    WEEK = "week"
    CHILDREN = "children"
    FLAGS = "flags"
    MSIX_IDS = "msix_ids"
    MSIX_NOTICE = "msix_notice"
    URGENCY = "urgency"


ABOUT_CHILDREN = frozenset({Part.COUNTY, Part.CHILDREN, Part.FLAGS, Part.MSIX_IDS, Part.URGENCY})


@dataclass(frozen=True)
class Before:
    """An answer that must come in time: so many working days before the day that a question names."""

    question: str
    working_days: int


@dataclass(frozen=True)
class RequestType:
    """One type of request. Clocks are working days of the receiving state.

    `acknowledge_days` 0 is the same day. `mirrors` says in words where the target comes from; `mirrors_rule` that it is
    a rule of others, which no closure week moves. `msix_ids` are the fewest and the most that it carries. With
    `note_required` the note is the request itself.
    """

    code: str
    label: str
    group: str
    job: str
    job_hint: str
    heading: str
    next_step: str
    acknowledge_days: int
    due_days: int
    mirrors: str
    specialties: tuple[Specialty, ...]
    outcomes: tuple[Outcome, ...]
    questions: tuple[Question, ...] = ()
    parts: frozenset[Part] = ABOUT_CHILDREN
    mirrors_rule: bool = False
    before: Before | None = None
    msix_ids: tuple[int, int] = (0, 25)
    note_label: str = ""
    note_required: bool = False

    @property
    def about_children(self) -> bool:
        """Whether it says how many children it is about."""
        return Part.CHILDREN in self.parts

    @property
    def asks_for_week(self) -> bool:
        """Whether it says in which week somebody moves."""
        return Part.WEEK in self.parts

    def outcome(self, code: str) -> Outcome:
        """Return the outcome with this code; raises KeyError for one of another type."""
        return {outcome.code: outcome for outcome in self.outcomes}[code]

    def last_day(self, details: Mapping[str, Any]) -> date | None:
        """Return the day that the answer must come before, None when the type has none or nobody said it."""
        said = details.get(self.before.question) if self.before else None
        return date.fromisoformat(said) if said else None
