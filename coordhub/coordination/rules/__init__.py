"""Decisions about requests: who may see and do what, which step may follow, who gets it, when it is due."""

from coordhub.coordination.rules.clocks import (
    Targets,
    due_after_waiting,
    is_overdue,
    local_date,
    target_now,
    targets,
)
from coordhub.coordination.rules.parties import Side, directs, may_hand_over, may_read, may_take_over, side_of
from coordhub.coordination.rules.routing import Chosen, Route, route, route_in
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
from coordhub.coordination.rules.team import Colleague, Team

__all__ = [
    "ANSWERED",
    "ENDED",
    "OPEN",
    "RECEIVER_TO_MOVE",
    "REOPEN_WITHIN",
    "SENDER_TO_MOVE",
    "TRANSITIONS",
    "UNDER_WAY",
    "Chosen",
    "Colleague",
    "Route",
    "Side",
    "Targets",
    "Team",
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
    "route_in",
    "side_of",
    "status_after",
    "target_now",
    "targets",
    "waits_for_others",
]
