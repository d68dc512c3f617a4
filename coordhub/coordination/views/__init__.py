"""Pages of requests: the lists, composing, one request, and the calendar."""

from coordhub.coordination.views import (
    calendar,
    composing,
    detail,
    filters,
    lists,
    queue,
    rerouting,
    team,
)

__all__ = [
    "calendar",
    "composing",
    "detail",
    "filters",
    "lists",
    "queue",
    "rerouting",
    "team",
]
