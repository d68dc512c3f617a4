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
from coordhub.coordination.actions.batches import (
    Addressed,
    check_batch,
    key_in_batch,
    send_batch,
)
from coordhub.coordination.actions.break_glass import break_glass
from coordhub.coordination.actions.bulk import (
    AT_ONCE,
    InOneGo,
    acknowledge_several,
    assign_several,
)
from coordhub.coordination.actions.calendar import (
    hash_of,
    make_calendar_address,
    revoke_calendar_address,
)
from coordhub.coordination.actions.closing import close
from coordhub.coordination.actions.conversing import TOO_LATE, edit_message
from coordhub.coordination.actions.drafts import (
    DRAFTS_AT_MOST,
    DRAFTS_KEPT_FOR,
    forget_draft,
    forget_old,
    keep_draft,
)
from coordhub.coordination.actions.escalating import escalate, send_overdue_list
from coordhub.coordination.actions.filters import remove_filter, save_filter
from coordhub.coordination.actions.following import carry_msix_ids
from coordhub.coordination.actions.handing import assign, hand_over
from coordhub.coordination.actions.holding import hold, release
from coordhub.coordination.actions.reading import mark_read, show_msix_ids
from coordhub.coordination.actions.rerouting import Onward, reroute
from coordhub.coordination.actions.sending import (
    Draft,
    check_draft,
    new_request,
    send,
)
from coordhub.coordination.actions.stepping import (
    REFUSALS,
    add_step,
    take_step,
    why_not,
)
from coordhub.coordination.actions.team import (
    ONLY_THEY,
    add_absence,
    choose_office,
    make_state_default,
    mark_backup,
    remove_absence,
)
from coordhub.coordination.actions.watching import unwatch, watch
from coordhub.coordination.actions.wiping import (
    delete_shell,
    hold_for_the_hub,
    wipe,
)

__all__ = [
    "AT_ONCE",
    "DRAFTS_AT_MOST",
    "DRAFTS_KEPT_FOR",
    "ONLY_THEY",
    "REFUSALS",
    "TOO_LATE",
    "Addressed",
    "Draft",
    "InOneGo",
    "Onward",
    "acknowledge",
    "acknowledge_several",
    "add_absence",
    "add_step",
    "assign",
    "assign_several",
    "break_glass",
    "carry_msix_ids",
    "check_batch",
    "check_draft",
    "choose_office",
    "close",
    "confirm",
    "decline",
    "delete_shell",
    "dispute",
    "edit_message",
    "escalate",
    "forget_draft",
    "forget_old",
    "hand_over",
    "hash_of",
    "hold",
    "hold_for_the_hub",
    "keep_draft",
    "key_in_batch",
    "make_calendar_address",
    "make_state_default",
    "mark_backup",
    "mark_read",
    "new_request",
    "record_outcome",
    "release",
    "remove_absence",
    "remove_filter",
    "reopen",
    "reroute",
    "revoke_calendar_address",
    "save_filter",
    "send",
    "send_batch",
    "send_overdue_list",
    "show_msix_ids",
    "start",
    "take_step",
    "unwatch",
    "watch",
    "why_not",
    "wipe",
    "withdraw",
    "write",
]
