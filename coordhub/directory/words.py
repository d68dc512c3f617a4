"""How entries are written on pages: age, address, distance, links."""

from math import floor
from urllib.parse import urlsplit

import flask

from coordhub import clock
from coordhub.directory import rules
from coordhub.directory.kinds import SiteStatus
from coordhub.directory.models import Office, Site
from coordhub.formats import reader_time_zone


def as_of(source_date: str | None) -> rules.AsOf:
    """Return the date of an entry and its age today."""
    return rules.as_of(source_date, clock.today_in(reader_time_zone()))


def tel(phone: str) -> str:
    """tel:+1-517-373-6066 (RFC 3966, with the country code, since a phone may dial from anywhere)"""
    return f"tel:+1-{phone}"


def site_name(url: str) -> str:
    """michigan.gov/mde: an address short enough to read"""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    name = (parts.hostname or url).removeprefix("www.")
    return name + (path if len(path) <= 24 else "")


def address(entry: Office | Site) -> str:
    """608 West Allegan Street; P.O. Box 30008, Lansing, MI 48909; empty when no source gave one"""
    return ", ".join(address_lines(entry))


def address_lines(entry: Office | Site) -> list[str]:
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


def what_it_is(entry: Office | Site) -> str:
    """Return the kind of an entry in words; of a PASS site also when the source is old."""
    if isinstance(entry, Site) and entry.status == SiteStatus.HISTORIC:
        return f"{entry.kind.label}, from an old source"
    return entry.kind.label


def init_app(app: flask.Flask) -> None:
    """Make them filters of the templates."""
    for filter_ in (as_of, tel, site_name, address, address_lines, miles, what_it_is):
        app.add_template_filter(filter_)
    app.add_template_filter(rules.date_words, "date_words")
