"""Understanding a typed county or town of a state that is known already: that state is a hard constraint."""

from dataclasses import dataclass, replace

from coordhub.places.gazetteer import Gazetteer
from coordhub.places.locate import Located, locate
from coordhub.places.place import Place, county_place, state_place
from coordhub.places.states import STATES, State
from coordhub.places.typed import cleaned, read_typed


@dataclass(frozen=True)
class Where:
    """What was typed, in its state. `problem` says what to do when it is not clear; `offers` are what may be meant.

    Without `place` and `problem` nothing was typed, or the whole state.
    """

    place: Place | None = None
    problem: str = ""
    offers: tuple[Place, ...] = ()

    @property
    def county_code(self) -> str | None:
        """The FIPS code of the county; None for the whole state, or when the gazetteer does not know the county."""
        return self.place.county_code if self.place else None

    @property
    def county_name(self) -> str | None:
        """The county’s name with its kind: Williams County."""
        return self.place.county_name if self.place else None


def where_in(gazetteer: Gazetteer, typed: str, state: State) -> Where:
    """Return what `typed`, a county, town, ZIP or FIPS code, means in `state`. Never raises, whatever is typed."""
    query = cleaned(typed)
    if not query:
        return Where()
    county = gazetteer.county(query) if query.startswith(state.fips) else None
    if county is not None:
        return Where(county_place(county))
    found = _located(gazetteer, query, state)
    if found.place is None:
        return Where(problem=found.message, offers=found.alternatives or (state_place(state),))
    if found.place.state_code != state.code:
        return _elsewhere(query, found.place, state)
    return Where() if found.place.kind == "state" else Where(found.place)


def _located(gazetteer: Gazetteer, query: str, state: State) -> Located:
    """Read a query that names no state, or only a state's name, as one of `state`: Washington County has many."""
    alone = locate(gazetteer, query)
    if alone.kind in ("zip", "point") or (alone.place is not None and alone.place.state_code == state.code):
        return alone
    named = read_typed(query)
    if named.state is not None and named.words:
        return alone
    inside = locate(gazetteer, f"{query}, {state.code}")
    if inside.place is None and named.state is not None:
        return alone
    # The gazetteer repeats what it read, and nobody typed the code of the state.
    return replace(inside, query=query, message=inside.message.replace(f"“{query}, {state.code}”", f"“{query}”"))


def _elsewhere(query: str, place: Place, state: State) -> Where:
    there = f"in {STATES[place.state_code].in_sentence}" if place.state_code in STATES else "far from every town"
    problem = f"“{query}” is {there}, not in {state.in_sentence}. Which do you mean?"
    return Where(problem=problem, offers=(state_place(state), *([place] if place.state_code else [])))
