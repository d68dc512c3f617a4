"""Forms of requests. Choices are handed in by the view; what a type asks comes from its entry in the table."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from coordhub.coordination.models import (
    CHILDREN_AT_MOST,
    MESSAGE_LENGTH,
    MSIX_IDS_AT_MOST,
    NOTE_LENGTH,
    REASON_LENGTH,
)
from coordhub.coordination.rules import REASON_AT_LEAST
from coordhub.coordination.rules.queue import FILTER_NAME_LENGTH
from coordhub.coordination.types import DECLINE_REASONS, FLAGS, GRADE_BANDS, URGENCIES, WEEKS, RequestType
from coordhub.forms import ChecksField, Form, NoNulls, choices_of, text_area

MSIX_ID = re.compile(r"[0-9]{8,14}")  # MSIX prints a long number; anything else is a slip of the field
NUMBER = re.compile(r"R-\d{4}-\d{5,9}\Z", re.ASCII)
POSITION = re.compile(r"[0-9]{1,9}")  # of a step; more digits than any timeline has
PLACE_LENGTH = 120
CONFIRM_WORDS = "I checked it: nobody can be recognized from this."


class ComposeForm(Form):
    """What every type asks; compose_form() adds the type's own questions."""

    sending_key = HiddenField(validators=[InputRequired(), Length(max=64)])
    seen = HiddenField(validators=[Length(max=200)])
    to_state = SelectField(
        "To which state?", validators=[DataRequired(message="Choose the state that should get this.")]
    )
    county = StringField(
        "To which town or county?",
        validators=[Length(max=PLACE_LENGTH, message=f"Shorten this to {PLACE_LENGTH} characters."), NoNulls()],
    )
    language = StringField(
        "Which language for the interpreter?",
        validators=[Length(max=60, message="Shorten this to 60 characters."), NoNulls()],
    )
    urgency = SelectField("How urgent is it?", choices=choices_of(URGENCIES), default="normal")
    note = text_area("What else should they know?", longest=NOTE_LENGTH)
    confirmed = BooleanField(CONFIRM_WORDS)


class ChildrenForm(ComposeForm):
    """The questions of types that are about children."""

    children_count = IntegerField(
        "How many children?",
        validators=[
            InputRequired(message="Say how many children."),
            NumberRange(1, CHILDREN_AT_MOST, message=f"Write a number from 1 to {CHILDREN_AT_MOST}."),
        ],
    )
    grade_bands = ChecksField("Grade bands", choices=choices_of(GRADE_BANDS))
    flags = ChecksField("Good to know", choices=choices_of(FLAGS))
    msix_ids = text_area("MSIX IDs", longest=600)
    msix_notice = RadioField(
        "Have you sent the move notice in MSIX?",
        choices=choices_of([("yes", "Yes"), ("no", "Not yet")]),
        validators=[Optional()],
    )

    def validate_grade_bands(self, field: Any) -> None:
        """At least one band, since the other state plans by it."""
        if not field.data:
            raise ValidationError("Choose at least one grade band.")

    def validate_msix_ids(self, field: Any) -> None:
        """Numbers only, one per line, as many as a request may carry."""
        ids = msix_ids_in(field.data or "")
        if len(ids) > MSIX_IDS_AT_MOST:
            raise ValidationError(f"Put at most {MSIX_IDS_AT_MOST} MSIX IDs into one request.")
        wrong = sum(MSIX_ID.fullmatch(one) is None for one in ids)
        if wrong:
            raise ValidationError("Write MSIX IDs as numbers of 8 to 14 digits, one per line, and nothing else here.")


def compose_form(type_: RequestType, *, states: Sequence[tuple[str, str]], months: Sequence[tuple[str, str]]) -> Any:
    """Return the form of a type: common fields, then its own questions as fields named `ask_<question>`.

    `states` and `months` are (code, label) pairs.
    """
    fields: dict[str, Any] = {}
    if type_.asks_for_week:
        fields["move_month"] = SelectField(
            "Month", choices=choices_of(months), validators=[DataRequired(message="Choose the month of the move.")]
        )
        fields["move_week"] = SelectField(
            "Week", choices=choices_of([("", "Not known yet"), *((str(number), words) for number, words in WEEKS)])
        )
    for question in type_.questions:
        field = ChecksField if question.many else RadioField
        fields[f"ask_{question.name}"] = field(
            question.label, choices=choices_of(question.choices), validators=[Optional()], description=question.hint
        )
    base = ChildrenForm if type_.about_children else ComposeForm
    form = type(f"{type_.code.title()}Form", (base,), fields)()
    form.to_state.choices = choices_of([("", "Choose a state"), *states])
    if not type_.about_children:
        form.note.label.text = "Your question"
        form.note.validators = [DataRequired(message="Write your question."), *form.note.validators]
    return form


def msix_ids_in(text: str) -> list[str]:
    """Split what was typed into the field of MSIX IDs: lines, commas and blanks divide, dashes do not count."""
    return [one.replace("-", "") for one in re.split(r"[\s,;]+", text) if one]


class SeenForm(Form):
    """What every deed brings along: how far its page showed the timeline, to say what happened since."""

    seen = HiddenField()

    def named_for(self, deed: str) -> None:
        """Give the fields ids of their own, as one page has many forms."""
        for field in self:
            field.id = field.label.field_id = f"{deed}-{field.short_name}"

    @property
    def seen_to(self) -> int | None:
        """The position of the last step that the page showed, None when the form does not say."""
        return position_in(self.seen.data)


class MessageForm(SeenForm):
    """A private message on a request."""

    text = text_area(
        "Message", longest=MESSAGE_LENGTH, validators=[DataRequired(message="Write something before you send.")]
    )
    deed = HiddenField()
    quoted = HiddenField()
    confirmed = BooleanField(CONFIRM_WORDS)


class NoteForm(SeenForm):
    """A deed that needs nothing but the button; a few words may go with it."""

    note = text_area("A note, if it helps", longest=NOTE_LENGTH)
    confirmed = BooleanField(CONFIRM_WORDS)


class OutcomeForm(NoteForm):
    """What happened."""

    outcome = RadioField("What happened?", validators=[InputRequired(message="Choose what happened.")])


class DeclineForm(NoteForm):
    """Why the state cannot take the request."""

    reason = RadioField(
        "Why not?", choices=choices_of(DECLINE_REASONS), validators=[InputRequired(message="Choose a reason.")]
    )


class AssignForm(SeenForm):
    """To which colleague a request is given."""

    colleague = SelectField("To whom?", validators=[InputRequired(message="Choose a colleague.")])


class StepForm(SeenForm):
    """A deed that needs nothing but the button."""


class FilterNameForm(Form):
    """A name for a view of the work queue."""

    name = StringField(
        "Name of this view",
        validators=[
            DataRequired(message="Give this view a name."),
            Length(max=FILTER_NAME_LENGTH, message=f"Shorten this to {FILTER_NAME_LENGTH} characters."),
            NoNulls(),
        ],
    )
    confirmed = BooleanField(CONFIRM_WORDS)


class EditForm(Form):
    """What a message is to say; `seen` is how often it had been changed when the form was opened."""

    text = text_area(
        "Message", longest=MESSAGE_LENGTH, validators=[DataRequired(message="A message cannot be emptied.")]
    )
    seen = HiddenField()
    confirmed = BooleanField(CONFIRM_WORDS)


class BreakGlassForm(Form):
    """Which request somebody from outside opens, and why."""

    number = StringField(
        "Number of the request",
        filters=[lambda typed: typed.upper() if typed else typed],
        validators=[
            DataRequired(message="Write the number, such as R-2026-00123."),
            Regexp(NUMBER, message="Write the number as it stands in letters: R-2026-00123."),
        ],
    )
    reason = text_area(
        "Why must you read it?",
        longest=REASON_LENGTH,
        validators=[
            DataRequired(message="Write why."),
            Length(min=REASON_AT_LEAST, message=f"Say a little more: at least {REASON_AT_LEAST} characters."),
        ],
    )
    confirmed = BooleanField(CONFIRM_WORDS)


def position_in(typed: str | None) -> int | None:
    """Return the position in a timeline that an address or a form names, None when it names none."""
    return int(typed) if typed and POSITION.fullmatch(typed) else None
