"""Pages of requests: the lists, composing, and one request."""

from coordhub.coordination.views import composing, detail, lists

__all__ = ["composing", "detail", "lists"]
