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
from coordhub.coordination.actions.batches import Addressed, check_batch, key_in_batch, send_batch
from coordhub.coordination.actions.drafts import (
    DRAFTS_AT_MOST,
    DRAFTS_KEPT_FOR,
    Kept,
    forget_draft,
    forget_old,
    keep_draft,
)
from coordhub.coordination.actions.following import carry_msix_ids
from coordhub.coordination.actions.handing import assign, hand_over
from coordhub.coordination.actions.reading import mark_read, show_msix_ids
from coordhub.coordination.actions.sending import ALREADY_SENT, Draft, check_draft, new_request, send
from coordhub.coordination.actions.stepping import add_step, take_step

__all__ = [
    "ALREADY_SENT",
    "DRAFTS_AT_MOST",
    "DRAFTS_KEPT_FOR",
    "Addressed",
    "Draft",
    "Kept",
    "acknowledge",
    "add_step",
    "assign",
    "carry_msix_ids",
    "check_batch",
    "check_draft",
    "confirm",
    "decline",
    "dispute",
    "forget_draft",
    "forget_old",
    "hand_over",
    "keep_draft",
    "key_in_batch",
    "mark_read",
    "new_request",
    "record_outcome",
    "reopen",
    "send",
    "send_batch",
    "show_msix_ids",
    "start",
    "take_step",
    "withdraw",
    "write",
]
