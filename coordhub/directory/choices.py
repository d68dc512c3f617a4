"""What a search can be narrowed by, in words, in the order of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordhub.accounts.models import Specialty
from coordhub.directory import facets
from coordhub.directory.forms import FIELD_OF
from coordhub.directory.kinds import ContactRole, EntryKind, OfficeKind, SiteKind, Stream
from coordhub.directory.models import Course
from coordhub.directory.rules import filters
from coordhub.directory.rules.filters import Counted, Filters
from coordhub.directory.vocabulary import LANGUAGES


@dataclass(frozen=True)
class Choice:
    """A value that can be ticked, with how many entries it leaves."""

    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class ChoiceGroup:
    """The values of one group; `field` is its name in the address."""

    group: str
    field: str
    label: str
    choices: Sequence[Choice]

    @property
    def is_narrowing(self) -> bool:
        """Whether something of it is chosen."""
        return any(one.is_chosen for one in self.choices)


_LABELS: Mapping[str, str] = {
    facets.KIND: "Show",
    facets.ROLE: "Role",
    facets.SPECIALTY: "Answers for",
    facets.LANGUAGE: "Language",
    facets.WHAT: "What it is",
    filters.STREAM: "Migratory stream, by custom",
    facets.COURSE: "PASS course",
    filters.SEASON: "Season",
}


def words_by_group(courses: Sequence[Course]) -> Mapping[str, Mapping[str, str]]:
    """Return the words of every value that can be chosen, by group; `courses` are those that some site offers."""
    return {
        facets.KIND: {one.value: one.label for one in EntryKind},
        facets.ROLE: {one.value: one.label for one in ContactRole},
        facets.SPECIALTY: {one.value: one.label for one in Specialty},
        facets.LANGUAGE: dict(sorted(LANGUAGES.items(), key=lambda pair: pair[1])),
        facets.WHAT: {one.value: one.label for one in (*OfficeKind, *SiteKind)},
        filters.STREAM: {one.value: one.value for one in Stream},
        facets.COURSE: {str(one.id): " ".join(filter(None, (one.title, one.semester))) for one in courses},
        filters.SEASON: {filters.IN_SEASON: "In season now"},
    }


def known_values(words: Mapping[str, Mapping[str, str]]) -> Mapping[str, frozenset[str]]:
    """Return the values that an address may name, by group."""
    return {group: frozenset(values) for group, values in words.items()}


def choice_groups(words: Mapping[str, Mapping[str, str]], counts: Counted, chosen: Filters) -> list[ChoiceGroup]:
    """Return the groups worth showing: those with a choice that leaves something, or that is made already."""
    groups = []
    for group, label in _LABELS.items():
        found = [
            Choice(value, name, counts.of(group, value), value in chosen.of(group))
            for value, name in words[group].items()
        ]
        shown = [one for one in found if one.number or one.is_chosen or group == facets.KIND]
        if shown:
            groups.append(ChoiceGroup(group, FIELD_OF[group], label, shown))
    return groups
