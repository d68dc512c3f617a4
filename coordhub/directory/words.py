"""How entries are written: on pages (age, address, distance, links) and for the full-text search."""

from math import floor
from urllib.parse import urlsplit

import flask

from coordhub import places
from coordhub.directory.kinds import SiteStatus, VerifiedHow
from coordhub.directory.models import Channel, Contact, Entry, Site
from coordhub.directory.rules import ages, seasons
from coordhub.directory.vocabulary import language_name
from coordhub.formats import count, reader_today
from coordhub.places.states import STATES

COUNTIES_NAMED = 3  # on a card


def as_of(entry: Entry) -> ages.AsOf:
    """Return the last check of an entry and its age today; a source's date is as exact as the source."""
    words = ""
    if entry.verified_how == VerifiedHow.SOURCE and entry.source_date:
        words = ages.date_words(entry.source_date)
    return ages.as_of(entry.verified_on, entry.due_on, reader_today(), words=words)


def tel(channel: Channel) -> str:
    """tel:+1-517-373-6066;ext=12 (RFC 3966, with the country code, since a phone may dial from anywhere)"""
    return f"tel:+1-{channel.value}" + (f";ext={channel.extension}" if channel.extension else "")


def number(channel: Channel) -> str:
    """517-373-6066, extension 12"""
    return channel.value + (f", extension {channel.extension}" if channel.extension else "")


def covers(entry: Entry) -> str:
    """Covers Grand Traverse, Leelanau and 3 more counties; empty when no county is named"""
    codes = entry.county_codes
    if not codes:
        return ""
    gazetteer = places.the_gazetteer()
    named = [county.name for code in codes[:COUNTIES_NAMED] if (county := gazetteer.county(code))]
    more = len(codes) - len(named)
    if more:
        return f"Covers {', '.join(named)} and {count(more, 'more county', 'more counties')}"
    listed = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
    return f"Covers {listed} {'counties' if len(named) > 1 else 'County'}"


def availability(entry: Entry) -> str:
    """Works May 15 to Aug 31; “closed now” or “out of season” comes first, since a call would be in vain."""
    today = reader_today()
    words = seasons.season_words(entry.season_starts, entry.season_ends)
    if words and not seasons.in_season(entry.season_starts, entry.season_ends, today):
        return f"Out of season: works {words}"
    return f"Works {words}" if words else ""


def county_name(code: str) -> str:
    """Grand Traverse County; the code itself when no gazetteer has it"""
    county = places.the_gazetteer().county(code)
    return county.long_name if county else code


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
    on_entries = (as_of, address, address_lines, what_it_is, season, covers, availability)
    on_others = (tel, number, site_name, miles, county_name, language_name)
    for name, filter_ in {one.__name__: one for one in (*on_entries, *on_others)}.items():
        app.add_template_filter(filter_, name)
    app.add_template_filter(ages.date_words, "date_words")
