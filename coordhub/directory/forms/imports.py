"""Forms of lists that come in: the file, what its columns hold, which rows are taken."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from coordhub.directory.fields import FIELDS
from coordhub.directory.models.entries import NAME_LENGTH
from coordhub.directory.rules.ages import first_day
from coordhub.directory.rules.columns import NOT_READ
from coordhub.forms import Form, NoNulls, choices_of

AS_NEW = "new"
_SAME_LABELS = {"office_kind": "What it is (office)", "site_kind": "What it is (PASS site)"}
FIELD_CHOICES = [(NOT_READ, "Leave this column out")] + [
    (field.name, _SAME_LABELS.get(field.name, field.label)) for field in FIELDS
]


def _known_date(_form: Any, field: Any) -> None:
    if first_day(field.data or "") is None:
        raise ValidationError("Write a year, a month or a day: 2026, 2026-05 or 2026-05-14.")


class UploadForm(Form):
    """A list with its source."""

    file = FileField("File", validators=[FileRequired("Choose a file: .csv or .xlsx.")])
    source = StringField(
        "Where the list comes from",
        validators=[
            DataRequired("Say where the list comes from: a web address, or who keeps it."),
            Length(max=NAME_LENGTH, message=f"Shorten this to {NAME_LENGTH} characters."),
            NoNulls(),
        ],
    )
    source_date = StringField("Date of the list", validators=[_known_date])
    empties = BooleanField("Let empty cells clear what is known")


class ColumnsForm(Form):
    """Which field each column holds."""

    columns = FieldList(SelectField("Column", choices=choices_of(FIELD_CHOICES), default=NOT_READ), "Columns")
    empties = BooleanField("Let empty cells clear what is known")

    def validate_columns(self, field: Any) -> None:
        """Refuse two columns for one field."""
        chosen = [one.data for one in field if one.data]
        twice = [label for name, label in FIELD_CHOICES if chosen.count(name) > 1]
        if twice:
            raise ValidationError(f"Two columns are read as “{twice[0]}”. Leave one of them out.")

    def mapping(self, header: Sequence[str]) -> dict[str, str]:
        """Return the chosen field by column."""
        return dict(zip(header, (one.data for one in self.columns), strict=False))


class RowsForm(Form):
    """The rows of one page of a plan; ticks are read by `ticks_of_page`."""


def ticks_of_page(sent: MultiDict[str, str]) -> tuple[set[int], Mapping[int, str]]:
    """Return the lines that the page showed, and those to be taken with the key of the entry that they are about."""
    shown = {int(one) for one in sent.getlist("shown") if one.isascii() and one.isdecimal() and len(one) < 10}
    ticks = {line: "" for line in shown if str(line) in sent.getlist("take")}
    for line in shown:
        if wanted := sent.get(f"as-{line}", ""):
            ticks[line] = "" if wanted == AS_NEW else wanted
    return shown, ticks
