"""Pages of the directory: finding, one entry, PASS."""

from coordhub.directory.views import entries, exports, find, imports

__all__ = ["entries", "exports", "find", "imports"]
