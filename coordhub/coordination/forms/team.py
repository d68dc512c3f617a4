"""Forms of a state's team: offices, absences, handing over."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from coordhub.forms import Form, NoNulls, choices_of

NOBODY = ""
PLACE_LENGTH = 120
A_DAY = "Choose a day, or write it as 2026-07-31."


class Day(DateField):
    """A day; what is no day comes back with a sentence that says what one looks like."""

    def process_formdata(self, valuelist: Any) -> None:
        """Read what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(A_DAY) from error


class OfficeForm(Form):
    """In which office somebody sits."""

    office = SelectField("Office")

    def offer(self, offices: Sequence[tuple[str, str]]) -> None:
        """Set the offices that can be chosen."""
        self.office.choices = choices_of([("", "No office"), *offices])


class AbsenceForm(Form):
    """Days on which somebody is away, and who stands in."""

    first_day = Day("First day away", validators=[InputRequired(message="Choose the first day.")])
    last_day = Day("Last day away", validators=[InputRequired(message="Choose the last day.")])
    delegate = SelectField("Who stands in?")

    def offer(self, colleagues: Sequence[tuple[str, str]]) -> None:
        """Set who can stand in."""
        self.delegate.choices = choices_of([(NOBODY, "Nobody in particular"), *colleagues])


class HandOverForm(Form):
    """To whom all open requests of somebody go."""

    to = SelectField("Who takes them over?", validators=[DataRequired(message="Choose a colleague.")])
    seen = HiddenField(validators=[Length(max=8_000)])

    def offer(self, colleagues: Sequence[tuple[str, str]]) -> None:
        """Set who can take them over."""
        self.to.choices = choices_of([("", "Choose a colleague"), *colleagues])


class RerouteForm(Form):
    """To whom a request belongs: a colleague, an office of the own state, another state. The view asks one of them."""

    colleague = SelectField("Which colleague?", validate_choice=False)
    office = SelectField("Which office?", validate_choice=False)
    to_state = SelectField("Which state?", validate_choice=False)
    county = StringField(
        "To which town or county there?",
        validators=[Length(max=PLACE_LENGTH, message=f"Shorten this to {PLACE_LENGTH} characters."), NoNulls()],
    )
    seen = HiddenField(validators=[Length(max=200)])

    def offer(
        self,
        colleagues: Sequence[tuple[str, str]],
        offices: Sequence[tuple[str, str]],
        states: Sequence[tuple[str, str]],
    ) -> None:
        """Set who and what can be chosen."""
        self.colleague.choices = choices_of([("", "Choose a colleague"), *colleagues])
        self.office.choices = choices_of([("", "Choose an office"), *offices])
        self.to_state.choices = choices_of([("", "Choose a state"), *states])
