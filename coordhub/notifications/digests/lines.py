"""What a digest says: lines, the sections they stand in, and its subject and heading. No session, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from coordhub.notifications.kinds import KINDS, Subject
from coordhub.notifications.models import DigestKind

LINES_AT_MOST = 25  # of a digest; what is more is counted
# What a notification is about when it has no number of its own, by the first word of its key.
_LABELS = {
    "topic": "Board",
    "entry": "Directory",
    "overdue": "Requests",
    "event": "Event",
    "update": "Update",
    "account": "Your account",
}


class Section(StrEnum):
    """The sections of a digest under their headings, in the order in which they are read."""

    NEEDS_YOU = "Needs your action"
    WAITING = "Waiting for others"
    WATCHED = "New on what you watch"
    OF_STATE = "New for your office and state"
    INTERESTS = "New that fits your interests"
    DIRECTORY = "Directory changes in your partner states"
    UPDATES = "Updates"
    EVENTS = "Next events"
    FIGURES = "Figures of your state"


_SECTIONS = {
    Subject.TO_ME: Section.OF_STATE,
    Subject.TO_OFFICE: Section.OF_STATE,
    Subject.TO_STATE: Section.OF_STATE,
    Subject.LATE: Section.OF_STATE,
    Subject.ENTRY: Section.OF_STATE,
    Subject.TOPIC: Section.INTERESTS,
    Subject.DIRECTORY: Section.DIRECTORY,
    Subject.UPDATE: Section.UPDATES,
    Subject.EVENT: Section.EVENTS,
}
NEWS = (Section.WATCHED, Section.OF_STATE, Section.INTERESTS, Section.DIRECTORY, Section.UPDATES)


@dataclass(frozen=True)
class DigestLine:
    """One line: label (a number or a word), title, words about its state (overdue, soon, plain), a path.

    `lead` is the part of the words that stands out; `waits` names who waits for its reader.
    """

    label: str
    title: str
    words: str
    url_path: str
    state: str = "plain"
    lead: str = ""
    waits: str = ""


@dataclass(frozen=True)
class News:
    """What a digest reads of a notification; `told_before` when a letter with it may have arrived already."""

    id: int
    kind: str
    subject: Subject
    about: str
    title: str
    url: str
    told_before: bool = False


@dataclass
class Contents:
    """All that one person's digest holds; `is_news` says that something was told for the first time."""

    lines: dict[Section, Sequence[DigestLine]] = field(default_factory=dict)
    is_news: bool = False

    @property
    def is_worth_a_letter(self) -> bool:
        """Whether there is something new, something late or due by tomorrow, or a director's figures."""
        urgent = any(one.state != "plain" for one in self.lines.get(Section.NEEDS_YOU, ()))
        return self.is_news or urgent or bool(self.lines.get(Section.FIGURES))

    def count(self, *sections: Section) -> int:
        """Return how many lines there are in some sections."""
        return sum(len(self.lines.get(one, ())) for one in sections)


@dataclass(frozen=True)
class Shown:
    """A section as it is printed: its heading, the lines that have room, and how many have none."""

    heading: str
    lines: Sequence[DigestLine]
    more: int


def contents_of(news: Sequence[News], others: Mapping[Section, Sequence[DigestLine]]) -> Contents:
    """Put what is new beside what needs the reader and the other sections; nothing stands in two of them."""
    found: dict[Section, list[DigestLine]] = {name: list(lines) for name, lines in others.items()}
    needs = {line.url_path: place for place, line in enumerate(found.get(Section.NEEDS_YOU, ()))}
    for subject, line in (_news_line(group) for group in _groups(news)):
        if line.url_path in needs:
            _say_news(found[Section.NEEDS_YOU], needs[line.url_path], line)
            continue
        for section in (Section.WAITING, Section.EVENTS):
            if section in found:
                found[section] = [one for one in found[section] if one.url_path != line.url_path]
        found.setdefault(_SECTIONS.get(subject, Section.WATCHED), []).append(line)
    return Contents({name: found[name] for name in Section if found.get(name)}, is_news=bool(news))


def shown(contents: Contents) -> list[Shown]:
    """Return the sections with the lines that there is room for; a section that has none says how many it holds."""
    room, found = LINES_AT_MOST, []
    for name, lines in contents.lines.items():
        some = lines[:room]
        room -= len(some)
        found.append(Shown(name.value, some, len(lines) - len(some)))
    return found


def counts(contents: Contents) -> str:
    """Return what the subject counts: "2 need you, 7 new"."""
    needs, new = contents.count(Section.NEEDS_YOU), _new(contents)
    said = [f"{needs} {'needs' if needs == 1 else 'need'} you"] if needs else []
    if new:
        said.append(f"{new} new")
    return ", ".join(said) or "your state in figures"


def subject_of(contents: Contents, kind: DigestKind, day: date) -> str:
    """Return the subject: "coordhub daily: 2 need you, 7 new — Tue 24 Nov"."""
    return f"coordhub {kind.value}: {counts(contents)} — {day:%a} {day.day} {day:%b}"


def heading_of(contents: Contents, name: str) -> str:
    """Return the first thing that its reader reads."""
    needs, new = contents.count(Section.NEEDS_YOU), _new(contents)
    if needs:
        return f"{needs} {'request needs' if needs == 1 else 'requests need'} you, {name}"
    if new:
        return f"{new} new {'thing' if new == 1 else 'things'} for you, {name}"
    return f"Your state in figures, {name}"


def _new(contents: Contents) -> int:
    """Return how many things are new; events that are only near are not."""
    return contents.count(*NEWS) or (contents.count(Section.EVENTS) if contents.is_news else 0)


def _groups(news: Iterable[News]) -> Iterable[Sequence[News]]:
    """Group what is about the same thing; the oldest first."""
    groups: dict[tuple[str, Section], list[News]] = {}
    for one in news:
        groups.setdefault((one.about, _SECTIONS.get(one.subject, Section.WATCHED)), []).append(one)
    return groups.values()


def _news_line(group: Sequence[News]) -> tuple[Subject, DigestLine]:
    last = group[-1]
    words = []
    if len(group) > 1:
        words.append(f"{len(group)} new")
    if any(one.told_before for one in group):
        words.append("may have reached you before")
    label = _LABELS.get(last.about.split("-")[0], last.about)
    return last.subject, DigestLine(label, last.title, " · ".join(words), last.url, lead=KINDS[last.kind].words)


def _say_news(lines: list[DigestLine], place: int, news: DigestLine) -> None:
    """Say what is new of a request in the line that it has already."""
    words = " · ".join(one for one in (lines[place].words, news.lead, news.words) if one)
    lines[place] = replace(lines[place], words=words)
