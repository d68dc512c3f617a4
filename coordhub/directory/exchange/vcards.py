"""Entries as vCards for address books. Version 3.0 (RFC 2426): Outlook reads no 4.0, and telephones read both."""

from collections.abc import Iterable

import vobject
from vobject.vcard import Address, Name

from coordhub.directory.kinds import ChannelKind, Visibility
from coordhub.directory.models import Contact, Entry, Site
from coordhub.directory.words import as_of, season, what_it_is
from coordhub.formats import count
from coordhub.places.states import STATES

_TYPES = {ChannelKind.PHONE: ["WORK", "VOICE"], ChannelKind.FAX: ["WORK", "FAX"]}


def vcards_of(entries: Iterable[Entry], sight: Visibility) -> bytes:
    """Return one card after the other, each with what this sight shows."""
    return "".join(_card(entry, sight) for entry in entries).encode()


def _card(entry: Entry, sight: Visibility) -> str:
    card = vobject.vCard()
    _add(card, "fn", entry.name)
    person = isinstance(entry, Contact) and not entry.is_vacant
    given, _, family = entry.name.rpartition(" ") if person else ("", "", entry.name)
    card.add("n").value = Name(family=family, given=given)
    card.add("org").value = [_organization(entry, sight)]
    if not person:
        _add(card, "x-abshowas", "COMPANY")  # Apple's address book then sorts it among organizations
    if isinstance(entry, Contact):
        _add(card, "title", entry.title or entry.kind.label)
        _add(card, "role", entry.kind.label)
    _reach(card, entry, sight)
    _place(card, entry)
    _add(card, "note", _note(entry))
    _add(card, "uid", f"coordhub-{entry.key}")
    if entry.changed_at is not None:
        _add(card, "rev", f"{entry.changed_at:%Y-%m-%dT%H:%M:%SZ}")
    return str(card.serialize())


def _organization(entry: Entry, sight: Visibility) -> str:
    if isinstance(entry, Contact):
        known = entry.parent is not None and entry.parent.visibility in sight.seen
        return entry.parent.name if entry.parent is not None and known else "Migrant Education Program"
    return (entry.host_organization if isinstance(entry, Site) else None) or entry.name


def _reach(card: vobject.base.Component, entry: Entry, sight: Visibility) -> None:
    for channel in entry.channels:
        if channel.visibility not in sight.seen:
            continue
        if channel.kind == ChannelKind.EMAIL:
            _add(card, "email", channel.value, types=["INTERNET", "WORK"])
            continue
        extension = f";ext={channel.extension}" if channel.extension else ""
        _add(card, "tel", f"+1-{channel.value}{extension}", types=_TYPES[channel.kind], plain=True)
    if entry.website:
        _add(card, "url", entry.website, plain=True)


def _place(card: vobject.base.Component, entry: Entry) -> None:
    if entry.city:
        where = Address(
            street=entry.street or "", city=entry.city, region=entry.address_state_code or entry.state_code or "",
            code=entry.zip_code or "", country="USA",
        )  # fmt: skip
        line = card.add("adr")
        line.value, line.type_param = where, "WORK"
    if entry.lat is not None:
        _add(card, "geo", f"{entry.lat};{entry.lon}", plain=True)


def _note(entry: Entry) -> str:
    state = STATES.get(entry.state_code or "")
    counties = f"Answers for {count(len(entry.counties), 'county', 'counties')}" if entry.counties else ""
    parts = [
        what_it_is(entry),
        state.name if state else "",
        counties,
        f"Season: {season(entry)}" if season(entry) else "",
        as_of(entry).words,
        f"Source: {entry.source}",
        entry.note,
    ]
    return "\n".join(part for part in parts if part)


def _add(
    card: vobject.base.Component, name: str, value: str, *, types: list[str] | None = None, plain: bool = False
) -> None:
    """Add a line; `plain` values are numbers and addresses in which a semicolon is no separator to be escaped."""
    line = card.add(name)
    line.value, line.encoded = value, plain
    if types:
        line.type_param = types
