"""Questions about requests. Permission is part of every one of them."""

from coordhub.coordination.queries.drafts import (
    draft_count,
    draft_key_is_taken,
    draft_with,
    drafts_of,
    drafts_untouched_since,
)
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
    request_sent_with,
    timeline,
)
from coordhub.coordination.queries.routing import route_for
from coordhub.coordination.queries.similar import similar_requests, told_already

__all__ = [
    "REQUESTS_LISTED",
    "closed_days",
    "draft_count",
    "draft_key_is_taken",
    "draft_with",
    "drafts_of",
    "drafts_untouched_since",
    "ended_requests",
    "exists",
    "last_number",
    "names_of_the_two_states",
    "open_requests",
    "open_requests_of",
    "positions_read",
    "request_for",
    "request_sent_with",
    "route_for",
    "seat_of",
    "similar_requests",
    "timeline",
    "told_already",
    "watchers_of",
]
