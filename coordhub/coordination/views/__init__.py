"""Pages of requests: the lists, composing, and one request."""

from coordhub.coordination.views import composing, detail, lists, rerouting, team

__all__ = ["composing", "detail", "lists", "rerouting", "team"]
