"""Pages of the directory: finding, one entry, PASS, and keeping entries right."""

from coordhub.directory.views import checks, claims, entries, find, keeping, suggestions

__all__ = ["checks", "claims", "entries", "find", "keeping", "suggestions"]
