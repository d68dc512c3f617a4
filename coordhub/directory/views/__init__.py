"""Pages of the directory: finding, the country, one entry, PASS."""

from coordhub.directory.views import entries, find, overview

__all__ = ["entries", "find", "overview"]
