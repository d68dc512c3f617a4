"""Entries as vCards 3.0 (RFC 2426), which every address book reads."""

from collections.abc import Sequence

import vobject
from vobject.vcard import Address, Name

from coordhub.directory.kinds import ChannelKind
from coordhub.directory.models import Contact, Entry
from coordhub.places.states import STATES


def vcards(entries: Sequence[Entry]) -> str:
    """Return the entries as one text of vCards, with the channels that were loaded, in their order."""
    return "".join(_card(one) for one in entries)


def _card(entry: Entry) -> str:
    card = vobject.vCard()
    card.add("fn").value = entry.name
    card.add("uid").value = entry.key
    is_person = isinstance(entry, Contact)
    card.add("n").value = Name(family=entry.name if is_person else "", given="")
    state = STATES.get(entry.state_code or "")
    card.add("org").value = [f"Migrant Education Program, {state.name}" if state and is_person else entry.name]
    if is_person:
        card.add("title").value = entry.title or entry.kind.label
    for channel in entry.channels:
        _add_channel(card, channel.kind, channel.value, channel.extension)
    if entry.city:
        address = Address(entry.street or "", entry.city, entry.address_state_code or "", entry.zip_code or "", "USA")
        card.add("adr").value = address
    if entry.website:
        card.add("url").value = entry.website
    return str(card.serialize())


def _add_channel(card: vobject.base.Component, kind: ChannelKind, value: str, extension: str) -> None:
    if kind == ChannelKind.EMAIL:
        card.add("email").value = value
        return
    line = card.add("tel")
    line.value = f"+1-{value};ext={extension}" if extension else f"+1-{value}"
    line.type_param = ["WORK", "FAX" if kind == ChannelKind.FAX else "VOICE"]
