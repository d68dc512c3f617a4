"""Deeds of the directory."""

from coordhub.directory.actions.editing import Ticks, add_by_hand, edit_entry
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
from coordhub.directory.actions.starter import STARTER_FOLDER, BrokenRow, FileImported, Imported, import_starter

__all__ = [
    "STARTER_FOLDER",
    "BrokenRow",
    "Doer",
    "FileImported",
    "Imported",
    "Ticks",
    "WrongFields",
    "add_by_hand",
    "add_entry",
    "change_entry",
    "confirm_entry",
    "edit_entry",
    "import_starter",
    "mark_due",
    "record_fact",
    "replace_entry",
]
