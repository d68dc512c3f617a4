"""The form of several move notices at once: what they share, and a row for each family."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from coordhub.coordination.forms.compose import (
    CONFIRM_WORDS,
    INTERPRETER,
    KEY_LENGTH,
    LANGUAGE_LENGTH,
    PLACE_LENGTH,
    children_fields,
    move_fields,
    move_of,
    notice_fields,
    notice_of,
)
from coordhub.coordination.forms.fields import CHOOSE, choice_field, words_field
from coordhub.coordination.forms.msix import FIELD_LENGTH, MsixIds, msix_ids_in
from coordhub.coordination.types import GRADE_BANDS, TYPES
from coordhub.forms import ChecksField, Form, NoNulls, choices_of

FAMILIES_AT_MOST = 25
ROWS_A_STEP = 5
NOTE_LENGTH = 500  # of one row; whoever has more to say writes a request of its own
MOVE = TYPES["MOVE"]
_QUESTIONS = {question.name: question for question in MOVE.questions}


class BatchForm(Form):
    """What all families of a batch share; batch_form() adds month, week and the MSIX notice."""

    sending_key = HiddenField(validators=[InputRequired(), Length(max=KEY_LENGTH - 4), NoNulls()])
    seen = HiddenField(validators=[Length(max=200)])
    rows = HiddenField()
    to_state = SelectField(
        "To which state?", validators=[Optional()], invalid_choice_message="Choose one of the other states."
    )
    direction = choice_field(
        "Have the families moved yet?",
        _QUESTIONS["direction"].choices,
        [InputRequired(message="Say whether they have moved.")],
    )
    file = FileField("A list from your computer")
    confirmed = BooleanField(CONFIRM_WORDS)

    def facts(self) -> dict[str, Any]:
        """Return what all families share, by the names of a Draft."""
        return {**move_of(self), **notice_of(self), "details": {"direction": self.direction.data}}

    @property
    def row_count(self) -> int:
        """How many rows the table shows: a whole number of steps."""
        text = self.rows.data or ""
        wanted = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else ROWS_A_STEP
        steps = -(-min(max(wanted, ROWS_A_STEP), FAMILIES_AT_MOST) // ROWS_A_STEP)
        return steps * ROWS_A_STEP


class FamilyForm(Form):
    """One family: a row of the table. A row without anything in it is no family."""

    class Meta(Form.Meta):
        csrf = False  # The form around it carries the token.

    to_state = SelectField("State", validators=[Optional()], invalid_choice_message="Choose one of the other states.")
    county = words_field("Town or county", [], longest=PLACE_LENGTH)
    children_count = children_fields()["children_count"]
    grade_bands = ChecksField(
        "Grade bands", choices=choices_of(GRADE_BANDS), invalid_choice_message="“%(value)s” is none of the grade bands."
    )
    language = words_field("Language, for an interpreter", [], longest=LANGUAGE_LENGTH)
    return_expected = SelectField(
        "Expected back?",
        choices=choices_of([("", "Not said"), *_QUESTIONS["return_expected"].choices]),
        validators=[Optional()],
        invalid_choice_message=CHOOSE,
    )
    msix_ids = StringField("MSIX IDs", validators=[Length(max=FIELD_LENGTH), NoNulls(), MsixIds(MOVE.msix_ids)])
    note = words_field("Note", [], longest=NOTE_LENGTH)

    def validate_grade_bands(self, field: ChecksField) -> None:
        """At least one band, since the other state plans by it."""
        if not field.data:
            raise ValidationError("Choose at least one grade band.")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said in this row; a state alone says nothing."""
        return not any(value for field in self if field.short_name != "to_state" for value in field.raw_data or [])

    def facts(self) -> dict[str, Any]:
        """Return what the row says, by the names of a Draft."""
        language = self.language.data or ""
        back = self.return_expected.data
        return {
            "children_count": self.children_count.data,
            "grade_bands": self.grade_bands.data,
            "language": language,
            "flags": [INTERPRETER] if language else [],
            "msix_ids": msix_ids_in(self.msix_ids.data or ""),
            "note": self.note.data or "",
            "details": {"return_expected": back} if back else {},
        }


def batch_form(
    *, states: Sequence[tuple[str, str]], months: Sequence[tuple[str, str]], today: date, given: Any = None
) -> Any:
    """Return the form of what the families share; `given` fills it instead of what was posted."""
    made = type("MovesForm", (BatchForm,), move_fields(months) | notice_fields(today))
    form = made() if given is None else made(formdata=given)
    form.to_state.choices = choices_of([("", "Choose a state"), *states])
    return form


def family_forms(number: int, posted: Any, states: Sequence[tuple[str, str]]) -> Sequence[FamilyForm]:
    """Return the rows of the table, filled from what was `posted` under `row1-county` and so on."""
    forms = [FamilyForm(formdata=posted, prefix=row_prefix(row)) for row in range(1, number + 1)]
    for form in forms:
        form.to_state.choices = choices_of([("", "As above"), *states])
    return forms


def row_prefix(row: int) -> str:
    """Return what the field names of a row begin with; rows count from 1."""
    return f"row{row}-"


def filled(rows: Sequence[FamilyForm]) -> Mapping[int, FamilyForm]:
    """Return the rows that hold a family, by their number in the table."""
    return {number: form for number, form in enumerate(rows, 1) if not form.is_empty}
