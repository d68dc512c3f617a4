"""Deeds of somebody at a form: typed text is checked for what must not be public, and the point follows the address.

The deeds on entries themselves stand in actions/entries.py; imports call those directly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coordhub import places
from coordhub.directory.actions.entries import Doer, add_entry, change_entry, confirm_entry
from coordhub.directory.actions.placing import address_point
from coordhub.directory.fields import BY_NAME, FIELDS
from coordhub.directory.fields.free_text import free_text
from coordhub.directory.kinds import EntryKind, VerifiedHow, Visibility
from coordhub.directory.models import Change, Entry
from coordhub.places.gazetteer import Gazetteer
from coordhub.privacy.checks import check_text
from coordhub.privacy.surfaces import Surface

TYPED = "typed"  # what a point is based on that somebody gave
_ADDRESS = frozenset({"city", "zip_code", "address_state_code"})
_POINT = frozenset({"lat", "lon"})


@dataclass(frozen=True)
class Ticks:
    """What somebody ticked: that nobody can be recognized, that the point is right, and how the rest was checked."""

    nobody: bool = False
    point: bool = False
    how: VerifiedHow | None = None


def edit_entry(entry: Entry, values: Mapping[str, Any], *, by: Doer, ticks: Ticks) -> Change | None:
    """Store what somebody typed into the form of a fully loaded entry, and return what changed; None when nothing did.

    Raises PrivacyRefusal, WrongFields and NotAllowed.
    """
    changed = changed_values(entry, values, by.links.sight)
    check_text(free_text(changed), Surface.PUBLIC, confirmed=ticks.nobody)
    stands = {one.name: one.get(entry) for one in FIELDS if entry.entry_kind in one.kinds}
    changed |= _placed(places.the_gazetteer(), stands | changed, set(changed))
    return change_entry(entry, changed, by=by, confirmed_how=ticks.how, point_confirmed=ticks.point)


def add_by_hand(kind: EntryKind, state_code: str | None, values: Mapping[str, Any], *, by: Doer, ticks: Ticks) -> Entry:
    """Add an entry of a state, None between states, from what somebody typed. Raises as edit_entry does."""
    given = {**values, "state_code": state_code}
    check_text(free_text(given), Surface.PUBLIC, confirmed=ticks.nobody)
    given |= _placed(places.the_gazetteer(), given, {name for name, value in given.items() if value is not None})
    entry = add_entry(kind, given, by=by, point_confirmed=ticks.point)
    if ticks.how is not None:
        confirm_entry(entry, by=by, how=ticks.how)
    return entry


def changed_values(entry: Entry, values: Mapping[str, Any], sight: Visibility) -> dict[str, Any]:
    """Return those of `values` that differ from what a fully loaded entry holds, as far as the writer sees it."""
    fields = {name: BY_NAME[name] for name in values}
    return {name: values[name] for name, one in fields.items() if values[name] != one.seen(one.get(entry), sight)}


def _placed(gazetteer: Gazetteer, stands: Mapping[str, Any], changed: set[str]) -> dict[str, Any]:
    """Return the point as it follows from the address, unless it was typed; nothing when neither changed."""
    typed = stands["lat"] is not None or stands["lon"] is not None
    if _POINT & changed and typed:
        return {"point_basis": TYPED}
    if not (_ADDRESS | _POINT) & changed:
        return {}
    state_code = stands.get("address_state_code") or stands.get("state_code")
    found = address_point(gazetteer, stands["city"], state_code, stands["zip_code"])
    if found is None:
        return {"lat": None, "lon": None, "point_basis": None}
    point, basis = found
    return {"lat": point.latitude, "lon": point.longitude, "point_basis": basis}
