"""Pages of the directory: finding, counterparts, partner states, the country, one entry, PASS, keeping entries right."""

from coordhub.directory.views import (
    checks,
    claims,
    counterparts,
    entries,
    find,
    keeping,
    overview,
    partners,
    suggestions,
)

__all__ = ["checks", "claims", "counterparts", "entries", "find", "keeping", "overview", "partners", "suggestions"]
