"""Pages of the directory: finding, one entry, PASS."""

from coordhub.directory.views import entries, find

__all__ = ["entries", "find"]
