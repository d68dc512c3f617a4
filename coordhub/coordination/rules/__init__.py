"""Decisions about requests: who may see and do what, which step may follow, who gets it, when it is due."""

from coordhub.coordination.rules.clocks import (
    Targets,
    due_after_waiting,
    is_overdue,
    local_date,
    target_now,
    targets,
)
from coordhub.coordination.rules.composing import closures_in_the_way, days_that_run, too_near
from coordhub.coordination.rules.parties import Side, directs, may_hand_over, may_read, may_take_over, side_of
from coordhub.coordination.rules.routing import Route, route
from coordhub.coordination.rules.steps import (
    ANSWERED,
    ENDED,
    OPEN,
    RECEIVER_TO_MOVE,
    REOPEN_WITHIN,
    SENDER_TO_MOVE,
    TRANSITIONS,
    UNDER_WAY,
    deeds_open_to,
    illegal_steps,
    is_for,
    may_do,
    status_after,
    waits_for_others,
)

__all__ = [
    "ANSWERED",
    "ENDED",
    "OPEN",
    "RECEIVER_TO_MOVE",
    "REOPEN_WITHIN",
    "SENDER_TO_MOVE",
    "TRANSITIONS",
    "UNDER_WAY",
    "Route",
    "Side",
    "Targets",
    "closures_in_the_way",
    "days_that_run",
    "deeds_open_to",
    "directs",
    "due_after_waiting",
    "illegal_steps",
    "is_for",
    "is_overdue",
    "local_date",
    "may_do",
    "may_hand_over",
    "may_read",
    "may_take_over",
    "route",
    "side_of",
    "status_after",
    "target_now",
    "targets",
    "too_near",
    "waits_for_others",
]
