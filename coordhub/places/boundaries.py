"""What lies where: the state of a point, by the outlines; the county of what was typed, by the gazetteer."""

from collections.abc import Sequence
from functools import cache

from coordhub.places.gazetteer import County, Gazetteer
from coordhub.places.names import folded
from coordhub.places.outlines import COAST_DEGREES, Ring, distance_to, is_inside, outlines
from coordhub.places.points import Box, Point
from coordhub.places.states import STATES
from coordhub.places.typed import cleaned, county_readings, read_typed

# Outlines are simplified: of 17,563 towns of the gazetteer 36 lie outside their state's, by 0.015 degrees at most.
BORDER_DEGREES = 0.02
NOWHERE = "This point lies in the sea or outside the United States."


def state_at(point: Point) -> str | None:
    """Return the code of the state or island area that holds the point, else of the nearest within COAST_DEGREES.

    None in the sea and abroad. A point just across the border to Canada or Mexico counts as near.
    """
    near: dict[str, list[Ring]] = {}
    for code, ring, box in _boxed_rings():
        if box.south <= point.latitude <= box.north and box.west <= point.longitude <= box.east:
            near.setdefault(code, []).append(ring)
    x, y = point.longitude, point.latitude
    # A ring whose box is elsewhere can neither hold the point nor be near it.
    if inside := next((code for code, rings in near.items() if is_inside(rings, x, y)), None):
        return inside
    distance, code = min(
        ((distance_to(rings, x, y), code) for code, rings in near.items()), default=(COAST_DEGREES, "")
    )
    return code if distance < COAST_DEGREES else None


def point_problem(point: Point, state_code: str | None) -> str | None:
    """Return a sentence when the point is not in the state (None: in no state at all), or None when all is well.

    Within BORDER_DEGREES of a neighbor, or COAST_DEGREES of the sea, a point is well. Raises KeyError for no state.
    """
    there = state_at(point)
    if there is None:
        return NOWHERE
    if state_code is None or there == state_code:
        return None
    if distance_to(outlines()[state_code], point.longitude, point.latitude) < BORDER_DEGREES:
        return None
    return f"This point lies in {STATES[there].in_sentence}, not in {STATES[state_code].in_sentence}."


def county_code_of(gazetteer: Gazetteer, text: str, state_code: str | None) -> str | None:
    """Return the FIPS code of a county written as "26055", "Grand Traverse" or "Grand Traverse County, MI".

    The county must be of `state_code` if that is given. None when there is no such county, or several.
    """
    typed = read_typed(cleaned(text))
    if typed.name.isdecimal():
        county = gazetteer.county(typed.name)
        return county.county_code if county and state_code in (None, county.state_code) else None
    whole = tuple(typed.whole.split())
    code = typed.state.code if typed.state else state_code
    found = _counties_called(gazetteer, typed.words, code) if state_code in (None, code) else []
    if not found and typed.state and "," not in text:
        # "Washington" and "Adams Co." may be in Ohio, whatever else they are short for.
        readings = [(" ".join(whole), ""), *county_readings(whole)[:1]]
        found = [one for name, _ in readings for one in gazetteer.counties(name, state_code)]
    return found[0].county_code if len(found) == 1 else None


def _counties_called(gazetteer: Gazetteer, words: tuple[str, ...], state_code: str | None) -> Sequence[County]:
    bare = [(" ".join(words[:-1]), "city")] if words[-1:] == ("city",) else []
    for name, kind in [(" ".join(words), ""), *county_readings(words), *bare]:
        found = gazetteer.counties(name, state_code)
        exact = [one for one in found if folded(one.long_name) == " ".join(words)]
        # Maryland has a Baltimore County and a Baltimore that is a city.
        same_kind = [one for one in found if kind and kind in folded(one.long_name).split()]
        if found:
            return exact or same_kind or found
    return []


@cache
def _boxed_rings() -> Sequence[tuple[str, Ring, Box]]:
    """Return every ring with its state and with its box, wider by COAST_DEGREES."""
    return [(code, ring, _box(ring)) for code, rings in outlines().items() for ring in rings]


def _box(ring: Ring) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    wide = COAST_DEGREES
    return Box(min(ys) - wide, max(ys) + wide, min(xs) - wide, max(xs) + wide)
