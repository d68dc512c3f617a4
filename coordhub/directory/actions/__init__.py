"""Deeds of the directory."""

from coordhub.directory.actions.entries import (
    Doer,
    WrongFields,
    add_entry,
    change_entry,
    confirm_entry,
    mark_due,
    replace_entry,
)
from coordhub.directory.actions.facts import record_fact
from coordhub.directory.actions.partners import keep_partners
from coordhub.directory.actions.starter import STARTER_FOLDER, BrokenRow, FileImported, Imported, import_starter

__all__ = [
    "STARTER_FOLDER",
    "BrokenRow",
    "Doer",
    "FileImported",
    "Imported",
    "WrongFields",
    "add_entry",
    "change_entry",
    "confirm_entry",
    "import_starter",
    "keep_partners",
    "mark_due",
    "record_fact",
    "replace_entry",
]
