"""Questions about requests. Permission is part of every one of them."""

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
from coordhub.coordination.queries.routing import absences_on, backup_for, route_for, route_within, team_of
from coordhub.coordination.queries.team import absences_from, colleague_of, offices_to_sit_in

__all__ = [
    "REQUESTS_LISTED",
    "absences_from",
    "absences_on",
    "backup_for",
    "closed_days",
    "colleague_of",
    "ended_requests",
    "exists",
    "last_number",
    "names_of_the_two_states",
    "offices_to_sit_in",
    "open_requests",
    "open_requests_of",
    "positions_read",
    "request_for",
    "request_sent_with",
    "route_for",
    "route_within",
    "seat_of",
    "team_of",
    "timeline",
    "watchers_of",
]
