"""Pages of requests: the lists, composing, one request, and the calendar."""

from coordhub.coordination.views import (
    calendar,
    composing,
    detail,
    lists,
    rerouting,
    team,
)

__all__ = [
    "calendar",
    "composing",
    "detail",
    "lists",
    "rerouting",
    "team",
]
