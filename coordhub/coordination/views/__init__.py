"""Pages of requests: the work queue, composing, and one request."""

from coordhub.coordination.views import composing, detail, filters, queue

__all__ = ["composing", "detail", "filters", "queue"]
