"""How entries are written: on pages (age, address, distance, links) and for the full-text search."""

from math import floor
from urllib.parse import urlsplit

import flask

from coordhub import clock
from coordhub.directory.kinds import SiteStatus, VerifiedHow
from coordhub.directory.models import Contact, Entry, Site
from coordhub.directory.rules import ages, seasons
from coordhub.formats import reader_time_zone
from coordhub.places.states import STATES


def as_of(entry: Entry) -> ages.AsOf:
    """Return the last check of an entry and its age today; a source's date is as exact as the source."""
    words = ""
    if entry.verified_how == VerifiedHow.SOURCE and entry.source_date:
        words = ages.date_words(entry.source_date)
    return ages.as_of(entry.verified_on, entry.due_on, clock.today_in(reader_time_zone()), words=words)


def tel(phone: str) -> str:
    """tel:+1-517-373-6066 (RFC 3966, with the country code, since a phone may dial from anywhere)"""
    return f"tel:+1-{phone}"


def site_name(url: str) -> str:
    """michigan.gov/mde: an address short enough to read"""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    name = (parts.hostname or url).removeprefix("www.")
    return name + (path if len(path) <= 24 else "")


def address(entry: Entry) -> str:
    """608 West Allegan Street; P.O. Box 30008, Lansing, MI 48909; empty when no source gave one"""
    return ", ".join(address_lines(entry))


def address_lines(entry: Entry) -> list[str]:
    """Return the lines of an envelope, without the name; none when no source gave a street or a town."""
    town = ", ".join(part for part in (entry.city, entry.address_state_code) if part) if entry.city else ""
    if town and entry.zip_code:
        town = f"{town} {entry.zip_code}"
    return [line for line in (*(entry.street or "").split("; "), town) if line]


def miles(distance: float) -> str:
    """134 miles: whole ones, since a point is a town or a ZIP code"""
    if distance < 1:
        return "less than 1 mile"
    whole = floor(distance + 0.5)
    return f"{whole:,} {'mile' if whole == 1 else 'miles'}"


def what_it_is(entry: Entry) -> str:
    """Return the kind of an entry in words; of a PASS site also when the source is old."""
    if isinstance(entry, Site) and entry.status == SiteStatus.HISTORIC:
        return f"{entry.kind.label}, from an old source"
    if isinstance(entry, Contact):
        return entry.title or entry.kind.label
    return str(entry.kind.label)


def season(entry: Entry) -> str:
    """May 15 to Aug 31; empty when the entry works the whole year or nobody said."""
    return seasons.season_words(entry.season_starts, entry.season_ends)


def searched_text(entry: Entry) -> str:
    """Return what the full-text search reads of an entry besides its name: only what its readers may see."""
    state = STATES.get(entry.state_code or "")
    parts = [
        entry.kind.label,
        entry.title,
        *(one.specialty.label for one in entry.specialties),
        state.name if state else "",
        entry.city,
        entry.zip_code,
        entry.host_organization,
        entry.offered,
        entry.note,
        *(one.value for one in entry.channels if one.visibility in entry.visibility.seen),
    ]
    return " ".join(part for part in parts if part)


def init_app(app: flask.Flask) -> None:
    """Make them filters of the templates."""
    for filter_ in (as_of, tel, site_name, address, address_lines, miles, what_it_is):
        app.add_template_filter(filter_)
    app.add_template_filter(season, "season")
    app.add_template_filter(ages.date_words, "date_words")
