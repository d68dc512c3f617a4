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
from coordhub.coordination.actions.break_glass import break_glass
from coordhub.coordination.actions.conversing import TOO_LATE, edit_message
from coordhub.coordination.actions.handing import assign, hand_over
from coordhub.coordination.actions.holding import hold, release
from coordhub.coordination.actions.reading import mark_read, show_msix_ids
from coordhub.coordination.actions.sending import ALREADY_SENT, Draft, check_draft, new_request, send
from coordhub.coordination.actions.stepping import add_step, take_step, why_not
from coordhub.coordination.actions.watching import unwatch, watch

__all__ = [
    "ALREADY_SENT",
    "TOO_LATE",
    "Draft",
    "acknowledge",
    "add_step",
    "assign",
    "break_glass",
    "check_draft",
    "confirm",
    "decline",
    "dispute",
    "edit_message",
    "hand_over",
    "hold",
    "mark_read",
    "new_request",
    "record_outcome",
    "release",
    "reopen",
    "send",
    "show_msix_ids",
    "start",
    "take_step",
    "unwatch",
    "watch",
    "why_not",
    "withdraw",
    "write",
]
