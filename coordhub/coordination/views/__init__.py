"""Pages of requests: the lists, composing, and one request with every deed on it."""

from coordhub.coordination.views import composing, detail, glass, lists, messages, record, steps, watching

__all__ = ["composing", "detail", "glass", "lists", "messages", "record", "steps", "watching"]
