"""How the fields of an entry are written in a form: what each is as form data, and how form data reads as a field.

All parts of a field carry its name, alone or before a hyphen: `phones-0-number`. So a field can be put into a form, or
taken out of it, without knowing its parts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from coordhub.directory.fields import BY_NAME, CHANNELS, FIELDS, Field, WrongCell
from coordhub.directory.fields.channels import CHANNELS_AT_MOST, channel_text
from coordhub.directory.kinds import ChannelKind, EntryKind, Visibility
from coordhub.directory.models import Entry

# Who keeps an entry does not move it to another state, and confirming and replacing are deeds of their own.
_NOT_TYPED = frozenset({
    "key", "kind", "state_code", "point_basis", "replaced_by", "replaced_on", "verified_on", "verified_how",
    "verified_by",
})  # fmt: skip
ROWS_MORE = 3  # empty rows offered beyond the filled ones
CLOSURES_AT_MOST = 12
SETS = frozenset({"counties", "specialties", "languages", "courses"})
SEASON_PARTS = ("from-month", "from-day", "to-month", "to-day")
_WHOLE_SEASON = "Choose month and day of both ends, or leave all four empty for the whole year."


@dataclass(frozen=True)
class Rows:
    """A field of several rows: the parts of a row, which of them make it a row, and the ways there and back."""

    parts: tuple[str, ...]
    needed: str
    missing: str
    texts: Callable[[Any], tuple[str, ...]]
    cell: Callable[..., str]
    at_most: int
    # Chosen from a list, so they say nothing about whether somebody filled the row.
    chosen: frozenset[str] = frozenset({"kind", "sight"})


ROWS: Mapping[str, Rows] = {
    "phones": Rows(
        ("number", "extension", "label", "kind", "sight"),
        "number",
        "Write the number, or empty the row.",
        lambda one: (one.value, one.extension, one.label, one.kind.value, one.visibility.value),
        lambda number, extension, label, kind, sight: channel_text(kind, number, extension, label, sight),
        CHANNELS_AT_MOST,
    ),
    "emails": Rows(
        ("address", "label", "sight"),
        "address",
        "Write the address, or empty the row.",
        lambda one: (one.value, one.label, one.visibility.value),
        lambda address, label, sight: channel_text(ChannelKind.EMAIL, address, "", label, sight),
        CHANNELS_AT_MOST,
    ),
    "closures": Rows(
        ("from", "to", "note"),
        "from",
        "Choose the first day, or empty the row.",
        lambda one: (one[0].isoformat(), one[1].isoformat(), one[2]),
        lambda first, last, note: f"{first}..{last or first} {note}".strip(),
        CLOSURES_AT_MOST,
    ),
}


def typed_fields(kind: EntryKind) -> tuple[Field, ...]:
    """Return the fields of a kind of entry that a form offers, in their order."""
    return tuple(one for one in FIELDS if kind in one.kinds and one.name not in _NOT_TYPED)


def data_of(entry: Entry, sight: Visibility) -> MultiDict[str, str]:
    """Return the form data that a fully loaded entry fills a form with."""
    found: MultiDict[str, str] = MultiDict()
    for one in typed_fields(entry.entry_kind):
        found.update(field_data(one, one.seen(one.get(entry), sight)))
    return found


def field_data(field: Field, value: Any) -> MultiDict[str, str]:
    """Return a value of a field as form data."""
    name = field.name
    if name in ROWS:
        rows = ROWS[name]
        return MultiDict(
            (f"{name}-{number}-{part}", text)
            for number, one in enumerate(value)
            for part, text in zip(rows.parts, rows.texts(one), strict=True)
        )
    if name in SETS:
        return MultiDict((name, str(one)) for one in value)
    if name == "season":
        ends = [number for day in value or () for number in divmod(day, 100)]
        return MultiDict((f"season-{part}", str(number)) for part, number in zip(SEASON_PARTS, ends, strict=False))
    if isinstance(value, bool):
        return MultiDict([(name, "yes")] if value else [])
    return MultiDict([(name, field.show(value))])


def parts_in(data: Iterable[str], name: str) -> list[str]:
    """Return which names of form data belong to a field."""
    return [part for part in data if part == name or part.startswith(f"{name}-")]


def rows_filled(data: Mapping[str, Any], name: str) -> int:
    """Return how many rows of a field are filled, up to the last one."""
    rows = ROWS[name]
    filled = [
        number
        for number in range(rows.at_most)
        if any(data.get(f"{name}-{number}-{part}") for part in rows.parts if part not in rows.chosen)
    ]
    return max(filled, default=-1) + 1


def rows_in(data: Mapping[str, Any], name: str) -> int:
    """Return how many rows of a field a form has: the filled ones and ROWS_MORE, within the bound of the field."""
    return min(rows_filled(data, name) + ROWS_MORE, ROWS[name].at_most)


class WrongPart(Exception):
    """What is wrong with a part of a form, as a sentence."""

    def __init__(self, part: str, words: str) -> None:
        super().__init__(words)
        self.part = part


def read_field(name: str, typed: Mapping[str, Any], rows: int = 0) -> Any:
    """Return the value of a field from what was typed into its parts. Raises WrongPart."""
    if name in ROWS:
        return _read_rows(name, typed, rows)
    if name == "season":
        return _read(name, _season_cell(typed), "season-from-month")
    if name in SETS:
        return _read(name, "; ".join(typed[name] or ()), name)
    if isinstance(typed[name], bool):
        return _read(name, "yes" if typed[name] else "no", name)
    return _read(name, typed[name] or "", name)


def _read_rows(name: str, typed: Mapping[str, Any], count: int) -> tuple[Any, ...]:
    rows = ROWS[name]
    found: dict[Any, Any] = {}
    for number in range(count):
        texts = {part: typed[f"{name}-{number}-{part}"] or "" for part in rows.parts}
        if not any(text for part, text in texts.items() if part not in rows.chosen):
            continue
        part = f"{name}-{number}-{rows.needed}"
        if not texts[rows.needed]:
            raise WrongPart(part, rows.missing)
        values = _read(name, rows.cell(*texts.values()), part)
        if len(values) != 1:
            raise WrongPart(part, "Write one in each row, without semicolons.")
        same = (values[0].kind, values[0].value, values[0].extension) if name in CHANNELS else values[0]
        if same in found:
            raise WrongPart(part, "This stands in another row already. Empty one of the two.")
        found[same] = values[0]
    values = tuple(found.values())
    return values if name in CHANNELS else tuple(sorted(values))


def _season_cell(typed: Mapping[str, Any]) -> str:
    texts = [typed[f"season-{part}"] or "" for part in SEASON_PARTS]
    if not any(texts):
        return ""
    if not all(texts):
        raise WrongPart("season-from-month", _WHOLE_SEASON)
    first_month, first_day, last_month, last_day = (int(text) for text in texts)
    return f"{first_month:02}-{first_day:02}..{last_month:02}-{last_day:02}"


def _read(name: str, cell: str, part: str) -> Any:
    try:
        return BY_NAME[name].read(cell)
    except WrongCell as error:
        raise WrongPart(part, f"This {error}.") from None
