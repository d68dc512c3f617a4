"""Invented entries in any number, scattered around the counties as people are, put in by the shortest way."""

import random
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, insert, select

from coordhub import places
from coordhub.accounts.models import Specialty
from coordhub.db import db
from coordhub.directory.actions.indexing import document_of
from coordhub.directory.facets import facets_of
from coordhub.directory.kinds import ContactRole, EntryKind, OfficeKind, SiteKind, SiteStatus
from coordhub.directory.models import Channel, Entry, EntryCounty, EntryLanguage, EntrySpecialty
from coordhub.directory.queries import state_codes, whole_entries
from coordhub.directory.rules.counterparts import stands_by_county_only
from coordhub.places.grid import cell_of
from coordhub.places.points import Point
from coordhub.search import put_many

SEED = 20260616
NAMES = ("Orchard", "Harvest", "Valley", "River", "Prairie", "Sunrise", "Cedar", "Lake", "Meadow", "Canyon", "Grove")
PEOPLE = ("Ana", "Luis", "Marta", "Jon", "Pilar", "Ruth", "Noel", "Iris", "Omar", "Tess", "Hugo", "Vera")
AT_ONCE = 5_000


def entries_standing() -> int:
    """Return how many entries there are."""
    return db.session.scalar(select(func.count(Entry.id))) or 0


def fill_to(number: int) -> None:
    """Add invented entries until there are `number`, with channels, coverage, tasks, languages and their full text."""
    standing = entries_standing()
    last = db.session.scalar(select(func.max(Entry.id))) or 0
    chance = random.Random(SEED + standing)
    rows = list(_rows(chance, last, number - standing))
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        db.session.execute(insert(Entry.__table__), [entry for entry, _ in some])
        for model, name in (
            (Channel, "channels"), (EntryCounty, "counties"), (EntrySpecialty, "specialties"),
            (EntryLanguage, "languages"),
        ):  # fmt: skip
            found = [row for _, parts in some for row in parts[name]]
            if found:
                db.session.execute(insert(model.__table__), found)
    _index(last)
    db.session.commit()


def _rows(chance: random.Random, last: int, number: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    known = state_codes()
    counties = [
        county for code in sorted(known) for county in places.the_gazetteer().counties_of(code) if code in known
    ]
    for id_ in range(last + 1, last + 1 + max(0, number)):
        county = chance.choice(counties)
        point = Point(
            max(-89.0, min(89.0, county.point.latitude + chance.gauss(0, 0.15))),
            max(-180.0, min(180.0, county.point.longitude + chance.gauss(0, 0.15))),
        )
        kind = chance.choices(list(EntryKind), (3, 6, 1))[0]
        yield _entry(chance, id_, kind, county, point)


def _entry(
    chance: random.Random, id_: int, kind: EntryKind, county: Any, point: Point
) -> tuple[dict[str, Any], dict[str, Any]]:
    ux, uy, uz = point.unit_vector
    # One director for some hundred others, and one in a hundred for the whole state, as in a state's own list.
    roles = list(ContactRole)
    role = chance.choices(roles, (1, *[40] * (len(roles) - 1)))[0] if kind == EntryKind.CONTACT else None
    office = OfficeKind.LOCAL if kind == EntryKind.OFFICE else None
    site = SiteKind.USE if kind == EntryKind.SITE else None
    counties = [] if chance.random() < 0.01 else [county.county_code]
    parts = {
        "channels": [
            {
                "entry_id": id_, "kind": "phone", "value": f"555-555-{id_ % 10_000:04}", "extension": "", "label": "",
                "visibility": "public", "position": 0, "verified_by": "",
            }
        ],
        "counties": [{"entry_id": id_, "county_code": one} for one in counties],
        "specialties": [
            {"entry_id": id_, "specialty": one} for one in sorted(chance.sample(list(Specialty), chance.randint(0, 2)))
        ],
        "languages": [
            {"entry_id": id_, "language_code": one}
            for one in sorted(chance.sample(["spa", "hat", "mam", "eng"], chance.randint(0, 2)))
        ],
    }  # fmt: skip
    row = SimpleNamespace(
        entry_kind=kind, office_kind=office, role=role, site_kind=site, offers=[],
        **{name: [SimpleNamespace(**one) for one in parts[name]] for name in ("counties", "specialties", "languages")},
    )  # fmt: skip
    entry = {
        "id": id_, "key": f"bench-{id_}", "entry_kind": kind, "state_code": county.state_code,
        "name": f"{chance.choice(PEOPLE)} {chance.choice(NAMES)} {county.name} {id_}",
        "city": county.name, "address_state_code": county.state_code, "lat": point.latitude, "lon": point.longitude,
        "ux": ux, "uy": uy, "uz": uz, "cell": cell_of(point), "facets": facets_of(row), "visibility": "public",
        "only_by_county": stands_by_county_only(row),
        "office_kind": office, "role": role, "site_kind": site,
        "status": SiteStatus.ACTIVE if site else None, "host_organization": "A school" if site else None,
        "offered": "PASS" if site else None, "is_demo": False, "is_vacant": False, "sends": True, "receives": True,
        "source": "https://example.org/", "verified_by": "",
    }  # fmt: skip
    return entry, parts


def _index(after: int) -> None:
    while entries := whole_entries(after=after, limit=2_000):
        put_many(document_of(one) for one in entries)
        after = entries[-1].id
        db.session.flush()
        db.session.expunge_all()
