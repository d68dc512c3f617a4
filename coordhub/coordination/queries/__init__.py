"""Questions about requests. Permission is part of every one of them."""

from coordhub.coordination.queries.conversation import (
    STEPS_SHOWN,
    messages_quoted,
    readers_to,
    reasons_given,
    step_at,
    steps_shown,
    who_sent,
    whole_timeline,
)
from coordhub.coordination.queries.glass import open_glass, request_through_glass, request_to_open
from coordhub.coordination.queries.parties import people_of, watch_of
from coordhub.coordination.queries.people import closed_days, names_of_the_two_states, seat_of, watchers_of
from coordhub.coordination.queries.requests import (
    REQUESTS_LISTED,
    ended_requests,
    exists,
    last_number,
    open_requests,
    open_requests_of,
    positions_read,
    request_for,
    request_head_for,
    request_sent_with,
    timeline,
)

__all__ = [
    "REQUESTS_LISTED",
    "STEPS_SHOWN",
    "closed_days",
    "ended_requests",
    "exists",
    "last_number",
    "messages_quoted",
    "names_of_the_two_states",
    "open_glass",
    "open_requests",
    "open_requests_of",
    "people_of",
    "positions_read",
    "readers_to",
    "reasons_given",
    "request_for",
    "request_head_for",
    "request_sent_with",
    "request_through_glass",
    "request_to_open",
    "seat_of",
    "step_at",
    "steps_shown",
    "timeline",
    "watch_of",
    "watchers_of",
    "who_sent",
    "whole_timeline",
]
