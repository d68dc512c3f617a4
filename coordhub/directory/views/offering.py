"""The choices that the form of an entry offers: counties, courses, offices, who else to ask."""

from collections.abc import Iterable, Sequence

from coordhub import places
from coordhub.directory import queries
from coordhub.directory.forms import Offered
from coordhub.directory.kinds import EntryKind, Visibility
from coordhub.directory.models import Course, Entry
from coordhub.directory.vocabulary import LANGUAGES, language_name


def offered_for(kind: EntryKind, state_code: str | None, sight: Visibility, entry: Entry | None = None) -> Offered:
    """Return the choices for an entry of a state, None between states; what `entry` holds now stays among them."""
    offices, others = _offices(state_code, sight), _entries(state_code, sight)
    return Offered(
        counties=_counties(state_code, entry),
        courses=_courses(entry) if kind == EntryKind.SITE else (),
        parents=_named(offices, entry, entry.parent if entry else None),
        others=_named(others, entry, entry.fallback if entry else None),
        languages=_languages(entry),
        sight=sight,
    )


def successors_of(entry: Entry, sight: Visibility) -> list[tuple[str, str]]:
    """Return who may stand in the place of an entry: the others of its state, those of its kind first."""
    others = sorted(_entries(entry.state_code, sight), key=lambda one: one.entry_kind != entry.entry_kind)
    return _named(others, entry, entry.replaced_by)


def _offices(state_code: str | None, sight: Visibility) -> Sequence[Entry]:
    if state_code:
        return queries.offices_of(state_code, sight=sight)
    return queries.offices_between_states(sight=sight)


def _entries(state_code: str | None, sight: Visibility) -> list[Entry]:
    offices = _offices(state_code, sight)
    if not state_code:
        return list(offices)
    return [*queries.contacts_of(state_code, sight=sight), *offices, *queries.sites_of(state_code, sight=sight)]


def _named(entries: Iterable[Entry], own: Entry | None, chosen: Entry | None) -> list[tuple[str, str]]:
    found = {one.key: one.name for one in entries}
    if chosen is not None:
        found.setdefault(chosen.key, chosen.name)
    if own is not None:
        found.pop(own.key, None)
    return list(found.items())


def _counties(state_code: str | None, entry: Entry | None) -> list[tuple[str, str]]:
    gazetteer = places.the_gazetteer()
    found = {one.county_code: one.long_name for one in (gazetteer.counties_of(state_code) if state_code else ())}
    for code in entry.county_codes if entry else ():
        county = gazetteer.county(code)
        found.setdefault(code, f"{county.long_name}, {county.state_code}" if county else code)
    return list(found.items())


def _courses(entry: Entry | None) -> list[tuple[str, str]]:
    offered = [one.course for one in entry.offers] if entry else []
    found = {one.key: _course_words(one) for one in (*queries.pass_courses(), *offered)}
    return list(found.items())


def _course_words(course: Course) -> str:
    return f"{course.title}, {course.semester}" if course.semester else course.title


def _languages(entry: Entry | None) -> list[tuple[str, str]]:
    codes = [*LANGUAGES, *(one.language_code for one in (entry.languages if entry else ()))]
    return [(code, language_name(code)) for code in dict.fromkeys(codes)]
