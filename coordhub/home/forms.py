"""Forms of pages that mix features."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from coordhub.forms import Form, choices_of

NOBODY = "-"  # no key of an entry


class ReplaceForm(Form):
    """Who stands in the place of an entry, and from which day."""

    successor = SelectField("Who stands in its place?", validators=[DataRequired(message="Choose who, or nobody.")])
    day = DateField("From which day?", validators=[InputRequired(message="Choose the day.")])
    seen = HiddenField(validators=[Length(max=8_000)])

    def offer(self, successors: Sequence[tuple[str, str]], today: date) -> None:
        """Set who can be chosen, and the last day that can be."""
        self.successor.choices = choices_of([("", "Choose"), (NOBODY, "Nobody: it closes"), *successors])
        self.today = today

    def validate_day(self, field: Any) -> None:
        """The entry leaves the searches when the button is pressed, so a later day would not be true."""
        if field.data and field.data > self.today:
            raise ValidationError("Choose today or an earlier day: the entry leaves the searches at once.")
