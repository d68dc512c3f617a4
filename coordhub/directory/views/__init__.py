"""Pages of the directory."""

from coordhub.directory.views import editing, entries, find

__all__ = ["editing", "entries", "find"]
