"""Deeds on entries: add, change, confirm, replace. Each writes what changed into the entry's history."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from coordhub import clock, places
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions.indexing import derive, put_into_index
from coordhub.directory.actions.news import tell_of_change
from coordhub.directory.fields import BY_NAME, FIELDS, Links, WrongCell, snapshot
from coordhub.directory.kinds import EntryKind, VerifiedHow
from coordhub.directory.models import Change, Channel, Contact, Entry, Office, Site
from coordhub.directory.rules import ages, sight
from coordhub.directory.rules.entries import default_visibility, key_for, out_of_state, problems_of
from coordhub.errors import Conflict, NotAllowed
from coordhub.formats import reader_today

_MODELS: Mapping[EntryKind, type[Entry]] = {EntryKind.OFFICE: Office, EntryKind.CONTACT: Contact, EntryKind.SITE: Site}
SYSTEM = "coordhub"


class WrongFields(Exception):
    """Values that cannot be stored: a sentence each, by field. `may_be_confirmed` when only the point is doubtful."""

    def __init__(self, errors: Mapping[str, str], *, may_be_confirmed: bool = False) -> None:
        super().__init__("; ".join(f"{name}: {words}" for name, words in errors.items()))
        self.errors = dict(errors)
        self.may_be_confirmed = may_be_confirmed


@dataclass(frozen=True)
class Doer:
    """Who changes entries: a person, or the hub itself; `batch_id` is the import that does it."""

    user: User | None = None
    words: str = SYSTEM
    batch_id: int | None = None

    @classmethod
    def of(cls, user: User) -> "Doer":
        """Return a person as the doer, named as histories name people: by name and state."""
        where = f", {user.state_code}" if user.state_code else ""
        return cls(user, f"{user.display_name}{where}")

    @property
    def links(self) -> Links:
        """Return what this doer's values may name: no entry that is hidden from them."""
        seen = sight.sight_of(self.user) if self.user else Links().sight
        return Links(lambda key: queries.entry_named(key, sight=seen), queries.course_named, seen)


def add_entry(
    kind: EntryKind, values: Mapping[str, Any], *, by: Doer, links: Links | None = None, point_confirmed: bool = False
) -> Entry:
    """Add an entry with `values` of its fields by name; what is not given is empty.

    Raises WrongFields, NotAllowed for a state that `by` does not answer for, Conflict for a key that is taken.
    """
    if by.user is not None and not sight.may_keep_state(by.user, values.get("state_code")):
        raise NotAllowed("Only a state’s director or a hub administrator adds entries for it.")
    entry = _MODELS[kind](entry_kind=kind)
    for one in ("channels", "counties", "specialties", "languages", "closures", "offers"):
        setattr(entry, one, [])
    for one in ("parent", "fallback", "replaced_by"):
        setattr(entry, one, None)
    empty = {one.name: one.read("") for one in FIELDS if one.name not in _NEVER_EMPTY}
    given = {**empty, "visibility": default_visibility(kind), **values}
    if not given.get("key"):
        given["key"] = key_for(kind, values.get("state_code"), values.get("name") or "", queries.key_is_taken)
    _fill(entry, given, links or by.links, point_confirmed)
    db.session.add(entry)
    _settle(entry, {}, by, "added")
    return entry


def change_entry(
    entry: Entry,
    values: Mapping[str, Any],
    *,
    by: Doer,
    links: Links | None = None,
    deed: str = "changed",
    confirmed_how: VerifiedHow | None = None,
    point_confirmed: bool = False,
) -> Change | None:
    """Store `values` of a fully loaded entry's fields by name, and return what changed; None when nothing did.

    An edit is no confirmation, unless `confirmed_how` says that the rest was checked as well. Raises WrongFields and
    NotAllowed.
    """
    refuse_strangers(by.user, entry, "changes it")
    if by.user is not None and not sight.may_move(by.user, entry, values.get("state_code", entry.state_code)):
        raise NotAllowed("Only a hub administrator moves an entry to another state.")
    before = snapshot(entry)
    _fill(entry, values, links or by.links, point_confirmed)
    if confirmed_how is not None:
        _confirm(entry, entry.channels, by, confirmed_how)
    return _settle(entry, before, by, deed)


def confirm_entry(
    entry: Entry, *, by: Doer, how: VerifiedHow, channels: Collection[Channel] | None = None
) -> Change | None:
    """Record that an entry and those of its `channels` that were looked at, all unless given, were found right today.

    The keeper of the link in a letter confirms without an account, so `by` may be the hub itself. Raises NotAllowed.
    """
    refuse_strangers(by.user, entry, "confirms it")
    before = snapshot(entry)
    _confirm(entry, entry.channels if channels is None else channels, by, how)
    return _settle(entry, before, by, "confirmed")


def replace_entry(entry: Entry, successor: Entry | None, *, on: date, by: Doer) -> Change | None:
    """End an entry from the day `on`; `successor` stands in its place, None when nobody does. It is never deleted.

    Raises NotAllowed, and WrongFields when the successor is the entry itself or was replaced too.
    """
    if successor is not None and (successor.key == entry.key or successor.replaced_on is not None):
        raise WrongFields({"replaced_by": "Choose an entry that stands in the directory, and another one than this."})
    values = {"replaced_by": successor.key if successor else None, "replaced_on": on}
    links = Links(lambda _key: successor)
    return change_entry(entry, values, by=by, links=links, deed="replaced" if successor else "closed")


def refuse_strangers(user: User | None, entry: Entry, deed: str) -> None:
    """Raise NotAllowed unless `user`, None for the hub itself, may change an entry; `deed` says what others do not."""
    if user is not None and not sight.may_edit(user, entry):
        raise NotAllowed(f"Only who keeps this entry, the state’s director or a hub administrator {deed}.")


def mark_due(entry: Entry, *, on: date) -> None:
    """Make an entry due for a check from the day `on`, whatever its age says; a bounced letter does that."""
    if entry.due_on is None or entry.due_on > on:
        entry.due_on = on


def write_change(entry: Entry, fields: Mapping[str, list[str]], *, by: Doer, deed: str) -> Change:
    """Add to an entry's history: `fields` before and after, as lists write them, by name."""
    change = Change(
        entry_id=entry.id,
        at=clock.now(),
        actor_id=by.user.id if by.user else None,
        actor_words=by.words,
        deed=deed,
        fields=dict(fields),
        batch_id=by.batch_id,
    )
    db.session.add(change)
    if by.user is not None:
        record(by.user.id, f"entry-{deed}", entry.key)
    return change


def _fill(entry: Entry, values: Mapping[str, Any], links: Links, point_confirmed: bool) -> None:
    kinds = entry.entry_kind
    errors: dict[str, str] = {}
    with db.session.no_autoflush:
        for name, value in values.items():
            if kinds not in BY_NAME[name].kinds:
                continue
            try:
                BY_NAME[name].put(entry, value, links)
            except WrongCell as error:
                errors[name] = f"This {error}."
        complete = {one.name: one.get(entry) for one in FIELDS if kinds in one.kinds}
        errors |= problems_of(kinds, complete, queries.state_codes(), _county_name, reader_today())
        if errors:
            raise WrongFields(errors)
        if not point_confirmed and {"lat", "lon", "state_code", "address_state_code"} & set(values):
            problem = out_of_state(complete)
            if problem:
                raise WrongFields({"lat": problem}, may_be_confirmed=True)


def _confirm(entry: Entry, channels: Collection[Channel], by: Doer, how: VerifiedHow) -> None:
    today = reader_today()
    checked: tuple[Entry | Channel, ...] = (entry, *channels)
    for one in checked:
        one.verified_on, one.verified_how, one.verified_by = today, how, by.words
    for channel in channels:
        channel.bounced_at = channel.wrong_on = None
    # Also when it was confirmed today before: something may have made it due in between.
    entry.due_on = ages.due_on(today)


def _settle(entry: Entry, before: Mapping[str, str], by: Doer, deed: str) -> Change | None:
    """Derive, index, write the history of a filled entry, tell of it; raises Conflict when key or number is taken."""
    after = snapshot(entry)
    if deed == "added" or before.get("verified_on") != after.get("verified_on"):
        entry.due_on = ages.due_on(entry.verified_on)
    changed = {
        name: [before.get(name, ""), after.get(name, "")]
        for name in {**before, **after}
        if before.get(name, "") != after.get(name, "")
    }
    if not changed:
        return None
    derive(entry)
    try:
        db.session.flush()  # The history and the index need the entry's id.
    except IntegrityError as error:
        raise Conflict("Somebody has just stored the same in the directory. Look at it, then try again.") from error
    put_into_index(entry)
    change = write_change(entry, changed, by=by, deed=deed)
    tell_of_change(entry, change, successor=entry.replaced_by)
    entry.changed_at = change.at  # The same instant: a form opened now must not take this change for a later one.
    return change


def _county_name(code: str) -> str | None:
    county = places.the_gazetteer().county(code)
    return county.long_name if county else None


_NEVER_EMPTY = frozenset({"key", "kind", "name", "office_kind", "role", "site_kind", "status", "visibility", "source"})

__all__ = [
    "SYSTEM",
    "Doer",
    "WrongFields",
    "add_entry",
    "change_entry",
    "confirm_entry",
    "mark_due",
    "refuse_strangers",
    "replace_entry",
    "write_change",
]
