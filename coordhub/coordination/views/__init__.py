"""Pages of requests: the lists, composing, drafts, batches, and one request."""

from coordhub.coordination.views import batches, composing, detail, drafts, lists

__all__ = ["batches", "composing", "detail", "drafts", "lists"]
