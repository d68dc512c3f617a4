"""Places whose names differ little from what was typed."""

from rapidfuzz import process as fuzzy
from rapidfuzz.distance import OSA

from coordhub.places.gazetteer import Gazetteer, Names
from coordhub.places.place import Place, county_place, offered, town_place
from coordhub.places.states import State

_SHORTEST = 3  # letters; anything resembles a shorter name
_LOOKED_AT = 40  # nearest spellings


def similar_towns(gazetteer: Gazetteer, name: str, state: State | None) -> tuple[Place, ...]:
    """Return towns spelled nearly like `name`, of `state` only if there is one: nearest first, then bigger first."""
    names = gazetteer.names(state.code if state else None)
    found = []
    for at in _nearest(names, name):
        town_name, code = names.meant[at]
        found += [town_place(gazetteer, town) for town in gazetteer.towns(town_name, code)[:1]]
    return offered(found)


def similar_counties(gazetteer: Gazetteer, name: str, state: State | None) -> tuple[Place, ...]:
    """Return counties spelled nearly like `name`, of `state` only if there is one, nearest first."""
    names = gazetteer.county_names(state.code if state else None)
    found = [gazetteer.county(names.meant[at][0]) for at in _nearest(names, name)]
    return offered([county_place(county) for county in found if county])


def slips(name: str) -> int:
    """Return how many edits are a slip: more of them in a short name make another name."""
    return 1 if len(name) < 6 else 2 if len(name) < 10 else 3


def _nearest(names: Names, name: str) -> list[int]:
    """Return the places in the list of the best spelling and those one edit worse.

    Optimal string alignment, where swapped neighbors are one edit: of 500 random single edits it put 99.2 % first
    (study "directory and map", section 4).
    """
    if len(name) < _SHORTEST:
        return []
    hits = fuzzy.extract(name, names.folded, scorer=OSA.distance, score_cutoff=slips(name), limit=_LOOKED_AT)
    best = min((distance for _, distance, _ in hits), default=0)
    # The list is ordered by size, so that the place in it settles ties.
    return [at for distance, at in sorted((distance, at) for _, distance, at in hits) if distance <= best + 1]
