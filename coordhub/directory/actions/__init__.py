"""Deeds of the directory."""

from coordhub.directory.actions.channels import confirm_channel, mark_channel_wrong, take_in_bounces
from coordhub.directory.actions.checks import confirm_by_link, send_due_checks, state_of_link, stop_letters
from coordhub.directory.actions.claims import claim_entry, decide_claim, end_keeping
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
from coordhub.directory.actions.partners import keep_partners
from coordhub.directory.actions.starter import STARTER_FOLDER, BrokenRow, FileImported, Imported, import_starter
from coordhub.directory.actions.suggestions import TooMany, answer_suggestion, send_suggestion

__all__ = [
    "STARTER_FOLDER",
    "BrokenRow",
    "Doer",
    "FileImported",
    "Imported",
    "Ticks",
    "TooMany",
    "WrongFields",
    "add_by_hand",
    "add_entry",
    "answer_suggestion",
    "change_entry",
    "claim_entry",
    "confirm_by_link",
    "confirm_channel",
    "confirm_entry",
    "decide_claim",
    "edit_entry",
    "end_keeping",
    "import_starter",
    "keep_partners",
    "mark_channel_wrong",
    "mark_due",
    "record_fact",
    "replace_entry",
    "send_due_checks",
    "send_suggestion",
    "state_of_link",
    "stop_letters",
    "take_in_bounces",
]
