"""Questions about requests. Permission is part of every one of them."""

from coordhub.coordination.queries.desk import Desk, desk_of
from coordhub.coordination.queries.filters import filter_of, saved_filters
from coordhub.coordination.queries.people import closed_days, names_of_the_two_states, seat_of, watchers_of
from coordhub.coordination.queries.queue import (
    COUNTED_TO,
    Queued,
    QueuePage,
    changed_elsewhere,
    counts,
    first_in_queue,
    open_of_the_others,
    queue_page,
    requests_numbered,
)
from coordhub.coordination.queries.requests import (
    exists,
    last_number,
    numbers_known,
    open_requests_of,
    positions_read,
    request_for,
    request_sent_with,
    requests_to_change,
    timeline,
)

__all__ = [
    "COUNTED_TO",
    "Desk",
    "QueuePage",
    "Queued",
    "changed_elsewhere",
    "closed_days",
    "counts",
    "desk_of",
    "exists",
    "filter_of",
    "first_in_queue",
    "last_number",
    "names_of_the_two_states",
    "numbers_known",
    "open_of_the_others",
    "open_requests_of",
    "positions_read",
    "queue_page",
    "request_for",
    "request_sent_with",
    "requests_numbered",
    "requests_to_change",
    "saved_filters",
    "seat_of",
    "timeline",
    "watchers_of",
]
