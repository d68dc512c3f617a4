"""Pages of requests: the lists, composing, one request, and the calendar."""

from coordhub.coordination.views import (
    batches,
    calendar,
    composing,
    detail,
    drafts,
    filters,
    glass,
    messages,
    nation,
    partners,
    queue,
    record,
    rerouting,
    steps,
    team,
    watching,
)

__all__ = [
    "batches",
    "calendar",
    "composing",
    "detail",
    "drafts",
    "filters",
    "glass",
    "messages",
    "nation",
    "partners",
    "queue",
    "record",
    "rerouting",
    "steps",
    "team",
    "watching",
]
