"""Deeds on requests: each asks the rule, checks the text, writes the rows, tells who must know."""

from coordhub.coordination.actions.answering import (
    acknowledge,
    confirm,
    decline,
    dispute,
    record_outcome,
    reopen,
    start,
    withdraw,
    write,
)
from coordhub.coordination.actions.bulk import AT_ONCE, InOneGo, acknowledge_several, assign_several
from coordhub.coordination.actions.filters import remove_filter, save_filter
from coordhub.coordination.actions.handing import assign, hand_over
from coordhub.coordination.actions.reading import mark_read, show_msix_ids
from coordhub.coordination.actions.sending import ALREADY_SENT, Draft, check_draft, new_request, send
from coordhub.coordination.actions.stepping import add_step, take_step

__all__ = [
    "ALREADY_SENT",
    "AT_ONCE",
    "Draft",
    "InOneGo",
    "acknowledge",
    "acknowledge_several",
    "add_step",
    "assign",
    "assign_several",
    "check_draft",
    "confirm",
    "decline",
    "dispute",
    "hand_over",
    "mark_read",
    "new_request",
    "record_outcome",
    "remove_filter",
    "reopen",
    "save_filter",
    "send",
    "show_msix_ids",
    "start",
    "take_step",
    "withdraw",
    "write",
]
