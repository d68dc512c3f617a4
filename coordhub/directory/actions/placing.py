"""Giving a row of a list its place on the map: the middle of its ZIP code, else its town, else a geocoder's answer."""

from collections.abc import Callable, Mapping
from typing import Any

from geopy.exc import GeopyError
from geopy.location import Location

from coordhub import places
from coordhub.directory.models import Entry
from coordhub.directory.rules.imports import RowPlan
from coordhub.places.gazetteer import Gazetteer
from coordhub.places.points import Point

Geocode = Callable[[str], Location | None]

ZIP, CITY, ADDRESS = "zip", "city", "address"
_ADDRESS_FIELDS = ("street", "city", "address_state_code", "zip_code", "state_code")


def place_row(plan: RowPlan, entry: Entry | None, geocode: Geocode | None) -> None:
    """Add a point to the values of a row that has none, and say by what it was found.

    An entry that stands on the map keeps its point, unless that is the middle of a ZIP code or town which it leaves.
    """
    values = plan.values
    if values.get("lat") is not None or values.get("lon") is not None or not set(_ADDRESS_FIELDS) & set(values):
        return
    if entry is not None and entry.lat is not None and entry.point_basis not in (ZIP, CITY):
        return
    where = {name: values.get(name, getattr(entry, name, None)) for name in _ADDRESS_FIELDS}
    found = _by_geocoder(where, geocode) or _by_gazetteer(where)
    if found is None:
        if entry is None:
            plan.reasons.append("It has no place on the map: give a ZIP code, or a city and a state.")
        return
    point, basis, words = found
    if entry is not None and entry.point == point:
        return
    for name, value in (("lat", point.latitude), ("lon", point.longitude), ("point_basis", basis)):
        old = getattr(entry, name, None)
        values[name] = value
        plan.diff[name] = ["" if old is None else str(old), str(value)]
    plan.reasons.append(f"Its place on the map is {words}.")


def address_point(
    gazetteer: Gazetteer, city: str | None, state_code: str | None, zip_code: str | None
) -> tuple[Point, str] | None:
    """Return where an address lies and what that rests on: its ZIP code, else its town; None when neither is known."""
    found = gazetteer.zip(zip_code[:5]) if zip_code else None
    if found is not None:
        return found.point, ZIP
    towns = gazetteer.towns(city, state_code) if city and state_code else []
    return (towns[0].point, CITY) if towns else None


def _by_gazetteer(where: Mapping[str, Any]) -> tuple[Point, str, str] | None:
    state = where["address_state_code"] or where["state_code"]
    found = address_point(places.the_gazetteer(), where["city"], state, where["zip_code"])
    if found is None:
        return None
    point, basis = found
    words = (
        f"the middle of the ZIP code {where['zip_code'][:5]}" if basis == ZIP else f"that of {where['city']}, {state}"
    )
    return point, basis, words


def _by_geocoder(where: Mapping[str, Any], geocode: Geocode | None) -> tuple[Point, str, str] | None:
    if geocode is None or not where["street"] or not where["city"]:
        return None
    state = where["address_state_code"] or where["state_code"] or ""
    try:
        found = geocode(f"{where['street']}, {where['city']}, {state} {where['zip_code'] or ''}".strip())
    except GeopyError:
        return None  # the gazetteer knows at least the town
    return (Point(found.latitude, found.longitude), ADDRESS, "that of its street") if found else None
