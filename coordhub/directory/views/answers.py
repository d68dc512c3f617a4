"""What the search page answers: who to ask first, what else fits, who instead, or which place was meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from coordhub.directory import facets, queries
from coordhub.directory.asked import Asked, understand
from coordhub.directory.kinds import SEARCHED_AS, EntryKind
from coordhub.directory.models import Entry, Office, StateProgram
from coordhub.directory.queries.counterparts import first_to_ask
from coordhub.directory.queries.finding import PAGE, Found, Search, find, text_total
from coordhub.directory.queries.nearby import EntryNearby
from coordhub.directory.rules import ages
from coordhub.directory.rules.filters import Counted, Filters
from coordhub.directory.rules.reach import RADII_MILES
from coordhub.directory.tasks import Task, task_named
from coordhub.formats import count
from coordhub.places.gazetteer import Gazetteer
from coordhub.places.locate import Located
from coordhub.places.names import folded
from coordhub.places.place import Place
from coordhub.places.points import straight_line_miles
from coordhub.places.results_drawing import Result, ResultsDrawing, results_drawing
from coordhub.places.states import STATES
from coordhub.search import Audience, spelled_alike

STATES_WITH_COUNTIES = 3  # each is another 10 to 60 KB for the reader's browser


@dataclass(frozen=True)
class Card:
    """An entry on the page: its number is the number of its pin; `askable` is the state a request can go to."""

    number: int
    entry: Entry
    kind: EntryKind
    distance_miles: float | None
    askable: StateProgram | None


@dataclass
class Answer:
    """The answer to what was typed. Without `found` the page asks back or says what to do."""

    asked: Asked
    search: Search
    program: StateProgram | None = None
    best: Card | None = None
    others: list[Card] = field(default_factory=list)
    instead: Sequence[Office] = ()
    found: Found | None = None
    asked_miles: int | None = None
    best_because: str = ""
    best_task: Task | None = None
    numbered_from: int = 1
    spelled: str = ""

    @property
    def located(self) -> Located:
        """What the gazetteer says of the words."""
        return self.asked.located

    @property
    def place(self) -> Place | None:
        """The place that was understood."""
        return self.asked.place

    @property
    def radius_miles(self) -> int | None:
        """The circle that was used."""
        return self.found.radius_miles if self.found else None

    @property
    def counts(self) -> Counted:
        """How many entries each filter would leave."""
        return self.found.counts if self.found else Counted(0)

    @property
    def is_whole_state(self) -> bool:
        """Whether entries are listed without a circle and without distances."""
        return self.search.point is None

    @property
    def message(self) -> str:
        """What was understood, in a sentence."""
        if self.place is not None or self.found is None:
            return self.located.message
        where = f" in {STATES[self.asked.state_code].name}" if self.asked.state_code else ""
        if self.asked.text:
            return f"Entries with “{self.asked.text}” in their name or description{where}"
        return f"All entries that fit your choice{where}"

    @property
    def heading(self) -> str:
        """The h1 of the page."""
        if self.place is not None:
            return f"Who to ask {'in' if self.is_whole_state else 'near'} {_short_name(self.place)}"
        if self.found is not None:
            where = f" in {STATES[self.asked.state_code].name}" if self.asked.state_code else ""
            return f"{count(self.found.total, 'entry', 'entries')} found{where}"
        if self.located.alternatives:
            return _asking_back(self.located)
        return "Nothing found under these words" if self.located.query else "Find who to ask"

    @property
    def reach(self) -> str:
        """How far the list looked, and why farther than was asked."""
        if self.is_whole_state or not self.others or self.found is None:
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
    def list_heading(self) -> str:
        """How many entries the list has, and in which order they stand."""
        if self.found is None or self.found.pages == 1:
            order = ", nearest first" if self.search.point is not None else ""
            number = f"{len(self.others)} more" if self.best else count(len(self.others), "entry", "entries")
            return number + order
        return (
            f"{self.others[0].number:,} to {self.others[-1].number:,} of {self.found.total + self.numbered_from - 1:,}"
        )

    @property
    def has_stale(self) -> bool:
        """Whether confirmed and unconfirmed entries stand in one list, so that their order needs a word."""
        return len({ages.is_stale(one.entry.verified_on, self.search.today) for one in self.others}) == 2

    @property
    def has_map(self) -> bool:
        """Whether there is something to draw."""
        return self.found is not None and (self.place is not None or any(card.entry.point for card in self.cards))

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
        return sorted({code for card in self.cards for code in card.entry.county_codes})

    @property
    def drawing(self) -> ResultsDrawing:
        """The map as the server draws it."""
        pins = [
            Result(card.number, card.kind.value, card.entry.name, card.entry.point)
            for card in self.cards
            if card.entry.point
        ]
        return results_drawing(self.search.point, self.radius_miles, pins, self.map_states, self.covered)

    @property
    def map_label(self) -> str:
        """What the map is a map of."""
        return self.place.label if self.place else self.message


def answer_to(
    gazetteer: Gazetteer, typed: str, *, reading: str, base: Search, asked_miles: int | None, page: int
) -> Answer:
    """Understand `typed` and search; `base` says who asks, when, and with which filters."""
    asked = understand(
        gazetteer,
        typed,
        reading=reading,
        named=lambda words, state: text_total(replace(base, text=words, state_code=state)),
    )
    answer = Answer(asked, _search(asked, base, asked_miles), asked_miles=asked_miles)
    if not asked.is_clear and not base.filters.any:
        answer.spelled = _spelled(asked, base)
        return answer
    programs = {one.state_code: one for one in queries.state_programs()}
    first = _who_first(answer, programs)
    if first is not None:
        answer.search = replace(answer.search, but_id=first.id)
        answer.numbered_from = 2
    answer.found = find(answer.search, page=page)
    if first is not None and answer.found.page == 1:
        answer.best = _card(1, EntryNearby(first, _distance(answer.search, first)), programs)
    start = answer.numbered_from + (answer.found.page - 1) * PAGE
    answer.others = [_card(number, one, programs) for number, one in enumerate(answer.found.entries, start)]
    return answer


def _search(asked: Asked, base: Search, asked_miles: int | None) -> Search:
    both = {
        group: base.filters.of(group) | asked.filters.of(group)
        for group in {*base.filters.chosen, *asked.filters.chosen}
    }
    search = replace(base, filters=Filters(both), state_code=asked.state_code, text=asked.text)
    if asked.place is None:
        return search
    if asked.place.kind == "state":
        return replace(search, state_code=asked.place.state_code)
    return replace(search, point=asked.place.point, radius_miles=asked_miles)


def _who_first(answer: Answer, programs: Mapping[str, StateProgram]) -> Entry | None:
    """Return the office to ask first about a place; of a state without a program, say who can be asked instead."""
    if answer.place is None:
        return None
    answer.program = programs.get(answer.place.state_code)
    if answer.program and answer.program.takes_part:
        return _counterpart(answer, answer.place)
    if answer.place.state_code:
        answer.instead = queries.who_instead(answer.place.state_code)
    return None


def _counterpart(answer: Answer, place: Place) -> Entry | None:
    """Return who of the state is to be asked about this place and the task that was typed, and say why."""
    typed = answer.asked.filters
    tasks = [task_named(one) for one in (*typed.of(facets.ROLE), *typed.of(facets.SPECIALTY))]
    found = first_to_ask(
        place.state_code,
        place.county_code,
        tasks[0] if tasks else None,
        sight=answer.search.sight,
        today=answer.search.today,
    )
    if found is None or found.first is None:
        return None
    answer.best_because = " ".join(filter(None, (f"{found.first.why}.", found.fallback)))
    answer.best_task = tasks[0] if tasks else None
    return found.first.entry


def _spelled(asked: Asked, base: Search) -> str:
    """Return what may have been meant by a misspelt name of an entry; empty when nothing resembles it."""
    if not folded(asked.query) or asked.named:
        return ""
    audience = Audience(base.sight.value)
    return spelled_alike(asked.query, kind=SEARCHED_AS, audience=audience) or ""


def _card(number: int, found: EntryNearby, programs: Mapping[str, StateProgram]) -> Card:
    program = programs.get(found.entry.state_code or "")
    askable = program if program and program.takes_part else None
    return Card(number, found.entry, found.kind, found.distance_miles, askable)


def _distance(search: Search, entry: Entry) -> float | None:
    if search.point is None or entry.point is None:
        return None
    return straight_line_miles(search.point, entry.point)


def _short_name(place: Place) -> str:
    return place.label.removeprefix("All of ")


def _asking_back(located: Located) -> str:
    names = {place.label.split(",")[0] for place in located.alternatives}
    name = min(names)
    if len(names) == 1 and len(located.alternatives) > 1 and folded(located.query).startswith(folded(name)):
        return f"Which {name}?"
    return "Did you mean one of these?" if len(located.alternatives) > 1 else "Did you mean this place?"
