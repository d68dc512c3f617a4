"""Pages of the directory: finding and asking, one entry, keeping entries right, lists that come in and leave."""

from coordhub.directory.views import (
    checks,
    claims,
    counterparts,
    editing,
    entries,
    exports,
    facts,
    find,
    imports,
    keeping,
    overview,
    partners,
    suggestions,
)

__all__ = [
    "checks",
    "claims",
    "counterparts",
    "editing",
    "entries",
    "exports",
    "facts",
    "find",
    "imports",
    "keeping",
    "overview",
    "partners",
    "suggestions",
]
