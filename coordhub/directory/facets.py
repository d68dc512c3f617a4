"""Facets: what a search can be narrowed by, kept with each entry as one text of tokens between blanks.

“ kind:contact role:director for:records in:spa ” is small enough to stand in the index over the map, so that counts and
filters need no further table; an SQL LIKE finds a token on every database.
"""

from collections.abc import Iterator, Mapping

from coordhub.directory.models import Entry

KIND, WHAT, ROLE, SPECIALTY, LANGUAGE, COURSE = "kind", "is", "role", "for", "in", "course"
GROUPS = (KIND, WHAT, ROLE, SPECIALTY, LANGUAGE, COURSE)


def facets_of(entry: Entry) -> str:
    """Return the tokens of an entry that has its specialties, languages and offers loaded."""
    return f" {' '.join(_tokens(entry))} "


def token(group: str, value: str) -> str:
    """Return the text that an entry's facets contain when it has this value, blanks included."""
    return f" {group}:{value} "


def values_in(facets: str) -> Mapping[str, set[str]]:
    """Return the values of a text of tokens by their group."""
    found: dict[str, set[str]] = {}
    for one in facets.split():
        group, _, value = one.partition(":")
        found.setdefault(group, set()).add(value)
    return found


def _tokens(entry: Entry) -> Iterator[str]:
    yield f"{KIND}:{entry.entry_kind}"
    if what := entry.office_kind or entry.site_kind:
        yield f"{WHAT}:{what}"
    if entry.role:
        yield f"{ROLE}:{entry.role}"
    specialties = {one.specialty.value for one in entry.specialties}
    if entry.role and entry.role.specialty:
        specialties.add(entry.role.specialty.value)
    yield from (f"{SPECIALTY}:{one}" for one in sorted(specialties))
    yield from (f"{LANGUAGE}:{one.language_code}" for one in entry.languages)
    yield from (f"{COURSE}:{one.course.id}" for one in entry.offers)
