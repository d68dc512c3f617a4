"""What the rows of a list are compared with, and how the list is to be taken."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from coordhub import places
from coordhub.directory import queries
from coordhub.directory.actions.entries import Doer
from coordhub.directory.actions.placing import Geocode
from coordhub.directory.fields import Links
from coordhub.directory.kinds import EntryKind, Visibility
from coordhub.directory.models import Entry, ImportBatch
from coordhub.directory.queries import exchange
from coordhub.formats import reader_today
from coordhub.places.boundaries import county_code_of
from coordhub.places.names import folded

Watch = Callable[[Iterable[tuple[int, list[str]]]], Iterable[tuple[int, list[str]]]]


@dataclass(frozen=True)
class Wish:
    """How a list is to be taken: by whom, and what was decided about single rows.

    `merges` names, by line, the entry that a row without a key is about; `geocode` looks up addresses that the
    gazetteer does not know (None: it alone, as on every page); `watch` may count rows while they are planned.
    """

    by: Doer
    merges: Mapping[int, str] = field(default_factory=dict)
    geocode: Geocode | None = None
    watch: Watch = iter


@dataclass
class Known:
    """What the rows are compared with, asked once for all of them or once for some hundred."""

    wish: Wish
    batch: ImportBatch
    keys_of_file: Mapping[str, int]
    states_of_file: Sequence[str]
    entries: dict[str, Entry] = field(default_factory=dict)
    by_people: dict[str, dict[str, tuple[str, datetime]]] = field(default_factory=dict)
    lines_by_key: dict[str, int] = field(default_factory=dict)
    lines_by_name: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _counties: dict[tuple[str, str | None], str | None] = field(default_factory=dict)
    _county_names: dict[str, str | None] = field(default_factory=dict)

    @cached_property
    def sight(self) -> Visibility:
        """How far the importer sees."""
        return self.links.sight

    @cached_property
    def links(self) -> Links:
        """What values may name, each asked once."""
        by, courses, named = self.wish.by.links, exchange.courses_by_key(), dict[str, Entry]()

        def entry(key: str) -> Entry | None:
            if key not in named and (found := by.entry(key)) is not None:
                named[key] = found
            return named.get(key)

        return Links(entry, courses.get, by.sight)

    @cached_property
    def today(self) -> date:
        """The importer's day: nothing was checked after it."""
        return reader_today()

    @cached_property
    def state_codes(self) -> frozenset[str]:
        """The states that the directory knows."""
        return queries.state_codes()

    @cached_property
    def names(self) -> dict[tuple[str | None, EntryKind], tuple[list[tuple[str, str]], list[str]]]:
        """The entries of the states in the file by state and kind: key and name, and the folded names beside them."""
        found = exchange.names_in(self.states_of_file, self.sight)
        return {of: (pairs, [folded(name) for _, name in pairs]) for of, pairs in found.items()}

    @cached_property
    def channels(self) -> dict[tuple[str | None, EntryKind, str, str], tuple[str, str]]:
        """The entries of the states in the file by number or address."""
        return exchange.channels_in(self.states_of_file, self.sight)

    def county_code(self, text: str, state_code: str | None) -> str | None:
        """Return the FIPS code of a county as it is typed, each looked up once."""
        asked = (text, state_code)
        if asked not in self._counties:
            self._counties[asked] = county_code_of(places.the_gazetteer(), text, state_code)
        return self._counties[asked]

    def county_name(self, code: str) -> str | None:
        """Return a county's name by its FIPS code, each looked up once."""
        if code not in self._county_names:
            county = places.the_gazetteer().county(code)
            self._county_names[code] = county.long_name if county else None
        return self._county_names[code]
