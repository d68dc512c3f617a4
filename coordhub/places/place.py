"""What a typed place can turn out to be, and the words for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordhub.places.gazetteer import County, Gazetteer, Town, Zip
from coordhub.places.names import folded
from coordhub.places.points import Point
from coordhub.places.states import STATES, State

OFFERED = 6  # alternatives on a page
# The Census Bureau's line between an urbanized area and an urban cluster, 1950 to 2010; we know no legal status.
_CITY_FROM = 50_000


@dataclass(frozen=True)
class Place:
    """A place that was understood: what it is, how it is called, where it lies.

    `query` is a text that leads back to this place, `sentence` says a little more than `label`, and `note` how exact
    the point is. `state_code` is empty for a bare point.
    """

    kind: str
    label: str
    state_code: str
    county_code: str | None
    county_name: str | None
    point: Point
    query: str
    sentence: str = ""
    note: str = ""


def state_place(state: State) -> Place:
    """Return the whole state; its point is the capital."""
    label = f"All of {state.in_sentence}"
    note = "The point is the capital." if state.code != "DC" else ""
    return Place("state", label, state.code, None, None, state.point, state.name, label, note)


def county_place(county: County) -> Place:
    """Return the county; its point is the middle of its area."""
    label = f"{county.long_name}, {STATES[county.state_code].name}"
    note = "The point is the middle of the county."
    return Place(
        "county", label, county.state_code, county.county_code, county.long_name, county.point, label, label, note
    )


def town_place(gazetteer: Gazetteer, town: Town, namesake: bool = False) -> Place:
    """Return the town; a `namesake`, a smaller town of the same name and state, is told apart by its county."""
    state = STATES[town.state_code].name
    county = gazetteer.county(town.county_code) if town.county_code else None
    label, query, sentence = f"{town.name}, {state}", f"{town.name}, {town.state_code}", f"{town.name}, {state}"
    if county and town.state_code != "DC" and folded(county.name) != folded(town.name):
        size = "city" if town.population >= _CITY_FROM else "town"
        sentence = f"{town.name}, a {size} in {county.long_name}, {state}"
    if county and namesake:
        label, query = f"{town.name}, {county.long_name}, {state}", f"{town.name}, {county.long_name}, {state}"
    return Place(
        "place", label, town.state_code, county.county_code if county else None, county.long_name if county else None,
        town.point, query, sentence, "The point is the middle of the town.",
    )  # fmt: skip


def zip_place(gazetteer: Gazetteer, found: Zip) -> Place:
    """Return the ZIP code; its county is the one that holds most of it."""
    county = gazetteer.county(found.county_code) if found.county_code else None
    label = ", ".join(part for part in (f"ZIP code {found.zip}", found.city, STATES[found.state_code].name) if part)
    # Connecticut's ZIP codes come with the planning regions of 2022, which our counties of 2017 do not have.
    name = county.long_name if county else None
    sentence = f"{label}, in {name}" if name and found.state_code != "DC" else label
    return Place(
        "zip", label, found.state_code, county.county_code if county else None, name, found.point, found.zip, sentence,
        "The point is the middle of the ZIP code's area.",
    )  # fmt: skip


def area_place(code: str, near: Sequence[Zip]) -> Place:
    """Return the area of the ZIP codes that begin like `code`, an unknown one: roughly where it must be."""
    middle = near[len(near) // 2]
    where = ", ".join(part for part in (middle.city, STATES[middle.state_code].name) if part)
    label = f"ZIP code area {code[:3]}, near {where}"
    note = f"Approximate: where ZIP codes begin with {code[:3]}."
    return Place("zip", label, middle.state_code, None, None, middle.point, middle.zip, label, note)


def around(gazetteer: Gazetteer, place: Place, city: str, more: Sequence[Place] = ()) -> tuple[Place, ...]:
    """Offer what else may be meant: the whole state, the county, the town's first ZIP code, then `more`."""
    found = [state_place(STATES[place.state_code])]
    county = gazetteer.county(place.county_code) if place.county_code else None
    if county and place.state_code != "DC":
        found.append(county_place(county))
    if place.kind != "zip":
        found += [zip_place(gazetteer, one) for one in gazetteer.zips_of(city, place.state_code, 1)]
    return offered([*found, *more], but=place)


def offered(places: Sequence[Place], but: Place | None = None, most: int = OFFERED) -> tuple[Place, ...]:
    """Return the first of `places`, each label once, without `but`."""
    once = {one.label: one for one in reversed(places) if but is None or one.label != but.label}
    return tuple(once[label] for label in dict.fromkeys(one.label for one in places) if label in once)[:most]
