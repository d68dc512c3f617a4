"""Questions about requests. Permission is part of every one of them."""

from coordhub.coordination.queries.figures import (
    NATION,
    last_counts,
    newest_changes,
    partner_tallies,
    requests_to_count,
    season_tallies,
    season_totals,
    states_taking_part,
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

__all__ = [
    "NATION",
    "REQUESTS_LISTED",
    "closed_days",
    "ended_requests",
    "exists",
    "last_counts",
    "last_number",
    "names_of_the_two_states",
    "newest_changes",
    "open_requests",
    "open_requests_of",
    "partner_tallies",
    "positions_read",
    "request_for",
    "request_sent_with",
    "requests_to_count",
    "season_tallies",
    "season_totals",
    "seat_of",
    "states_taking_part",
    "timeline",
    "watchers_of",
]
