"""Pages of requests: the lists, composing, one request, and figures."""

from coordhub.coordination.views import composing, detail, lists, nation, partners

__all__ = ["composing", "detail", "lists", "nation", "partners"]
