"""Forms of the deeds on a request."""

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import DataRequired, InputRequired

from coordhub.coordination.forms.compose import CONFIRM_WORDS
from coordhub.coordination.models import MESSAGE_LENGTH
from coordhub.coordination.types import DECLINE_REASONS
from coordhub.forms import Form, choices_of, text_area


class MessageForm(Form):
    """A private message on a request."""

    text = text_area(
        "Message", longest=MESSAGE_LENGTH, validators=[DataRequired(message="Write something before you send.")]
    )
    deed = HiddenField()
    confirmed = BooleanField(CONFIRM_WORDS)


class OutcomeForm(Form):
    """What happened."""

    outcome = RadioField("What happened?", validators=[InputRequired(message="Choose what happened.")])


class DeclineForm(Form):
    """Why the state cannot take the request."""

    reason = RadioField(
        "Why not?", choices=choices_of(DECLINE_REASONS), validators=[InputRequired(message="Choose a reason.")]
    )


class StepForm(Form):
    """A deed that needs nothing but the button."""
