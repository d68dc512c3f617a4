"""The form of a dated fact of a state."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from coordhub.directory.kinds import FactKind, Participation
from coordhub.directory.rules.facts import fact_problem, values_of
from coordhub.forms import Form, NoNulls, text_area

SOURCE_LENGTH, NOTE_LENGTH = 300, 1_000
_VALUES: Mapping[str, str] = {Participation.YES: "Yes", Participation.NO: "No", Participation.UNKNOWN: "Not known"}


def value_words(value: str) -> str:
    """Return what a fact says in words; streams are called by their name."""
    return _VALUES.get(value, value)


_GROUPS = {FactKind.MEP: "The program (ESEA Title I, Part C)", FactKind.PASS: "PASS", FactKind.STREAM: "Streams"}


def _choices() -> list[SelectChoice]:
    return [SelectChoice("", "Choose")] + [
        SelectChoice(f"{kind}={value}", f"{kind.label}: {value_words(value)}", optgroup=group)
        for kind, group in _GROUPS.items()
        for value in values_of(kind)
    ]


class FactForm(Form):
    """What is known of a state, since when, and who says so."""

    said = SelectField(
        "What is known?",
        choices=_choices(),
        validators=[DataRequired(message="Choose what is known.")],
    )
    as_of = StringField("As of when?", validators=[Length(max=10, message="Shorten this to 10 characters."), NoNulls()])
    source = StringField(
        "Who says so?",
        validators=[Length(max=SOURCE_LENGTH, message=f"Shorten this to {SOURCE_LENGTH} characters."), NoNulls()],
    )
    note = text_area("Note", longest=NOTE_LENGTH)

    @property
    def kind(self) -> FactKind:
        """What the fact is about."""
        return FactKind(self.said.data.partition("=")[0])

    @property
    def value(self) -> str:
        """What the fact says."""
        return str(self.said.data.partition("=")[2])

    def validate_as_of(self, field: Any) -> None:
        """A year, month, day or school year, as the rule wants it."""
        problem = fact_problem(self.kind, self.value, field.data or "", "somebody") if self._is_chosen() else None
        if problem:
            raise ValidationError(problem)

    def validate_source(self, field: Any) -> None:
        """Nothing is recorded on nobody's word."""
        if not field.data:
            raise ValidationError("Name the source: an address, or who said it.")

    def _is_chosen(self) -> bool:
        return self.said.data is not None and "=" in self.said.data and not self.said.errors
