"""Pages of the directory."""

from coordhub.directory.views import editing, entries, facts, find

__all__ = ["editing", "entries", "facts", "find"]
