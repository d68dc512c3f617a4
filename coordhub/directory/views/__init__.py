"""Pages of the directory: finding, counterparts, partner states, the country, one entry, PASS."""

from coordhub.directory.views import counterparts, entries, find, overview, partners

__all__ = ["counterparts", "entries", "find", "overview", "partners"]
