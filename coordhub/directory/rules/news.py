"""Which changes of entries are news for other states, and in which words: names and kinds of change, never a value."""

from collections.abc import Mapping, Sequence

from coordhub.directory.fields import BY_NAME, CHANNELS, WrongCell
from coordhub.directory.kinds import Visibility

READERS = Visibility.MEMBERS  # whoever has partner states has an account
Fields = Mapping[str, Sequence[str]]
_ENDS = frozenset({"replaced", "closed"})
_OTHERS = {"role": "has another role", "counties": "answers for other counties"}


def is_visible(visibility: Visibility) -> bool:
    """Say whether members see an entry, so that it may be named to them."""
    return visibility in READERS.seen


def news_of(name: str, visibility: Visibility, fields: Fields, deed: str, *, successor: str | None = None) -> str:
    """Return what a change means to members of other states, as a sentence without a period; empty when nothing.

    `fields` is what a history keeps: before and after by name. `successor` is the name of the entry that stands in its
    place, None when there is none or members do not see it.
    """
    if not is_visible(visibility):
        return ""
    if deed == "added" or _came_to_light(fields):
        return f"{name} is new in the directory"
    if deed in _ENDS:
        return f"{name} was replaced by {successor}" if successor else f"{name} has closed"
    parts = [words for field, words in _OTHERS.items() if field in fields]
    parts = [words for channel in CHANNELS if (words := _of_channels(channel, fields))] + parts
    said = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    if "name" not in fields:
        return f"{name} {said}" if said else ""
    renamed = f"{fields['name'][0]} is now {name}"
    return f"{renamed}, and {said}" if said else renamed


def _came_to_light(fields: Fields) -> bool:
    before = fields.get("visibility", [""])[0]
    return before not in ("", *READERS.seen)


def _of_channels(field: str, fields: Fields) -> str:
    """Return what became of the numbers or addresses that members see; a label alone is no news."""
    if field not in fields:
        return ""
    before, after = (_seen(field, text) for text in fields[field])
    one = "phone number" if field == "phones" else "e-mail address"
    if after - before:
        return f"has a new {one}"
    return f"has dropped {'a' if one[0] == 'p' else 'an'} {one}" if before - after else ""


def _seen(field: str, text: str) -> set[tuple[str, str]]:
    try:
        values = BY_NAME[field].read(text)
    except WrongCell:
        return set()
    return {(one.value, one.extension) for one in values if is_visible(one.visibility)}
