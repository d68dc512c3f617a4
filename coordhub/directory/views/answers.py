"""What the search page answers: who to ask first, what else is near, who instead, or which place was meant."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from coordhub.directory import queries
from coordhub.directory.kinds import EntryKind
from coordhub.directory.models import Office, Site, StateProgram
from coordhub.directory.queries import EntriesAround, EntryNearby
from coordhub.directory.rules import RADII_MILES
from coordhub.places.gazetteer import Gazetteer
from coordhub.places.locate import Located, locate
from coordhub.places.names import folded
from coordhub.places.place import Place
from coordhub.places.points import straight_line_miles
from coordhub.places.results_drawing import Result, ResultsDrawing, results_drawing

STATES_WITH_COUNTIES = 3  # each is another 10 to 60 KB for the reader's browser


@dataclass(frozen=True)
class Card:
    """An entry on the page: its number is the number of its pin; `askable` is the state a request can go to."""

    number: int
    entry: Office | Site
    kind: EntryKind
    distance_miles: float | None
    askable: StateProgram | None


@dataclass
class Answer:
    """The answer to a typed place. Without a `place` the page asks back or says what to do."""

    located: Located
    program: StateProgram | None = None
    best: Card | None = None
    others: list[Card] = field(default_factory=list)
    instead: Sequence[Office] = ()
    radius_miles: int | None = None
    asked_miles: int | None = None
    counts: Mapping[EntryKind, int] = field(default_factory=dict)
    total: int = 0

    @property
    def place(self) -> Place | None:
        """What was understood."""
        return self.located.place

    @property
    def is_whole_state(self) -> bool:
        """Whether a state was typed: then its entries are listed, and no circle is drawn."""
        return self.located.kind == "state"

    @property
    def heading(self) -> str:
        """The h1 of the page."""
        if self.place is not None:
            return f"Who to ask {'in' if self.is_whole_state else 'near'} {_short_name(self.place)}"
        if self.located.alternatives:
            return _asking_back(self.located)
        return "No such place in our list" if self.located.query else "Find who to ask"

    @property
    def reach(self) -> str:
        """How far the list looked, and why farther than was asked."""
        if self.is_whole_state or self.place is None:
            return ""
        if not self.others:
            return ""
        if self.radius_miles is None:
            near = [card for card in self.cards if card.distance_miles and card.distance_miles <= RADII_MILES[-1]]
            known = f"{'Little' if near else 'Nothing'} is known within {RADII_MILES[-1]} miles."
            return f"{known} These are the nearest {len(self.others)} anywhere."
        if self.asked_miles and self.radius_miles > self.asked_miles:
            return f"Nothing is known within {self.asked_miles} miles, so this list goes to {self.radius_miles} miles."
        if self.asked_miles is None:
            return f"This list goes to {self.radius_miles} miles, as far as it took to find a few."
        return ""

    @property
    def cards(self) -> list[Card]:
        """All cards in the order of their numbers."""
        return [self.best, *self.others] if self.best else self.others

    @property
    def map_states(self) -> list[str]:
        """The states whose counties the map draws: that of the place, then those of the nearest cards."""
        codes = [self.place.state_code] if self.place else []
        codes += [card.entry.state_code or "" for card in self.cards if card.entry.point]
        return [code for code in dict.fromkeys(codes) if code][:STATES_WITH_COUNTIES]

    @property
    def covered(self) -> list[str]:
        """The counties that the entries on the page cover, as FIPS codes."""
        return sorted({code for card in self.cards for code in getattr(card.entry, "county_codes", ())})

    @property
    def drawing(self) -> ResultsDrawing:
        """The map as the server draws it."""
        pins = [
            Result(card.number, card.kind.value, card.entry.name, card.entry.point)
            for card in self.cards
            if card.entry.point
        ]
        here = self.place.point if self.place and not self.is_whole_state else None
        return results_drawing(here, self.radius_miles, pins, self.map_states, self.covered)


def answer_to(gazetteer: Gazetteer, text: str, *, asked_miles: int | None, kinds: Collection[EntryKind]) -> Answer:
    """Understand `text` and look around that place."""
    located = locate(gazetteer, text)
    answer = Answer(located, asked_miles=asked_miles)
    if located.place is None:
        return answer
    programs = {one.state_code: one for one in queries.state_programs()}
    answer.program = programs.get(located.place.state_code)
    first = None
    if answer.program and answer.program.takes_part:
        first = queries.state_office(answer.program.state_code)
    elif located.place.state_code:
        answer.instead = queries.who_instead(located.place.state_code)
    around = _in_state(located.place, kinds) if answer.is_whole_state else _around(located.place, asked_miles, kinds)
    answer.radius_miles, answer.counts, answer.total = around.radius_miles, around.counts, around.total
    if first is not None:
        answer.best = _card(1, EntryNearby(first, EntryKind.OFFICE, _distance(located, first)), programs)
    rest = [one for one in around.entries if one.entry is not first]
    start = 2 if first else 1
    answer.others = [_card(number, one, programs) for number, one in enumerate(rest, start)]
    return answer


def _around(place: Place, asked_miles: int | None, kinds: Collection[EntryKind]) -> EntriesAround:
    return queries.entries_around(place.point, asked_miles=asked_miles, kinds=kinds)


def _in_state(place: Place, kinds: Collection[EntryKind]) -> EntriesAround:
    """Return all entries of a state, those without a point too; distances from its middle would mean nothing."""
    entries: list[Office | Site] = [*queries.offices_of(place.state_code), *queries.sites_of(place.state_code)]
    counts = {kind: sum(one.entry_kind == kind for one in entries) for kind in EntryKind}
    found = [EntryNearby(one, one.entry_kind, None) for one in entries if one.entry_kind in kinds]
    return EntriesAround(found, None, counts, len(found))


def _card(number: int, found: EntryNearby, programs: Mapping[str, StateProgram]) -> Card:
    program = programs.get(found.entry.state_code or "")
    askable = program if program and program.takes_part else None
    return Card(number, found.entry, found.kind, found.distance_miles, askable)


def _distance(located: Located, office: Office) -> float | None:
    if located.place is None or located.kind == "state" or office.point is None:
        return None
    return straight_line_miles(located.place.point, office.point)


def _short_name(place: Place) -> str:
    return place.label.removeprefix("All of ")


def _asking_back(located: Located) -> str:
    names = {place.label.split(",")[0] for place in located.alternatives}
    name = min(names)
    if len(names) == 1 and len(located.alternatives) > 1 and folded(located.query).startswith(folded(name)):
        return f"Which {name}?"
    return "Did you mean one of these?" if len(located.alternatives) > 1 else "Did you mean this place?"
