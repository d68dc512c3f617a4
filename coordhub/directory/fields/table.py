"""The one table of an entry's fields: how each is read from text, shown as text, got from an entry and put into one.

Reading a shown value gives the value again; that is why an exported list imports back unchanged (a test keeps it).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordhub.accounts.models import Specialty
from coordhub.directory.fields import cells, channels
from coordhub.directory.fields.cells import WrongCell
from coordhub.directory.fields.channels import ChannelValue
from coordhub.directory.kinds import (
    ChannelKind,
    ContactRole,
    DateBasis,
    EntryKind,
    OfficeKind,
    SiteKind,
    SiteStatus,
    VerifiedHow,
    Visibility,
)
from coordhub.directory.models import (
    Channel,
    Closure,
    Course,
    Entry,
    EntryCounty,
    EntryCourse,
    EntryLanguage,
    EntrySpecialty,
)
from coordhub.directory.models.entries import NAME_LENGTH, TEXT_LENGTH

COUNTIES_AT_MOST = 300  # Texas has 254
LANGUAGES_AT_MOST = 20
COURSES_AT_MOST = 100  # their tokens stand in an index row of PostgreSQL, which holds 2,700 bytes
CHANNELS = ("phones", "emails")
LINKS = ("parent", "fallback", "replaced_by")
EVERYBODY = frozenset(EntryKind)
OFFICES, CONTACTS, SITES = (frozenset({kind}) for kind in EntryKind)


@dataclass(frozen=True)
class Links:
    """What other rows a value may name, by key, and how far the writer sees.

    A writer replaces only the channels that this sight holds; the others stay as they are.
    """

    entry: Callable[[str], Entry | None] = lambda _key: None
    course: Callable[[str], Course | None] = lambda _key: None
    sight: Visibility = Visibility.ADMINISTRATORS


@dataclass(frozen=True)
class Field:
    """A field: its name in lists, its label on pages, which kinds of entry have it, and the four ways of its value."""

    name: str
    label: str
    read: Callable[[str], Any]
    get: Callable[[Entry], Any]
    put: Callable[[Entry, Any, Links], None]
    show: Callable[[Any], str] = lambda value: "" if value is None else str(value)
    kinds: frozenset[EntryKind] = EVERYBODY
    # Facts about a check are not what a check is about.
    about_check: bool = False

    def text_of(self, entry: Entry) -> str:
        """Return the entry's value as a list writes it."""
        return self.show(self.get(entry))

    def seen(self, value: Any, sight: Visibility) -> Any:
        """Return a value of this field without the channels that this sight hides."""
        if self.name not in CHANNELS:
            return value
        return tuple(one for one in value if one.visibility in sight.seen)


def snapshot(entry: Entry) -> dict[str, str]:
    """Return every field of an entry that is not empty, as a list writes it; needs a fully loaded entry."""
    shown = {one.name: one.text_of(entry) for one in FIELDS if entry.entry_kind in one.kinds}
    return {name: text for name, text in shown.items() if text}


def _text(longest: int) -> Callable[[str], str | None]:
    def read(cell: str) -> str | None:
        if len(cell) > longest:
            raise WrongCell(f"holds more than {longest:,} characters")
        if any(ord(sign) < 32 and sign not in "\n\t" for sign in cell):
            raise WrongCell("holds a control character")
        return cell or None

    return read


def _column(name: str) -> dict[str, Any]:
    return {"get": lambda entry: getattr(entry, name), "put": lambda entry, value, _links: setattr(entry, name, value)}


def _plain(name: str, label: str, read: Callable[[str], Any], **more: Any) -> Field:
    return Field(name, label, read, **_column(name), **more)


def _yes(name: str, label: str, kinds: frozenset[EntryKind], empty: bool) -> Field:
    def read(cell: str) -> bool:
        return cells.yes_or_no(cell) if cell else empty

    return _plain(name, label, read, show=lambda value: "yes" if value else "no", kinds=kinds)


def _rows(name: str, make: Callable[[Any], Any], value_of: Callable[[Any], Any]) -> dict[str, Any]:
    """Return the ways of a list of rows, of which those whose value stays are kept."""

    def get(entry: Entry) -> tuple[Any, ...]:
        return tuple(sorted(value_of(row) for row in getattr(entry, name)))

    def put(entry: Entry, values: Sequence[Any], _links: Links) -> None:
        kept = {value_of(row): row for row in getattr(entry, name)}
        setattr(entry, name, [kept.get(value) or make(value) for value in values])

    return {"get": get, "put": put, "show": "; ".join}


def _link(name: str, label: str) -> Field:
    def get(entry: Entry) -> str | None:
        other = getattr(entry, name)
        return other.key if other is not None else None

    def put(entry: Entry, key: str | None, links: Links) -> None:
        other = links.entry(key) if key is not None else None
        if key is not None and other is None:
            raise WrongCell(f"names “{key}”, which is no entry of the directory")
        setattr(entry, name, other)

    return Field(name, label, lambda cell: cells.entry_key(cell) if cell else None, get, put)


def _channels(name: str, label: str, read: Callable[[str], Any], kinds: Sequence[ChannelKind]) -> Field:
    def get(entry: Entry) -> tuple[ChannelValue, ...]:
        return tuple(channel_value(one) for one in entry.channels if one.kind in kinds)

    def put(entry: Entry, values: Sequence[ChannelValue], links: Links) -> None:
        untouched = [one for one in entry.channels if one.kind not in kinds or one.visibility not in links.sight.seen]
        known = {(one.kind, one.value, one.extension): one for one in entry.channels}
        found = []
        for value in values:
            row = known.get((value.kind, value.value, value.extension))
            if row in untouched:
                continue  # the same number, hidden from this writer
            row = row or Channel(kind=value.kind, value=value.value, extension=value.extension)
            row.label, row.visibility = value.label, value.visibility
            found.append(row)
        entry.channels = [*found, *untouched]
        for position, one in enumerate(entry.channels):
            one.position = position

    return Field(name, label, read, get, put, show=lambda values: "; ".join(map(str, values)))


def channel_value(channel: Channel) -> ChannelValue:
    """Return a stored channel as a value."""
    return ChannelValue(channel.kind, channel.value, channel.extension, channel.label, channel.visibility)


def _season_put(entry: Entry, value: tuple[int, int] | None, _links: Links) -> None:
    entry.season_starts, entry.season_ends = value or (None, None)


def _season_show(value: tuple[int, int] | None) -> str:
    return "..".join(f"{one // 100:02}-{one % 100:02}" for one in value or ())


def _closure_show(values: Sequence[tuple[date, date, str]]) -> str:
    return "; ".join(f"{starts}..{ends} {note}".strip() for starts, ends, note in values)


def _course_put(entry: Entry, keys: Sequence[str], links: Links) -> None:
    kept = {one.course.key: one for one in entry.offers}
    for key in keys:
        if key not in kept:
            course = links.course(key)
            if course is None:
                raise WrongCell(f"names the course “{key}”, which no catalogue here has")
            kept[key] = EntryCourse(course=course)
    entry.offers = [kept[key] for key in keys]


_language = cells.needed(cells.like(r"[a-z]{3}", "an ISO 639-3 code of three letters such as spa"))
_county = cells.needed(cells.like(r"\d{5}", "a FIPS code of five digits"))

FIELDS: tuple[Field, ...] = (
    _plain("key", "Key", cells.entry_key),
    Field("kind", "Kind", cells.kind_of(EntryKind), lambda entry: entry.entry_kind, lambda _entry, _kind, _links: None),
    _plain("name", "Name", lambda cell: _text(NAME_LENGTH)(cells.filled(cell))),
    _plain("office_kind", "What it is", cells.kind_of(OfficeKind), kinds=OFFICES),
    _plain("role", "Role", cells.kind_of(ContactRole), kinds=CONTACTS),
    _plain("title", "Title", _text(NAME_LENGTH), kinds=CONTACTS),
    _yes("is_vacant", "Vacant", CONTACTS, False),
    _yes("sends", "Sends requests", CONTACTS, True),
    _yes("receives", "Receives requests", CONTACTS, True),
    _plain("site_kind", "What it is", cells.kind_of(SiteKind), kinds=SITES),
    _plain("status", "Status", cells.kind_of(SiteStatus), kinds=SITES),
    _plain("host_organization", "Run by", _text(NAME_LENGTH), kinds=SITES),
    _plain("state_code", "State", cells.state_code),
    _link("parent", "Belongs to"),
    _plain("street", "Street", _text(NAME_LENGTH)),
    _plain("city", "City", _text(NAME_LENGTH)),
    _plain("address_state_code", "State of the address", cells.state_code),
    _plain("zip_code", "ZIP code", cells.zip_code),
    _channels("phones", "Phones", channels.phones, (ChannelKind.PHONE, ChannelKind.FAX)),
    _channels("emails", "E-mail", channels.emails, (ChannelKind.EMAIL,)),
    _plain("website", "Website", cells.web),
    _plain("note", "Note", _text(TEXT_LENGTH)),
    _plain("visibility", "Who sees it", cells.kind_of(Visibility)),
    Field(
        "counties", "Counties", cells.set_of(_county, COUNTIES_AT_MOST),
        **_rows("counties", lambda code: EntryCounty(county_code=code), lambda row: row.county_code),
    ),
    Field(
        "specialties", "Answers for", cells.set_of(cells.kind_of(Specialty), len(Specialty)),
        **_rows("specialties", lambda one: EntrySpecialty(specialty=one), lambda row: row.specialty),
    ),
    Field(
        "languages", "Languages", cells.set_of(_language, LANGUAGES_AT_MOST),
        **_rows("languages", lambda code: EntryLanguage(language_code=code), lambda row: row.language_code),
    ),
    Field(
        "season", "Season", cells.season,
        lambda entry: None if entry.season_starts is None else (entry.season_starts, entry.season_ends),
        _season_put, show=_season_show,
    ),
    Field(
        "closures", "Closed", cells.closures,
        **{
            **_rows(
                "closures",
                lambda one: Closure(starts_on=one[0], ends_on=one[1], note=one[2]),
                lambda row: (row.starts_on, row.ends_on, row.note),
            ),
            "show": _closure_show,
        },
    ),
    _link("fallback", "Ask instead"),
    _plain("offered", "Offers", _text(TEXT_LENGTH), kinds=SITES),
    Field(
        "courses", "Courses", cells.set_of(cells.entry_key, COURSES_AT_MOST),
        lambda entry: tuple(sorted(one.course.key for one in entry.offers)),
        _course_put, show="; ".join, kinds=SITES,
    ),
    _plain("partial_credit", "Partial credit", _text(TEXT_LENGTH), kinds=SITES),
    _plain("transcript_route", "Transcript route", _text(TEXT_LENGTH), kinds=SITES),
    _plain("fee", "Fee", _text(NAME_LENGTH), kinds=SITES),
    _plain("lat", "Latitude", cells.degrees(90)),
    _plain("lon", "Longitude", cells.degrees(180)),
    _plain("point_basis", "Place on the map by", _text(NAME_LENGTH)),
    _link("replaced_by", "Replaced by"),
    _plain("replaced_on", "Replaced on", cells.day),
    _plain("source", "Source", lambda cell: _text(TEXT_LENGTH)(cells.filled(cell))),
    _plain("source_date", "Date of the source", cells.source_date),
    _plain("source_date_basis", "Basis of the date", cells.optional_kind(DateBasis)),
    _plain("verified_on", "Confirmed on", cells.day, about_check=True),
    _plain("verified_how", "Confirmed how", cells.optional_kind(VerifiedHow), about_check=True),
    _plain("verified_by", "Confirmed by", lambda cell: _text(NAME_LENGTH)(cell) or "", about_check=True),
)  # fmt: skip
BY_NAME: Mapping[str, Field] = {one.name: one for one in FIELDS}
