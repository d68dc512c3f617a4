"""Two people at one entry: what the other one changed, and a form that loses nothing of either."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from coordhub.directory import queries
from coordhub.directory.fields import Field, WrongCell
from coordhub.directory.forms import EntryForm
from coordhub.directory.forms.writing import data_of, parts_in, typed_fields
from coordhub.directory.history import LINKS
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import Change, Entry


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed: what stood there, what stands there now, and what this writer typed."""

    label: str
    before: str
    now: str
    yours: str


@dataclass(frozen=True)
class Meanwhile:
    """Who changed the entry, which of it was taken into the form, and which fields both of them changed."""

    changes: Sequence[Change]
    taken: Sequence[Difference]
    both: Sequence[Difference]
    data: MultiDict[str, str]


def meanwhile(
    entry: Entry, changes: Sequence[Change], form: EntryForm, typed: MultiDict[str, str], sight: Visibility
) -> Meanwhile:
    """Compare what somebody typed into `form`, which was validated, with what others stored since it was opened.

    `data` is what was typed, with those fields brought up to date that only the others changed.
    """
    stands = data_of(entry, sight)
    # The form that goes back is not checked again, and no page may hold a NUL.
    typed = MultiDict((part, text.replace("\0", "")) for part, text in typed.items(multi=True))
    data = MultiDict(typed)
    taken, both = [], []
    for field in typed_fields(entry.entry_kind):
        before = _before(field, changes, sight)
        now = field.show(field.seen(field.get(entry), sight))
        if before is None or before == now:
            continue
        yours = _typed_text(field, form, typed)
        difference = Difference(field.label, before, now, yours)
        if yours == before:
            taken.append(difference)
            for part in parts_in(list(data), field.name):
                data.poplist(part)
            data.update(
                MultiDict((part, text) for part in parts_in(stands, field.name) for text in stands.getlist(part))
            )
        elif yours != now:
            both.append(difference)
    return Meanwhile(changes, taken, both, data)


def _before(field: Field, changes: Sequence[Change], sight: Visibility) -> str | None:
    """Return what the field held before the first of `changes` that changed it; None when none did."""
    first = next((one.fields[field.name] for one in changes if field.name in one.fields), None)
    if first is None:
        return None
    if field.name in LINKS and queries.keys_hidden([first[0]], sight):
        return ""
    try:
        return field.show(field.seen(field.read(first[0]), sight))
    except WrongCell:
        return str(first[0])


def _typed_text(field: Field, form: EntryForm, typed: MultiDict[str, str]) -> str:
    """Return what was typed as a list writes it; as it stands in the form when it cannot be read."""
    if field.name in form.values:
        return field.show(form.values[field.name])
    return " ".join(typed.get(part, "") for part in parts_in(typed, field.name))
