"""Places whose names differ little from what was typed."""

import re
from collections.abc import Iterable
from itertools import islice

from rapidfuzz import process as fuzzy
from rapidfuzz.distance import OSA

from coordhub.places.gazetteer import Gazetteer, Names
from coordhub.places.names import folded, written_out
from coordhub.places.place import OFFERED, Place, county_place, offered, town_place
from coordhub.places.states import STATES, State
from coordhub.places.typed import Typed, county_readings

_SHORTEST = 3  # letters; anything resembles a shorter name
_LOOKED_AT = 40  # nearest spellings
_DOUBLED = re.compile(r"(.)\1+")
_ALSO_TOWN_WORDS = {"borough", "island"}  # ends of a county's name that towns have, too
_SHORTEST_STATE = 4  # letters; "Uta" is nearer to a town than to Utah
_LONG_STATE = 10  # letters; two slips in fewer are rather a town
_STATE_NAMES = {code: folded(state.name) for code, state in STATES.items()}


def similar_places(gazetteer: Gazetteer, typed: Typed) -> tuple[Place, ...]:
    """Return towns spelled nearly like what was typed, else counties; the other way round behind the word "county"."""
    words = typed.words
    if (readings := county_readings(words)) and words[-1] not in _ALSO_TOWN_WORDS:
        return _counties_read(gazetteer, [name for name, _ in readings], typed.state)
    # A county is often typed without the word "county", or with a slip in it.
    bare = " ".join(words[:-1]) if OSA.distance(words[-1], "county", score_cutoff=1) <= 1 else ""
    towns = similar_towns(gazetteer, typed.name, typed.state)
    if towns and not readings:
        return towns
    counties = _counties_read(gazetteer, [typed.name, bare, *(name for name, _ in readings)], typed.state)
    return offered([*towns[: OFFERED - 2], *counties[:2]]) if towns else counties


def similar_towns(gazetteer: Gazetteer, name: str, state: State | None) -> tuple[Place, ...]:
    """Return towns spelled nearly like `name`, of `state` only if there is one: nearest first, then likeliest first."""
    names = gazetteer.names(state.code if state else None)
    meant = dict.fromkeys(names.meant[at] for at in _nearest(names, name))
    found = (town for town_name, code in meant for town in gazetteer.towns(town_name, code)[:1])
    return _first(town_place(gazetteer, town) for town in found)


def similar_counties(gazetteer: Gazetteer, name: str, state: State | None) -> tuple[Place, ...]:
    """Return counties spelled nearly like `name`, of `state` only if there is one, nearest first."""
    names = gazetteer.county_names(state.code if state else None)
    found = (gazetteer.county(names.meant[at][0]) for at in _nearest(names, name))
    return _first(county_place(county) for county in found if county)


def similar_state(name: str) -> State | None:
    """Return the state whose name is nearest to `name`, a slip or two away; None when none or several are."""
    edits = 1 if len(name) < _LONG_STATE else 2
    hits = fuzzy.extract(name, _STATE_NAMES, scorer=OSA.distance, score_cutoff=edits, limit=2)
    if len(name) < _SHORTEST_STATE or not hits or (len(hits) == 2 and hits[0][1] == hits[1][1]):
        return None
    return STATES[hits[0][2]]


def slips(name: str) -> int:
    """Return how many edits are a slip: more of them in a short name make another name."""
    return 1 if len(name) < 6 else 2 if len(name) < 10 else 3


def _counties_read(gazetteer: Gazetteer, names: Iterable[str], state: State | None) -> tuple[Place, ...]:
    return next((found for name in names if (found := similar_counties(gazetteer, name, state))), ())


def _first(places: Iterable[Place]) -> tuple[Place, ...]:
    return offered(list(islice(places, OFFERED)))


def _nearest(names: Names, name: str) -> list[int]:
    """Return the places in the list of the best spelling and those one edit worse.

    Optimal string alignment, where swapped neighbors are one edit. A slip that drops or swaps letters can end in few
    words, one that adds or replaces a letter in 26 times as many, so that names which explain `name` by the former are
    likelier, and doubled letters have two ways to go wrong. The place in the list, likeliest first, settles ties.
    """
    if len(name) < _SHORTEST:
        return []
    typed = written_out(name)
    hits = fuzzy.extract(typed, names.folded, scorer=OSA.distance, score_cutoff=slips(typed), limit=None)
    best = min((distance for _, distance, _ in hits), default=0)
    ranked = sorted((distance, *_effort(typed, near), at) for near, distance, at in hits if distance <= best + 1)
    return [at for *_, at in ranked[:_LOOKED_AT]]


def _effort(typed: str, name: str) -> tuple[bool, bool]:
    """Say whether `typed` has letters that `name` has not, and whether they differ in more than doubled letters."""
    adds = len(typed) > len(name) or (len(typed) == len(name) and sorted(typed) != sorted(name))
    return adds, _DOUBLED.sub(r"\1", typed) != _DOUBLED.sub(r"\1", name)
