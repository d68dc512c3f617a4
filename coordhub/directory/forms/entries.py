"""The form of an entry, one for each kind, made of the one table of fields. Choices are handed in by the view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp
from wtforms.widgets import DateInput

from coordhub.accounts.models import Specialty
from coordhub.directory.fields import CHANNELS
from coordhub.directory.fields.channels import LABEL_LENGTH
from coordhub.directory.forms.keeping import CONFIRM_WORDS
from coordhub.directory.forms.writing import (
    ROWS,
    SETS,
    WrongPart,
    read_field,
    rows_filled,
    rows_in,
    typed_fields,
)
from coordhub.directory.kinds import (
    WAYS,
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
from coordhub.directory.models.entries import NAME_LENGTH, TEXT_LENGTH
from coordhub.directory.rules.seasons import MONTHS
from coordhub.directory.vocabulary import LANGUAGES
from coordhub.forms import ChecksField, Form, NoNulls, choices_of, text_area
from coordhub.places.states import STATES

Pairs = Sequence[tuple[str, str]]
HOWS = (*WAYS, VerifiedHow.SOURCE)
_DATE_BASES = {DateBasis.PRINTED: "The source shows it", DateBasis.INFERRED: "Worked out"}
_LABEL_SIGNS = r"^[^()\[\];]*$"


@dataclass(frozen=True)
class Offered:
    """The choices of one entry's form, as (value, label) pairs; empty where there is nothing to choose."""

    counties: Pairs = ()
    courses: Pairs = ()
    parents: Pairs = ()
    others: Pairs = ()
    languages: Pairs = ()
    sight: Visibility = Visibility.MEMBERS


class EntryForm(Form):
    """What every kind has; entry_form() adds the fields of the kind."""

    changed_at = HiddenField(validators=[Length(max=60), NoNulls()])
    confirmed = BooleanField(CONFIRM_WORDS)
    point_confirmed = BooleanField("The place on the map is right; it really lies there.")
    checked = BooleanField("I have also checked everything else. Mark it as confirmed today.")
    checked_how = SelectField("How did you check it?", choices=choices_of((one, one.label) for one in HOWS))

    kind: EntryKind
    values: dict[str, Any]
    row_counts: Mapping[str, int]
    rows_filled: Mapping[str, int]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shape of every field and leave what was read in `values`."""
        fine = bool(super().validate(extra_validators))
        self.values = {}
        typed = self.data
        for name in self.names:
            try:
                self.values[name] = read_field(name, typed, self.row_counts.get(name, 0))
            except WrongPart as wrong:
                fine = False
                if not self[wrong.part].errors:
                    self[wrong.part].errors = [str(wrong)]
        return fine

    @property
    def names(self) -> list[str]:
        """The fields of the table that this form holds."""
        offered = [one.name for one in typed_fields(self.kind)]
        return [name for name in offered if name in self or name in ROWS or name == "season"]

    @property
    def how(self) -> VerifiedHow | None:
        """How the rest was checked; None when it was not."""
        return VerifiedHow(self.checked_how.data) if self.checked.data else None

    def blame(self, errors: Mapping[str, Sequence[str]]) -> None:
        """Put sentences about fields of the table beside the parts of the form that are about them."""
        for name, sentences in errors.items():
            part = f"{name}-0-{ROWS[name].needed}" if name in ROWS else name
            self.add_errors({part if part in self else "name": list(sentences)})


def entry_form(kind: EntryKind, offered: Offered, data: MultiDict[str, str]) -> EntryForm:
    """Return the form of a kind of entry, filled with form data: what was typed, or what an entry holds."""
    counts = {name: rows_in(data, name) for name in ROWS}
    filled = {name: rows_filled(data, name) for name in ROWS}
    fields: dict[str, Any] = {"kind": kind, "row_counts": counts, "rows_filled": filled}
    for one in typed_fields(kind):
        fields |= _PARTS[one.name](one.name, offered, counts) if one.name in _PARTS else _plain(one.name, offered)
    form: EntryForm = type(f"{kind.value.title()}Form", (EntryForm,), fields)(_completed(data, counts))
    return form


def _completed(data: MultiDict[str, str], counts: Mapping[str, int]) -> MultiDict[str, str]:
    """Return form data with the choices of rows that were not on the page when it was sent."""
    found = MultiDict(data)
    for name in CHANNELS:
        for number in range(counts[name]):
            found.setdefault(f"{name}-{number}-kind", ChannelKind.PHONE.value)
            found.setdefault(f"{name}-{number}-sight", Visibility.PUBLIC.value)
    return found


def _plain(name: str, offered: Offered) -> dict[str, Any]:
    label, hint = WORDS[name]
    needed = [DataRequired(message=_NEEDED[name])] if name in _NEEDED else []
    if name in _CHOICES:
        choices = _CHOICES[name](offered)
        return {name: SelectField(label, choices=choices_of(choices), description=hint, validators=needed)}
    if name in SETS:
        choices = _CHOICES_OF_SETS[name](offered)
        return {name: ChecksField(label, choices=choices_of(choices), description=hint)} if choices else {}
    if name in _YES:
        return {name: BooleanField(label, description=hint)}
    if name in _LONG:
        return {name: text_area(label, longest=TEXT_LENGTH, description=hint, validators=needed)}
    short = Length(max=NAME_LENGTH, message=f"Shorten this to {NAME_LENGTH} characters.")
    checks = [*needed, short, NoNulls()] if name in _SHORT else [*needed, NoNulls()]
    return {name: StringField(label, description=hint, validators=checks)}


def _phones(name: str, offered: Offered, counts: Mapping[str, int]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for number, words in _numbered(name, counts, "Phone"):
        fields[f"{name}-{number}-number"] = StringField(words, validators=[Length(max=40), NoNulls()])
        fields[f"{name}-{number}-extension"] = StringField(
            "Extension",
            validators=[Optional(), Regexp(r"^\d{1,10}$", message="Write digits only, such as 012."), NoNulls()],
        )
        fields[f"{name}-{number}-label"] = _label_field()
        fields[f"{name}-{number}-kind"] = SelectField(
            "Kind", choices=choices_of((one, one.label) for one in (ChannelKind.PHONE, ChannelKind.FAX))
        )
        fields[f"{name}-{number}-sight"] = _sight_field(offered)
    return fields


def _emails(name: str, offered: Offered, counts: Mapping[str, int]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for number, words in _numbered(name, counts, "E-mail"):
        fields[f"{name}-{number}-address"] = StringField(words, validators=[Length(max=254), NoNulls()])
        fields[f"{name}-{number}-label"] = _label_field()
        fields[f"{name}-{number}-sight"] = _sight_field(offered)
    return fields


def _closures(name: str, _offered: Offered, counts: Mapping[str, int]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for number, words in _numbered(name, counts, "Closed"):
        for part, label in (("from", f"{words}: first day"), ("to", "Last day")):
            fields[f"{name}-{number}-{part}"] = StringField(
                label, widget=DateInput(), validators=[Length(max=10), NoNulls()]
            )
        fields[f"{name}-{number}-note"] = StringField(
            "Why",
            validators=[
                Length(max=LABEL_LENGTH, message=f"Shorten this to {LABEL_LENGTH} characters."),
                Regexp(r"^[^;]*$", message="Leave the semicolon out."),
                NoNulls(),
            ],
        )
    return fields


def _season(_name: str, _offered: Offered, _counts: Mapping[str, int]) -> dict[str, Any]:
    months = choices_of([("", "Month"), *((str(number), name) for number, name in enumerate(MONTHS, 1))])
    days = choices_of([("", "Day"), *((str(number), str(number)) for number in range(1, 32))])
    return {
        "season-from-month": SelectField("First month", choices=months),
        "season-from-day": SelectField("First day", choices=days),
        "season-to-month": SelectField("Last month", choices=months),
        "season-to-day": SelectField("Last day", choices=days),
    }


def _numbered(name: str, counts: Mapping[str, int], words: str) -> list[tuple[int, str]]:
    return [(number, f"{words} {number + 1}") for number in range(counts[name])]


def _label_field() -> StringField:
    short = Length(max=LABEL_LENGTH, message=f"Shorten this to {LABEL_LENGTH} characters.")
    plain = Regexp(_LABEL_SIGNS, message="Leave brackets and semicolons out.")
    return StringField("What for", validators=[short, plain, NoNulls()])


def _sight_field(offered: Offered) -> SelectField:
    return SelectField("Who sees it", choices=choices_of(_sights(offered)))


def _sights(offered: Offered) -> Pairs:
    return [(one, one.label) for one in offered.sight.seen]


def _kinds(kinds: Any) -> Any:
    return lambda _offered: [("", "Choose"), *((one.value, one.label) for one in kinds)]


def _or_nobody(pairs: Pairs, words: str) -> Pairs:
    return [("", words), *pairs]


_PARTS = {"phones": _phones, "emails": _emails, "closures": _closures, "season": _season}
_CHOICES: Mapping[str, Any] = {
    "office_kind": _kinds(OfficeKind),
    "role": _kinds(ContactRole),
    "site_kind": _kinds(SiteKind),
    "status": _kinds(SiteStatus),
    "parent": lambda offered: _or_nobody(offered.parents, "No office"),
    "fallback": lambda offered: _or_nobody(offered.others, "Nobody in particular"),
    "address_state_code": lambda _: [("", "No state"), *sorted(((c, s.name) for c, s in STATES.items()), key=_second)],
    "visibility": _sights,
    "source_date_basis": lambda _: [("", "Not said"), *_DATE_BASES.items()],
}
_CHOICES_OF_SETS: Mapping[str, Any] = {
    "counties": lambda offered: offered.counties,
    "courses": lambda offered: offered.courses,
    "specialties": lambda _: [(one.value, one.label) for one in Specialty],
    "languages": lambda offered: offered.languages or list(LANGUAGES.items()),
}
_YES = frozenset({"is_vacant", "sends", "receives"})
_LONG = frozenset({"note", "offered", "partial_credit", "transcript_route", "source"})
_SHORT = frozenset({"name", "title", "host_organization", "street", "city", "fee"})
_NEEDED = {
    "name": "Write the name.",
    "office_kind": "Choose what kind of office it is.",
    "role": "Choose the role.",
    "site_kind": "Choose what the place does in PASS.",
    "status": "Choose whether it runs.",
    "host_organization": "Write who runs it.",
    "offered": "Write what is offered there.",
    "source": "Say who says so: a web address, or “the office itself, by phone”.",
}
# The label and the hint of each field, in the words of whoever fills it in.
WORDS: Mapping[str, tuple[str, str]] = {
    "name": ("Name", ""),
    "office_kind": ("What kind of office is it?", ""),
    "role": ("Role in the program", ""),
    "title": ("Title", "As the door says it, if it differs from the role."),
    "is_vacant": ("The position is vacant", "Then the name above is the name of the position."),
    "sends": ("Sends requests to other states", ""),
    "receives": ("Answers requests from other states", ""),
    "site_kind": ("What does the place do in PASS?", ""),
    "status": ("Does it run?", ""),
    "host_organization": ("Who runs it?", ""),
    "parent": ("Belongs to which office?", ""),
    "street": ("Street or P.O. box", "Of the office; never of a home."),
    "city": ("City or town", ""),
    "address_state_code": ("State", ""),
    "zip_code": ("ZIP code", ""),
    "website": ("Website", "The whole address, with https://."),
    "note": ("Note", "What callers should know. No children, no families."),
    "visibility": ("Who sees this entry?", ""),
    "counties": ("Counties", "Tick none when the whole state is meant."),
    "specialties": ("Answers for", "Choose all that fit."),
    "languages": ("Languages spoken there", "Choose all that fit."),
    "fallback": ("Who is asked instead, when nobody is there?", ""),
    "offered": ("What is offered?", ""),
    "courses": ("PASS courses", "Tick those that the place offers."),
    "partial_credit": ("How is a partial credit counted?", "Five units make one semester course."),
    "transcript_route": ("Where does a transcript go?", "The office and the way; no student’s name."),
    "fee": ("Fee", "Empty when nobody said; “none” when it is free."),
    "lat": ("Latitude", "North is positive, such as 44.7631."),
    "lon": ("Longitude", "West is negative, such as -85.6206."),
    "source": ("Who says so?", "A web address, or in words: the office itself, by phone."),
    "source_date": ("Date of the source", "As exactly as you know: 2026, 2026-03 or 2026-03-15."),
    "source_date_basis": ("How is the date known?", ""),
}  # fmt: skip


def _second(pair: tuple[str, str]) -> str:
    return pair[1]
