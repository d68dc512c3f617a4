"""Understanding a typed place, without any network.

Order (study "directory and map", section 4): coordinates, ZIP code, state alone, county, town, street's town,
suggestion. A typed state is a hard constraint; a name that several states have asks, biggest first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from coordhub.places.gazetteer import County, Gazetteer, Town, Zip
from coordhub.places.names import folded
from coordhub.places.points import Point
from coordhub.places.states import STATES, State, state_named

LONGEST_QUERY = 200  # characters; what comes after is not looked at
OFFERED = 6  # alternatives on a page
_COUNTY_WORDS = {"county", "parish", "borough", "municipio", "municipality", "co"}
_TOWN_WORDS = {"city", "town", "village", "cdp", "township"}
_COORDINATES = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_ZIP = re.compile(r"(?<!\d)(\d{5})(?:-\d{4})?(?!\d)")
_NEAR_ENOUGH = 0.34  # share of letters that may differ before a suggestion turns into a guess


@dataclass(frozen=True)
class Place:
    """A place that was understood: what it is, how it is called, where it lies."""

    kind: str
    label: str
    state_code: str
    county_code: str | None
    county_name: str | None
    point: Point
    query: str
    sentence: str = ""


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
    """Return what `text` means. Never raises, whatever is typed."""
    query = " ".join("".join(ch if ch.isprintable() else " " for ch in text[:LONGEST_QUERY]).split())
    if not folded(query):
        return Located(query, "none", None, (), "Type a town, county, ZIP code or state.")
    return (
        _coordinates(query)
        or _by_zip(gazetteer, query)
        or _by_name(gazetteer, query)
        or Located(query, "none", None, (), f"“{query}” is not in our list. Try a ZIP code, or the county with its state.")
    )


def _coordinates(query: str) -> Located | None:
    match = _COORDINATES.fullmatch(query)
    if not match or "." not in query:
        return None
    try:
        point = Point(float(match[1]), float(match[2]))
    except ValueError:
        return None
    place = Place("point", f"{point.latitude}, {point.longitude}", "", None, None, point, query)
    return Located(query, "point", place, (), f"The point {place.label}")


def _by_zip(gazetteer: Gazetteer, query: str) -> Located | None:
    codes = _ZIP.findall(query)
    if not codes:
        return None
    state = _trailing_state(_ZIP.sub(" ", query))[1]
    for code in reversed(codes):
        found = gazetteer.zip(code)
        if found and (state is None or found.state_code == state.code):
            place = _zip_place(gazetteer, found)
            street = folded(_ZIP.sub(" ", query)) not in ("", folded(found.city), folded(f"{found.city} {found.state_code}"))
            note = f" No street look-up here: this is the middle of {place.label}." if street and len(query) > 20 else ""
            return Located(query, "zip", place, _around(gazetteer, place, found.city), place.sentence + "." + note)
        if found and state:
            other = _zip_place(gazetteer, found)
            return Located(
                query, "choice", None, (other, _state_place(state)),
                f"ZIP code {code} lies in {STATES[found.state_code].name}, not in {state.name}. Which do you mean?",
            )  # fmt: skip
    if not query.replace("-", "").replace(" ", "").isdecimal():
        return None
    near = gazetteer.zips_like(codes[-1][:3], 1)
    if not near:
        return Located(query, "none", None, (), f"There is no ZIP code {codes[-1]}. Try the town and state.")
    place = _zip_place(gazetteer, near[0])
    return Located(
        query, "choice", None, tuple(_zip_place(gazetteer, one) for one in gazetteer.zips_like(codes[-1][:3], OFFERED)),
        f"ZIP code {codes[-1]} is not in our list. These are in the same area, near {near[0].city}, {STATES[place.state_code].name}:",
    )  # fmt: skip


def _by_name(gazetteer: Gazetteer, query: str) -> Located | None:
    words, state = _trailing_state(query)
    if state and not words:
        place = _state_place(state)
        # A few cities carry a state's name.
        towns = tuple(_town_place(gazetteer, one) for one in gazetteer.towns(state.name)[:2])
        return Located(query, "state", place, towns, f"All of {state.name}")
    return (
        _by_county(gazetteer, query, words, state)
        or _by_town(gazetteer, query, words, state)
        or _elsewhere(gazetteer, query, words, state)
        or _street(gazetteer, query, words, state)
        or _suggestion(gazetteer, query, words, state)
    )


def _trailing_state(query: str) -> tuple[list[str], State | None]:
    """Split a typed place into folded words and the state at its end, if there is one."""
    words = folded(query).split()
    for length in (4, 3, 2, 1):
        if length <= len(words):
            tail = " ".join(words[-length:])
            state = state_named(tail)
            # Two letters inside a sentence are a word (in, or, me), at its end after a comma or capital a state.
            if state and (length > 1 or len(tail) > 2 or _is_code(query, tail)):
                return words[:-length], state
    return words, None


def _is_code(query: str, code: str) -> bool:
    return bool(re.search(rf"(^|[\s,]){code.upper()}\W*$", query) or re.search(rf",\s*{code}\W*$", query, re.I) or len(query) == 2) or query.islower()


def _by_county(gazetteer: Gazetteer, query: str, words: list[str], state: State | None) -> Located | None:
    if len(words) < 2 or words[-1] not in _COUNTY_WORDS:
        return None
    found = gazetteer.counties(" ".join(words[:-1]), state.code if state else None)
    if not found:
        return None
    if len(found) > 1:
        return _choice(query, [_county_place(one) for one in found], words)
    place = _county_place(found[0])
    return Located(query, "county", place, (_state_place(STATES[place.state_code]),), place.sentence)


def _by_town(gazetteer: Gazetteer, query: str, words: list[str], state: State | None) -> Located | None:
    towns = _towns(gazetteer, words, state)
    counties = gazetteer.counties(" ".join(words), state.code if state else None)
    if not towns and len(counties) == 1:
        place = _county_place(counties[0])
        return Located(query, "county", place, (_state_place(STATES[place.state_code]),), place.sentence)
    if not towns:
        return _choice(query, [_county_place(one) for one in counties], words) if counties else None
    if len({town.state_code for town in towns}) > 1:
        return _choice(query, [_town_place(gazetteer, one) for one in towns], words)
    place = _town_place(gazetteer, towns[0])
    others = [_town_place(gazetteer, one) for one in towns[1:3]]
    same_name = [_county_place(one) for one in counties[:2]] + [
        _county_place(one) for one in gazetteer.counties(" ".join(word for word in words if word != "city"))[:2]
    ]
    around = _around(gazetteer, place, towns[0].name, [*others, *(one for one in same_name if one.county_code != place.county_code)])
    return Located(query, "place", place, around, place.sentence)


def _towns(gazetteer: Gazetteer, words: list[str], state: State | None) -> list[Town]:
    found = gazetteer.towns(" ".join(words), state.code if state else None)
    if not found and len(words) > 1 and words[-1] in _TOWN_WORDS:
        return gazetteer.towns(" ".join(words[:-1]), state.code if state else None)
    return found


def _elsewhere(gazetteer: Gazetteer, query: str, words: list[str], state: State | None) -> Located | None:
    """Say that the typed state has no such place, and where there is one; never take another state's silently."""
    if state is None:
        return None
    near = _similar(gazetteer, words, state)
    if near:
        return None
    towns = gazetteer.towns(" ".join(words))
    if not towns:
        return None
    offered = tuple([_town_place(gazetteer, one) for one in towns[: OFFERED - 1]] + [_state_place(state)])
    name = towns[0].name
    return Located(query, "choice", None, offered, f"{state.name} has no {name} in our list. Do you mean one of these?")


def _street(gazetteer: Gazetteer, query: str, words: list[str], state: State | None) -> Located | None:
    """Take the town at the end of an address: the longest tail of words that is one."""
    if len(words) < 3 or not any(word.isdecimal() for word in words):
        return None
    for start in range(1, len(words)):
        towns = _towns(gazetteer, words[start:], state)
        if not towns:
            continue
        if len({town.state_code for town in towns}) > 1:
            return _choice(query, [_town_place(gazetteer, one) for one in towns], words[start:])
        place = _town_place(gazetteer, towns[0])
        note = f"No street look-up here: this is the middle of {place.label}."
        return Located(query, "place", place, _around(gazetteer, place, towns[0].name), note)
    return None


def _suggestion(gazetteer: Gazetteer, query: str, words: list[str], state: State | None) -> Located | None:
    offered = _similar(gazetteer, words, state)
    if not offered:
        return None
    where = f" for {state.name}" if state else ""
    return Located(query, "choice", None, tuple(offered[:OFFERED]), f"“{query}” is not in our list{where}. Did you mean:")


def _similar(gazetteer: Gazetteer, words: list[str], state: State | None) -> list[Place]:
    """Return places whose names differ little from `words`, nearest spelling first, the bigger one first at a tie."""
    typed = " ".join(word for word in words if word not in _COUNTY_WORDS)
    if len(typed) < 3:
        return []
    cutoff = max(1, round(len(typed) * _NEAR_ENOUGH))
    code = state.code if state else None
    if words[-1] in _COUNTY_WORDS:
        counties = gazetteer.county_names(code)
        hits = process.extract(typed, [one[0] for one in counties], scorer=OSA.distance, score_cutoff=min(cutoff, 3), limit=OFFERED)
        return [_county_place(county) for _, _, at in hits if (county := gazetteer.county(counties[at][1]))]
    names = gazetteer.names(code)
    hits = process.extract(typed, [one[0] for one in names], scorer=OSA.distance, score_cutoff=min(cutoff, 3), limit=40)
    if not hits:
        return []
    best = min(distance for _, distance, _ in hits)
    near = sorted((distance, -names[at][3], names[at]) for _, distance, at in hits if distance <= best + 1)
    found: list[Place] = []
    for _, _, (_, name, state_code, _) in near:
        towns = gazetteer.towns(name, state_code)
        if towns and all(one.label != _town_place(gazetteer, towns[0]).label for one in found):
            found.append(_town_place(gazetteer, towns[0]))
    return found


def _choice(query: str, places: Sequence[Place], words: list[str]) -> Located:
    name = places[0].label.split(",")[0]
    states = len({one.state_code for one in places})
    offered = tuple(places[:12])
    more = f" The {len(offered)} biggest are here; add the state for another one." if len(places) > len(offered) else ""
    return Located(query, "choice", None, offered, f"{states} states have {_article(name)} {name}. Which one?{more}")


def _article(name: str) -> str:
    return "an" if name[:1].lower() in "aeiou" else "a"


def _around(gazetteer: Gazetteer, place: Place, city: str, more: Sequence[Place] = ()) -> tuple[Place, ...]:
    """Offer what else may be meant: the whole state, the ZIP code of the town, places of the same name."""
    found = [_state_place(STATES[place.state_code])]
    county = gazetteer.county(place.county_code) if place.county_code else None
    if county:
        found.append(_county_place(county))
    if place.kind != "zip":
        found += [_zip_place(gazetteer, one) for one in gazetteer.zips_of(city, place.state_code, 1)]
    found += more
    return tuple(dict.fromkeys(one for one in found if one.label != place.label))[:OFFERED]


def _state_place(state: State) -> Place:
    return Place("state", f"All of {state.name}", state.code, None, None, state.point, state.name, f"All of {state.name}")


def _county_place(county: County) -> Place:
    state = STATES[county.state_code].name
    label = f"{county.long_name}, {state}"
    return Place("county", label, county.state_code, county.county_code, county.long_name, county.point, label, label)


def _town_place(gazetteer: Gazetteer, town: Town) -> Place:
    state = STATES[town.state_code].name
    county = gazetteer.county(town.county_code) if town.county_code else None
    label = f"{town.name}, {state}"
    sentence = f"{town.name}, a town in {county.long_name}, {state}" if county else label
    return Place(
        "place", label, town.state_code, county.county_code if county else None, county.long_name if county else None,
        town.point, f"{town.name}, {town.state_code}", sentence,
    )  # fmt: skip


def _zip_place(gazetteer: Gazetteer, found: Zip) -> Place:
    state = STATES[found.state_code].name
    county = gazetteer.county(found.county_code) if found.county_code else None
    label = f"ZIP code {found.zip}, {found.city}, {state}"
    where = f", in {county.long_name}" if county else ""
    return Place(
        "zip", label, found.state_code, found.county_code, county.long_name if county else None, found.point, found.zip,
        f"{label}{where}",
    )  # fmt: skip


