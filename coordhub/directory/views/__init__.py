"""Pages of the directory: finding, one entry, PASS, counterparts, partner states."""

from coordhub.directory.views import counterparts, entries, find, partners

__all__ = ["counterparts", "entries", "find", "partners"]
