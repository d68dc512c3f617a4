"""Practice entries: invented people in roles, marked so wherever they appear, for the states of the practice people.

Their numbers are 555-01xx, their addresses at example.org; where a practice person has an account, the entry has the
same name and address and is kept by that account. Counties are real, so that the counterpart finder can be tried.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import flask

from coordhub import clock, places
from coordhub.accounts.queries import user_with_email
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions import Doer, add_entry
from coordhub.directory.actions.placing import address_point
from coordhub.directory.fields import BY_NAME
from coordhub.directory.kinds import SEARCHED_AS, ContactRole, EntryKind, VerifiedHow
from coordhub.errors import NotAllowed
from coordhub.places.names import folded
from coordhub.search import remove

SOURCE = "Practice data, invented"
_TIME_ZONE = "America/New_York"  # a day more or less does not matter to practice
_AREA_CODES = {"TX": "956", "MI": "231", "FL": "239", "WA": "509", "OH": "419", "ND": "701", "GA": "229", "CA": "559"}


@dataclass(frozen=True)
class Invented:
    """A practice entry: `more` are further fields as lists write them, `days` how long ago somebody checked it."""

    state_code: str
    name: str
    role: ContactRole
    city: str
    days: int | None
    counties: str = ""
    languages: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of the entry: marked, so that it never takes that of a real one."""
        return f"practice-{self.state_code.lower()}-{folded(self.name).replace(' ', '-')}"


def _fallback(state_code: str, name: str) -> str:
    return Invented(state_code, name, ContactRole.DIRECTOR, "", None).key


_DIRECTOR, _RECORDS, _CREDIT = ContactRole.DIRECTOR, ContactRole.RECORDS, ContactRole.CREDIT
_LEAD, _RECRUITER, _PASS = ContactRole.RECRUITMENT, ContactRole.RECRUITER, ContactRole.PASS
_SUMMER, _YOUTH, _PARENTS = ContactRole.SUMMER, ContactRole.YOUTH, ContactRole.PARENTS
_HEALTH, _INTERSTATE = ContactRole.HEALTH, ContactRole.INTERSTATE
_SENDS = {"receives": "no"}

# Whoever is named by another row stands before it.
PEOPLE: Sequence[Invented] = (
    Invented("TX", "Rosa Delgado", _DIRECTOR, "Austin", 12, languages="eng; spa"),
    Invented("TX", "Luis Ortega", _RECORDS, "Austin", 40, "", "eng; spa", {"specialties": "credit; records"}),
    Invented("TX", "Carmen Villa", _INTERSTATE, "Pharr", 95, languages="eng; spa", more=_SENDS),
    Invented("TX", "Hector Salas", _RECRUITER, "Edinburg", 30, "48215", "eng; spa"),
    Invented("TX", "Irene Cantu", _RECRUITER, "Brownsville", 210, "48061; 48489", "eng; spa"),
    Invented("TX", "Tomas Reyna", _RECRUITER, "Eagle Pass", 420, "48323; 48507", "eng; spa"),
    Invented("TX", "Gloria Pena", _CREDIT, "Austin", 60, languages="eng; spa", more={"specialties": "credit; testing"}),
    Invented("TX", "Joan Whitaker", _PASS, "San Antonio", None),
    Invented("MI", "Mei Tran", _DIRECTOR, "Lansing", 8),
    Invented(
        "MI", "Ben Okafor", _RECRUITER, "Traverse City", 20, "26055; 26089", "eng; spa",
        {"fallback": _fallback("MI", "Mei Tran"), "note": "In the orchards in the mornings; calls back by noon."},
    ),
    Invented(
        "MI", "Nora Beck", _RECRUITER, "Traverse City", 300, "26055; 26089",
        more={"replaced_by": _fallback("MI", "Ben Okafor"), "replaced_on": "-60"},
    ),
    Invented("MI", "Sofia Marin", _RECRUITER, "Hart", 75, "26127; 26123", "eng; mam; spa"),
    Invented("MI", "Walt Jansen", _RECRUITER, "Benton Harbor", 190, "26021; 26159", "eng; spa"),
    Invented("MI", "Priya Nair", _RECORDS, "Lansing", 33),
    Invented("MI", "Grace Lindholm", _CREDIT, "Grand Rapids", 145),
    Invented("MI", "Omar Haddad", _LEAD, "Lansing", 50, languages="ara; eng; spa"),
    Invented("FL", "Yvonne Charles", _DIRECTOR, "Tallahassee", 25),
    Invented("FL", "Dana Whitfield", _RECORDS, "Tallahassee", 15),
    Invented("FL", "Marie Pierre", _RECRUITER, "Immokalee", 44, "12021", "eng; hat; spa"),
    Invented("FL", "Juana Domingo", _RECRUITER, "LaBelle", 120, "12051; 12043", "eng; kjb; mam; spa"),
    Invented("FL", "Earl Simmons", _RECRUITER, "Wauchula", 500, "12049; 12105"),
    Invented(
        "FL", "ID&R coordinator", _LEAD, "Tallahassee", 70,
        more={"is_vacant": "yes", "fallback": _fallback("FL", "Yvonne Charles")},
    ),
    Invented("FL", "Rachel Stone", _PASS, "Gainesville", 230),
    Invented("FL", "Luz Aguilar", _PARENTS, "Tampa", 88, languages="eng; spa"),
    Invented("WA", "Karin Holm", _DIRECTOR, "Olympia", 18),
    Invented("WA", "Pat Lindqvist", _PASS, "Sunnyside", 10, languages="eng; spa"),
    Invented("WA", "Elena Fuentes", _RECRUITER, "Yakima", 28, "53077", "eng; mix; spa"),
    Invented("WA", "Diego Barrera", _RECRUITER, "Pasco", 200, "53005; 53021", "eng; spa"),
    Invented("WA", "Anna Skaggs", _RECRUITER, "Mount Vernon", 390, "53057; 53073", "eng; mix; spa; trc"),
    Invented("WA", "Victor Ames", _RECORDS, "Sunnyside", 55),
    Invented("WA", "Hanna Brooks", _HEALTH, "Yakima", 130),
    Invented("OH", "Doris Kepler", _DIRECTOR, "Columbus", 35),
    Invented("OH", "Felix Romero", _RECRUITER, "Fremont", 64, "39143; 39077", "eng; spa"),
    Invented("OH", "Ruth Yoder", _RECORDS, "Fremont", 240),
    Invented("OH", "Neil Barker", _SUMMER, "Toledo", 110, more={"season": "06-01..09-30"}),
    Invented("ND", "Karl Nygaard", _DIRECTOR, "Bismarck", 48),
    Invented(
        "ND", "Paula Rivas", _RECRUITER, "Grafton", 90, "38067; 38099", "eng; spa",
        {"season": "05-15..08-31", "fallback": _fallback("ND", "Karl Nygaard"), "note": "Works in the summer only."},
    ),
    Invented("ND", "Inga Moen", _RECORDS, "Grand Forks", 380, more={"season": "05-15..09-15"}),
    Invented(
        "GA", "Tessa Monroe", _DIRECTOR, "Atlanta", 22, more={"closures": "next week", "note": "Closed next week."}
    ),
    Invented("GA", "Alma Ruiz", _RECRUITER, "Moultrie", 58, "13071; 13277", "eng; spa"),
    Invented("GA", "Jean Baptiste", _RECRUITER, "Vidalia", 205, "13279; 13267", "eng; hat; spa"),
    Invented("GA", "Clara Dunn", _YOUTH, "Tifton", 150),
    Invented("CA", "Alicia Montoya", _DIRECTOR, "Sacramento", 30, languages="eng; spa"),
    Invented("CA", "Rene Castillo", _RECRUITER, "Salinas", 85, "06053; 06087", "eng; mix; spa; zap"),
    Invented("CA", "Bao Vang", _RECRUITER, "Fresno", 260, "06019; 06107", "eng; hmn; spa"),
    Invented("CA", "Sara Kimura", _CREDIT, "Sacramento", 66),
    Invented("CA", "Ivan Prado", _RECORDS, "Bakersfield", 450, languages="eng; spa"),
)  # fmt: skip


def load_demo_entries() -> int:
    """Add the practice entries that are missing and return how many; states that the directory lacks are left out.

    Raises NotAllowed on a hub without practice.
    """
    if not flask.current_app.config["HUB_DEMO"]:
        raise NotAllowed("Practice entries exist only on a practice hub (HUB_DEMO).")
    known, states = queries.demo_keys(), queries.state_codes()
    missing = [(number, one) for number, one in enumerate(PEOPLE) if one.key not in known and one.state_code in states]
    for number, one in missing:
        _add(one, number)
    return len(missing)


def remove_demo_entries() -> int:
    """Take every practice entry out of the directory and return how many there were."""
    found = queries.entries_with_keys(sorted(queries.demo_keys()))
    for entry in found:
        remove(SEARCHED_AS, entry.key)
        db.session.delete(entry)
    return len(found)


def _add(one: Invented, number: int) -> None:
    entry = add_entry(EntryKind.CONTACT, _values(one, number, clock.today_in(_TIME_ZONE)), by=Doer())
    entry.is_demo = True
    account = user_with_email(entry.email) if entry.email else None
    if account is not None and account.is_demo and account.state_code == one.state_code:
        entry.keeper_id = account.id


def _values(one: Invented, number: int, today: date) -> dict[str, Any]:
    more = dict(one.more)
    if "closures" in more:
        monday = today + timedelta(days=7 - today.weekday())
        more["closures"] = f"{monday}..{monday + timedelta(days=4)} Spring cleaning"
    if "replaced_on" in more:
        more["replaced_on"] = (today + timedelta(days=int(more["replaced_on"]))).isoformat()
    texts = {
        "key": one.key,
        "name": one.name,
        "role": one.role.value,
        "state_code": one.state_code,
        "city": one.city,
        "address_state_code": one.state_code,
        "phones": f"{_AREA_CODES[one.state_code]}-555-01{number:02}",
        "counties": one.counties,
        "languages": one.languages or "eng",
        "specialties": one.role.specialty.value if one.role.specialty else "",
        "source": SOURCE,
        "visibility": "public",
        **more,
    }
    if "is_vacant" not in more:
        texts["emails"] = f"{folded(one.name).replace(' ', '.')}@example.org"
    office = f"{one.state_code.lower()}-mep"
    if queries.key_is_taken(office):
        texts["parent"] = office
    values = {name: BY_NAME[name].read(text) for name, text in texts.items()}
    return values | _checked(one.days, today) | _placed(one)


def _checked(days: int | None, today: date) -> dict[str, Any]:
    if days is None:
        return {}
    how = VerifiedHow.PHONE if days % 2 else VerifiedHow.SELF
    return {"verified_on": today - timedelta(days=days), "verified_how": how, "verified_by": "practice"}


def _placed(one: Invented) -> dict[str, Any]:
    found = address_point(places.the_gazetteer(), one.city, one.state_code, None)
    if found is None:
        return {}
    return {"lat": found[0].latitude, "lon": found[0].longitude, "point_basis": found[1]}
