"""Understanding a typed place, without any network.

Order (study "directory and map", section 4): coordinates, ZIP code, state alone, county, town, street's town,
suggestion. A typed state is a hard constraint; a name that several states have asks, biggest first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from coordhub.places.boundaries import state_at
from coordhub.places.gazetteer import County, Gazetteer, Town, Zip
from coordhub.places.names import folded
from coordhub.places.place import (
    OFFERED,
    Place,
    area_place,
    around,
    county_place,
    offered,
    state_place,
    town_place,
    zip_place,
)
from coordhub.places.points import straight_line_miles
from coordhub.places.regions import REGIONS
from coordhub.places.similar import similar_places, similar_state
from coordhub.places.states import STATES, State
from coordhub.places.typed import (
    COUNTY_WORDS,
    LONGEST_QUERY,
    TOWN_WORDS,
    ZIP,
    Typed,
    cleaned,
    county_readings,
    read_coordinates,
    read_typed,
)

__all__ = ["LONGEST_QUERY", "Located", "Place", "locate"]

CHOICES = 12  # namesakes offered
NEAR_MILES = 60  # a point farther from any town is said to be far from all
_TAILS = 12  # ends of an address tried as a town
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


@dataclass(frozen=True)
class Located:
    """The answer to a typed place.

    `kind` is point, zip, place, county, state, choice (several fit: see `alternatives`) or none. `place` is None for
    the last two. `message` is a sentence that says what was understood or what to do.
    """

    query: str
    kind: str
    place: Place | None
    alternatives: tuple[Place, ...]
    message: str


def locate(gazetteer: Gazetteer, text: str) -> Located:
    """Return what `text` means. Never raises, whatever is typed; looks at the first 200 characters."""
    query = cleaned(text)
    if not folded(query):
        return Located(query, "none", None, (), "Type a town, county, ZIP code or state.")
    return (
        _by_point(gazetteer, query)
        or _by_zip(gazetteer, query)
        or _by_name(gazetteer, read_typed(query))
        or _unknown(read_typed(query))
    )


def _by_point(gazetteer: Gazetteer, query: str) -> Located | None:
    try:
        point = read_coordinates(query)
    except ValueError:
        message = f"“{query}” is no point on earth. Write latitude first, then longitude: 46.6, -120.5."
        return Located(query, "none", None, (), message)
    if point is None:
        return None
    town = gazetteer.nearest_town(point)
    label = f"{point.latitude}, {point.longitude}"
    if town is None or straight_line_miles(point, town.point) > NEAR_MILES:
        code = state_at(point)
        there, where = ((state_place(STATES[code]),), f" in {STATES[code].name}") if code else ((), "")
        sentence, note = f"The point {label}{where}, far from every town we know", "Far from every town we know."
        place = Place("point", label, "", None, None, point, query, sentence, note)
        return Located(query, "point", place, there, sentence)
    near = town_place(gazetteer, town)
    place = Place("point", label, "", None, None, point, query, f"The point {label}, near {near.label}")
    return Located(query, "point", place, (near,), place.sentence)


def _by_zip(gazetteer: Gazetteer, query: str) -> Located | None:
    """Take the last known ZIP code of the typed state; a number before a street is a house number if a town follows."""
    matches = list(ZIP.finditer(query))
    if not matches:
        return None
    rest = read_typed(cleaned(ZIP.sub(" ", query)))
    known = [found for match in reversed(matches) if (found := gazetteer.zip(match[1]))]
    at_front = len(matches) == 1 and matches[0].start() == 0 and rest.has_street
    named = _by_name(gazetteer, read_typed(query) if at_front else rest) if rest.words else None
    if named and at_front and not (known and folded(known[0].city) in rest.name):
        return named
    fitting = [one for one in known if rest.state is None or one.state_code == rest.state.code]
    if fitting:
        return _zip_answer(gazetteer, query, rest, fitting[0])
    if known and rest.state:
        return _zip_of_another_state(gazetteer, query, known[0], rest.state, named)
    code = matches[-1][1]
    if named:
        return replace(named, query=query, message=_without_zip(code, named))
    return _by_prefix(gazetteer, query, code, rest.state)


def _zip_answer(gazetteer: Gazetteer, query: str, rest: Typed, found: Zip) -> Located:
    place = zip_place(gazetteer, found)
    return Located(query, "zip", place, around(gazetteer, place, found.city), _zip_message(place, rest, found.city))


def _zip_of_another_state(gazetteer: Gazetteer, query: str, found: Zip, state: State, named: Located | None) -> Located:
    there = (named.place,) if named and named.place else ()
    message = f"ZIP code {found.zip} is in {STATES[found.state_code].name}, not in {state.name}. Which do you mean?"
    return Located(query, "choice", None, (*there, state_place(state), zip_place(gazetteer, found)), message)


def _zip_message(place: Place, rest: Typed, city: str) -> str:
    if not rest.has_street or rest.name == folded(city):
        return place.sentence
    where = f"{city}, {STATES[place.state_code].name} {place.query}" if city else place.label
    return f"No street look-up here: this is the middle of {where}."


def _without_zip(code: str, named: Located) -> str:
    sentence = named.message if named.message.endswith((".", "?", ":")) else f"This is {named.message}."
    return f"ZIP code {code} is not in our list. {sentence}"


def _by_prefix(gazetteer: Gazetteer, query: str, code: str, state: State | None) -> Located:
    near = gazetteer.zips_like(code[:3], 100)
    if state:
        near = [one for one in near if one.state_code == state.code]
    if not near:
        there = (state_place(state),) if state else ()
        where = f" in {state.name}" if state else ""
        return Located(query, "none", None, there, f"We know no ZIP code like {code}{where}. Try the town and state.")
    place = area_place(code, near)
    near_where = place.label.partition(", ")[2]
    message = f"ZIP code {code} is not in our list. Codes that begin with {code[:3]} are {near_where}."
    return Located(query, "zip", place, (state_place(STATES[place.state_code]),), message)


def _by_name(gazetteer: Gazetteer, typed: Typed) -> Located | None:
    if not typed.words:
        return _whole_state(gazetteer, typed) if typed.state else None
    rules: tuple[Callable[[Gazetteer, Typed], Located | None], ...] = (
        _by_county, _by_town, _by_whole_name, _by_town_and_county, _by_region, _street, _elsewhere,
        _suggestion, _misspelt_state,
    )  # fmt: skip
    return next((found for rule in rules if (found := rule(gazetteer, typed))), None)


def _whole_state(gazetteer: Gazetteer, typed: Typed) -> Located | None:
    if typed.state is None:
        return None
    place = state_place(typed.state)
    # A few cities carry a state's name.
    towns = [town_place(gazetteer, one) for one in gazetteer.towns(typed.state.name)[:2]]
    return Located(typed.query, "state", place, offered(towns, but=place), place.sentence)


def _by_county(gazetteer: Gazetteer, typed: Typed) -> Located | None:
    code = typed.state.code if typed.state else None
    for name, kind in county_readings(typed.words):
        found = gazetteer.counties(name, code)
        exact = [one for one in found if folded(one.long_name) == typed.name]
        same_kind = [one for one in found if kind in folded(one.long_name).split()]
        if found:
            return _county_answer(typed, exact or same_kind or found)
    return None


def _county_answer(typed: Typed, found: Sequence[County]) -> Located | None:
    if not found:
        return None
    if len(found) > 1:
        return _choice(typed, [county_place(one) for one in found])
    place = county_place(found[0])
    return Located(typed.query, "county", place, (state_place(STATES[place.state_code]),), place.sentence)


def _by_town(gazetteer: Gazetteer, typed: Typed) -> Located | None:
    towns = _towns(gazetteer, typed.words, typed.state)
    counties = gazetteer.counties(typed.name, typed.state.code if typed.state else None)
    if not towns:
        return _county_answer(typed, counties)
    if len({town.state_code for town in towns}) > 1:
        return _choice(typed, _one_a_state(gazetteer, towns))
    return _town_answer(gazetteer, typed, towns, counties)


def _town_answer(gazetteer: Gazetteer, typed: Typed, towns: Sequence[Town], counties: Sequence[County]) -> Located:
    place = town_place(gazetteer, towns[0])
    namesakes = [town_place(gazetteer, one, namesake=True) for one in towns[1:3]]
    # Whoever writes "Traverse City" may have Traverse County in mind, even that of another state.
    short = " ".join(word for word in typed.words if word not in TOWN_WORDS)
    also = counties or (gazetteer.counties(short) if short != typed.name else [])
    counties_too = [county_place(one) for one in also if one.county_code != place.county_code][:2]
    return Located(
        typed.query,
        "place",
        place,
        around(gazetteer, place, towns[0].name, [*namesakes, *counties_too]),
        place.sentence,
    )


def _by_whole_name(gazetteer: Gazetteer, typed: Typed) -> Located | None:
    """Find "Port Washington" and "Rocky Mt", whose ends only look like states; a comma or a code means the state."""
    if typed.state is None or "," in typed.query or typed.whole == typed.name:
        return None
    towns = gazetteer.towns(typed.whole)
    whole = replace(typed, words=tuple(typed.whole.split()), state=None)
    return _by_town(gazetteer, whole) if towns else None


def _by_town_and_county(gazetteer: Gazetteer, typed: Typed) -> Located | None:
    """Find "Springfield, Delaware County, PA"."""
    code = typed.state.code if typed.state else None
    for start in range(1, min(len(typed.words), _TAILS)):
        readings = county_readings(typed.words[start:])
        codes = {one.county_code for name, _ in readings for one in gazetteer.counties(name, code)}
        towns = [one for one in gazetteer.towns(" ".join(typed.words[:start]), code) if one.county_code in codes]
        if len(towns) == 1:
            place = town_place(gazetteer, towns[0], namesake=True)
            return Located(typed.query, "place", place, around(gazetteer, place, towns[0].name), place.sentence)
    return None


def _by_region(gazetteer: Gazetteer, typed: Typed) -> Located | None:
    """Offer the counties of "Cape Cod"; a region is not a place with a middle that anything could be near to."""
    found = [county for code in REGIONS.get(typed.name, ()) if (county := gazetteer.county(code))]
    if not found:
        return None
    there, state = [county_place(one) for one in found], STATES[found[0].state_code]
    where = f"{'one county' if len(found) == 1 else 'counties'} of {state.name}"
    if typed.state and typed.state is not state:
        there, where = [*there[: OFFERED - 1], state_place(typed.state)], f"{where}, not of {typed.state.name}"
    message = f"“{typed.query}” is a region, not a town: {where}. Which place do you mean?"
    return Located(typed.query, "choice", None, offered(there), message)


def _towns(gazetteer: Gazetteer, words: Sequence[str], state: State | None) -> list[Town]:
    """Return the towns of this name, with "town of" or "city" taken off when there is none of the full name."""
    code = state.code if state else None
    found = gazetteer.towns(" ".join(words), code)
    if any(town.population for town in found) or len(words) < 2:
        return found
    bare = words[2:] if words[0] in TOWN_WORDS and words[1] == "of" else words
    bare = bare[:-1] if len(bare) > 1 and bare[-1] in TOWN_WORDS else bare
    if len(bare) == len(words):
        return found
    better = gazetteer.towns(" ".join(bare), code)
    # The City of Industry, which only the post office knows, is not the Industry of Pennsylvania.
    states = {town.state_code for town in found}
    return [town for town in better if not found or (town.population and town.state_code in states)] or found


def _street(gazetteer: Gazetteer, typed: Typed) -> Located | None:
    """Take the town at the end of an address: the longest tail of words that is one."""
    if len(typed.words) < 3 or not typed.has_street:
        return None
    for start in range(max(1, len(typed.words) - _TAILS), len(typed.words)):
        towns = _towns(gazetteer, typed.words[start:], typed.state)
        # A town that only the post office knows is no reason to ask somebody who typed a whole address.
        settled = [town for town in towns if town.population] or towns
        if not settled:
            continue
        if len({town.state_code for town in settled}) > 1:
            return _choice(typed, _one_a_state(gazetteer, settled))
        place = town_place(gazetteer, settled[0])
        more = [town_place(gazetteer, one) for one in towns if one.state_code != place.state_code]
        note = f"No street look-up here: this is the middle of {place.label}."
        return Located(typed.query, "place", place, around(gazetteer, place, settled[0].name, more), note)
    return None


def _elsewhere(gazetteer: Gazetteer, typed: Typed) -> Located | None:
    """Say that the typed state has no such place, and where there is one; never take another state's silently."""
    if typed.state is None:
        return None
    counties = [county_place(one) for name, _ in county_readings(typed.words) for one in gazetteer.counties(name)]
    found = counties or _one_a_state(gazetteer, _towns(gazetteer, typed.words, None))
    if not found:
        return None
    there = offered([*similar_places(gazetteer, typed)[:2], *found], most=OFFERED - 1)
    message = f"{typed.state.name} has no {_bare(found[0])} in our list. Do you mean one of these?"
    return Located(typed.query, "choice", None, (*there, state_place(typed.state)), message)


def _suggestion(gazetteer: Gazetteer, typed: Typed) -> Located | None:
    if not set(typed.words) - COUNTY_WORDS - TOWN_WORDS:
        return None
    near = similar_places(gazetteer, typed)
    if not near and typed.state and "," not in typed.query:
        # The state may be part of the name, or a slip: "Nwe California" is in Ohio.
        near = similar_places(gazetteer, replace(typed, words=tuple(typed.whole.split()), state=None))
    if not typed.state and (meant := similar_state(typed.name)):
        # "Michgan" is the state rather than the Michigan of North Dakota; "Oragon" may be Aragon, too.
        towns_first = 1 if near and not near[0].label.startswith(meant.name) else 0
        near = offered([*near[:towns_first], state_place(meant), *near[towns_first:]])
    return _did_you_mean(typed, near)


def _misspelt_state(gazetteer: Gazetteer, typed: Typed) -> Located | None:
    """Ask about "Traverse City, Michgan" when the words before the slip make sense in the state that is meant."""
    for length in (1, 2, 3):
        rest, tail = typed.words[:-length], " ".join(typed.words[-length:])
        meant = similar_state(tail) if rest and not typed.state else None
        found = _by_name(gazetteer, replace(typed, words=rest, state=meant)) if meant else None
        if found:
            return _did_you_mean(typed, (found.place,) if found.place else found.alternatives)
    return None


def _did_you_mean(typed: Typed, near: tuple[Place, ...]) -> Located | None:
    if not near:
        return None
    guess = near[0].label if len(near) == 1 else "one of these"
    return Located(typed.query, "choice", None, near, f"“{typed.query}” is not in our list. Did you mean {guess}?")


def _unknown(typed: Typed) -> Located:
    where = f" for {typed.state.name}" if typed.state else ""
    there = (state_place(typed.state),) if typed.state else ()
    message = f"“{typed.query}” is not in our list{where}. Try a ZIP code, or the county with its state."
    return Located(typed.query, "none", None, there, message)


def _one_a_state(gazetteer: Gazetteer, towns: Sequence[Town]) -> list[Place]:
    """Return the biggest of each state."""
    biggest = {town.state_code: town for town in reversed(towns)}
    return [town_place(gazetteer, town) for town in towns if biggest[town.state_code] is town]


def _choice(typed: Typed, places: Sequence[Place]) -> Located:
    name, states = _bare(places[0]), len({one.state_code for one in places})
    shown = offered(places, most=CHOICES)
    if states == 1:
        message = (
            f"{STATES[places[0].state_code].name} has {_number(len(shown)).lower()} places called {name}. Which one?"
        )
        return Located(typed.query, "choice", None, shown, message)
    which = "The biggest" if places[0].kind == "place" else "The first"
    more = f" {which} {len(shown)} are here; add the state for another one." if len(places) > len(shown) else ""
    return Located(
        typed.query, "choice", None, shown, f"{_number(states)} states have {_article(name)} {name}. Which one?{more}"
    )


def _bare(place: Place) -> str:
    return place.label.split(",")[0]


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _article(name: str) -> str:
    return "an" if name[:1].lower() in "aeio" else "a"
