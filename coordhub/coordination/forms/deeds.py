"""Forms of the deeds on a request, of its messages, and of the work queue."""

import re

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from coordhub.coordination.forms.compose import CONFIRM_WORDS
from coordhub.coordination.models import MESSAGE_LENGTH, NOTE_LENGTH, REASON_LENGTH
from coordhub.coordination.rules import REASON_AT_LEAST
from coordhub.coordination.rules.queue import FILTER_NAME_LENGTH
from coordhub.coordination.types import DECLINE_REASONS
from coordhub.forms import Form, NoNulls, choices_of, text_area

NUMBER = re.compile(r"R-\d{4}-\d{5,9}\Z", re.ASCII)
POSITION = re.compile(r"[0-9]{1,9}")  # of a step; more digits than any timeline has


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
