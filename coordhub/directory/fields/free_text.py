"""Which of an entry's values are free text, in which somebody could write of a child or a family."""

from collections.abc import Mapping
from typing import Any

from coordhub.directory.fields.table import CHANNELS

# The name of a person or an office has its own field, and a source is an address or an office; these hold anything.
_COLUMNS = ("title", "host_organization", "note", "offered", "partial_credit", "transcript_route", "fee")


def free_text(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what of `values` somebody wrote freely, by field: long texts, labels of numbers, notes of closures."""
    texts = {name: values[name] or "" for name in _COLUMNS if name in values}
    texts |= {name: " / ".join(one.label for one in values[name]) for name in CHANNELS if name in values}
    texts |= {"closures": " / ".join(one[2] for one in values["closures"])} if "closures" in values else {}
    return {name: text for name, text in texts.items() if text}
