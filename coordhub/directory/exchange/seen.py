"""The fields of an entry as somebody may see them; what leaves the hub, and what a list is compared with."""

from coordhub.directory.fields import FIELDS, LINKS, Field
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import Entry


def seen_text(field: Field, entry: Entry, sight: Visibility) -> str:
    """Return the text of a field without the channels, and without the keys of the entries, that this sight hides."""
    if entry.entry_kind not in field.kinds:
        return ""
    value = field.seen(field.get(entry), sight)
    if field.name in LINKS and value is not None and getattr(entry, field.name).visibility not in sight.seen:
        return ""
    if field.name == "verified_by" and sight == Visibility.PUBLIC:
        return ""  # the name of a person who keeps the list, which visitors need not know
    return field.show(value)


def seen_row(entry: Entry, sight: Visibility) -> list[str]:
    """Return the texts of all fields in the order of the table."""
    return [seen_text(field, entry, sight) for field in FIELDS]
