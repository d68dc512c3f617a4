"""Factories of entries: each adds a valid one by the deed that pages use, from the fewest values."""

from itertools import count
from typing import Any

from coordhub.directory import queries
from coordhub.directory.actions import Doer, add_entry
from coordhub.directory.fields import BY_NAME
from coordhub.directory.kinds import ContactRole, EntryKind, OfficeKind, SiteKind, SiteStatus, Visibility
from coordhub.directory.models import Entry
from coordhub.places.points import Point

HUB = Doer()
_numbers = count(1)


def an_office(key: str = "", point: Point | None = None, **more: Any) -> Entry:
    """A local office of no state."""
    return _entry(EntryKind.OFFICE, key, point, {"office_kind": OfficeKind.LOCAL} | more)


def a_contact(key: str = "", point: Point | None = None, **more: Any) -> Entry:
    """A recruiter whom everybody sees."""
    return _entry(EntryKind.CONTACT, key, point, {"role": ContactRole.RECRUITER, "visibility": "public"} | more)


def a_site(key: str = "", point: Point | None = None, **more: Any) -> Entry:
    """A school that runs PASS."""
    given = {
        "site_kind": SiteKind.USE, "status": SiteStatus.ACTIVE, "host_organization": "A school", "offered": "PASS",
    }  # fmt: skip
    return _entry(EntryKind.SITE, key, point, given | more)


def whole(key: str) -> Entry:
    """The entry with everything, read anew."""
    entry = queries.whole_entry(key, sight=Visibility.ADMINISTRATORS)
    assert entry is not None
    return entry


def _entry(kind: EntryKind, key: str, point: Point | None, values: dict[str, Any]) -> Entry:
    key = key or f"{kind}-{next(_numbers)}"
    given = {"key": key, "name": key, "source": "https://example.org/"} | values
    if point is not None:
        given |= {"lat": point.latitude, "lon": point.longitude}
    # Texts are read as lists are, so that a test writes phones="517-555-0100 x12".
    read = {name: BY_NAME[name].read(value) if type(value) is str else value for name, value in given.items()}
    return add_entry(kind, read, by=HUB, point_confirmed=True)
