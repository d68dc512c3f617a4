"""Decisions about what an entry must satisfy as a whole; single values are checked where they are read."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from itertools import chain, count
from typing import Any

from coordhub.directory.kinds import EntryKind, Visibility
from coordhub.places.boundaries import point_problem
from coordhub.places.names import folded
from coordhub.places.points import Point

KEY_NAME_LENGTH = 50
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
# What an entry of each kind cannot be without.
NEEDED: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.OFFICE: ("name", "office_kind", "source"),
    EntryKind.CONTACT: ("name", "role", "source"),
    EntryKind.SITE: ("name", "site_kind", "status", "host_organization", "offered", "source"),
}


def problems_of(
    kind: EntryKind,
    values: Mapping[str, Any],
    state_codes: Collection[str],
    county_name: Callable[[str], str | None],
    today: date,
) -> dict[str, str]:
    """Return a sentence for each field that does not fit the rest, by the field's name; empty when all is well.

    `values` are all fields of the entry as it would be. `state_codes` are the known states, and `county_name` gives
    the name of a county by its FIPS code, None for a code that is none.
    """
    found = {name: "This is missing." for name in NEEDED[kind] if values.get(name) in (None, "")}
    for name in ("state_code", "address_state_code"):
        if values.get(name) and values[name] not in state_codes:
            found[name] = f"“{values[name]}” is no code of a state. Write MI for Michigan."
    unknown = [code for code in values.get("counties") or () if county_name(code) is None]
    if unknown:
        found["counties"] = f"“{unknown[0]}” is no county’s FIPS code."
    if (values.get("lat") is None) != (values.get("lon") is None):
        found["lat"] = "Give both latitude and longitude, or neither."
    if values.get("replaced_by") and values.get("replaced_by") == values.get("key"):
        found["replaced_by"] = "An entry cannot replace itself."
    if values.get("replaced_by") and values.get("replaced_on") is None:
        found["replaced_on"] = "Say from which day the other entry replaces this one."
    elif values.get("replaced_on") is not None and values["replaced_on"] > today:
        # An entry leaves every list with this day written into it.
        found["replaced_on"] = "Choose today or an earlier day, and come back when the day has come."
    return found


def out_of_state(values: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the point of an entry, as a sentence; None when it lies in the entry's state.

    Coordinates of another state or of the sea sent people to the wrong office elsewhere (study “directory and map”,
    section 1), so a person must confirm them.
    """
    if values.get("lat") is None or values.get("lon") is None:
        return None
    return point_problem(
        Point(values["lat"], values["lon"]), values.get("address_state_code") or values.get("state_code")
    )


def may_be_key(text: str) -> bool:
    """Say whether a text has the shape of an entry's key; addresses can carry anything."""
    return _KEY.fullmatch(text) is not None


def default_visibility(kind: EntryKind) -> Visibility:
    """Return who sees a new entry: everybody, but people only whoever has an account, until somebody decides."""
    return Visibility.MEMBERS if kind == EntryKind.CONTACT else Visibility.PUBLIC


def key_for(kind: EntryKind, state_code: str | None, name: str, is_taken: Callable[[str], bool]) -> str:
    """Return a free key for a new entry: its state and the first words of its name, numbered when taken."""
    words = folded(name).replace(" ", "-")[:KEY_NAME_LENGTH].strip("-") or kind.value
    stem = f"{(state_code or 'us').lower()}-{words}"
    return next(key for key in chain((stem,), (f"{stem}-{number}" for number in count(2))) if not is_taken(key))
