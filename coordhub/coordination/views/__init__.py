"""Pages of requests: the lists, composing, one request, and the calendar."""

from coordhub.coordination.views import (
    calendar,
    composing,
    detail,
    filters,
    glass,
    lists,
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
    "calendar",
    "composing",
    "detail",
    "filters",
    "glass",
    "lists",
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
