"""The history of an entry as people read it: words instead of codes, without what this reader may not see."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordhub.accounts.models import Specialty
from coordhub.directory import queries
from coordhub.directory.fields import BY_NAME, CHANNELS, WrongCell
from coordhub.directory.fields.channels import ChannelValue
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import Change, Entry
from coordhub.directory.rules.ages import date_words
from coordhub.directory.rules.differences import Piece, pieces
from coordhub.directory.rules.seasons import season_words
from coordhub.directory.vocabulary import language_name
from coordhub.directory.words import county_name
from coordhub.formats import plain_day, reader_day
from coordhub.places.states import STATES

DEEDS: Mapping[str, str] = {
    "added": "added the entry",
    "changed": "changed the entry",
    "confirmed": "confirmed the entry",
    "replaced": "put another entry in its place",
    "closed": "closed the entry",
    "keeper": "changed who keeps the entry",
    "channel-confirmed": "found this right",
    "channel-wrong": "marked this as wrong",
    "bounced": "noted that letters to this address came back",
    "imported": "changed the entry by an imported list",
    "reverted": "took an import back",
}
LINKS = frozenset({"parent", "fallback", "replaced_by"})
HIDDEN = "something that you may not see"


@dataclass(frozen=True)
class FieldChange:
    """One field of a change: its label, and how its words differ; a single piece when nothing differs."""

    label: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Told:
    """A change as its page shows it; `on` is its day where the reader is."""

    change: Change
    on: date
    deed: str
    fields: Sequence[FieldChange]


def told(entry: Entry, changes: Sequence[Change], sight: Visibility) -> list[Told]:
    """Return the changes of a whole entry for a reader who sees as far as `sight`.

    A number or an entry that is hidden today stays hidden in the past, when everybody saw it.
    """
    hidden = {one.value for one in entry.channels if one.visibility not in sight.seen}
    named = {key for change in changes for link in LINKS & change.fields.keys() for key in change.fields[link]}
    hidden |= queries.keys_hidden(named, sight)
    return [
        Told(
            change,
            reader_day(change.at),
            DEEDS.get(change.deed, change.deed),
            [_field(name, *two, sight, hidden) for name, two in _of(change)],
        )
        for change in changes
    ]


def shown_value(name: str, text: str) -> str:
    """Return the text of a field, as lists write it, in words; what no longer reads is shown as it stands."""
    field = BY_NAME.get(name)
    if field is None or not text:
        return text
    try:
        value = field.read(text)
    except WrongCell:
        return text
    return _WORDS.get(name, _plain)(value) or text


def label_of(name: str) -> str:
    """Return the label of a field of the history."""
    return BY_NAME[name].label if name in BY_NAME else {"keeper": "Kept by"}.get(name, name)


def _of(change: Change) -> list[tuple[str, tuple[str, str]]]:
    order = {name: place for place, name in enumerate(BY_NAME)}
    rows = sorted(change.fields.items(), key=lambda one: order.get(one[0], len(order)))
    return [(name, (str(two[0]), str(two[1]))) for name, two in rows]


def _field(name: str, before: str, after: str, sight: Visibility, hidden: Collection[str]) -> FieldChange:
    if name in CHANNELS:
        before, after = (_seen_channels(name, text, sight, hidden) for text in (before, after))
    elif name in LINKS:
        before, after = (HIDDEN if text in hidden else text for text in (before, after))
    else:
        before, after = shown_value(name, before), shown_value(name, after)
    return FieldChange(label_of(name), pieces(before, after))


def _seen_channels(name: str, text: str, sight: Visibility, hidden: Collection[str]) -> str:
    try:
        values: Sequence[ChannelValue] = BY_NAME[name].read(text)
    except WrongCell:
        return HIDDEN
    seen = [str(one) for one in values if one.visibility in sight.seen and one.value not in hidden]
    return "; ".join(seen + ([HIDDEN] if len(seen) < len(values) else []))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(getattr(value, "label", "") or "")


def _state(code: str) -> str:
    return STATES[code].name if code in STATES else code


def _each(name_of: Callable[[Any], str]) -> Callable[[Sequence[Any]], str]:
    return lambda values: ", ".join(name_of(one) for one in values)


def _closed(value: tuple[date, date, str]) -> str:
    return f"{plain_day(value[0])} to {plain_day(value[1])}{', ' if value[2] else ''}{value[2]}"


def _specialty(value: Specialty) -> str:
    return value.label


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "kind": lambda value: str(value.one),
    "state_code": _state,
    "address_state_code": _state,
    "counties": _each(county_name),
    "specialties": _each(_specialty),
    "languages": _each(language_name),
    "season": lambda value: season_words(*value),
    "closures": _each(_closed),
    "source_date": date_words,
    "verified_on": plain_day,
    "replaced_on": plain_day,
}
