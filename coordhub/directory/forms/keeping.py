"""Forms of those who keep entries, and of those who tell them what is wrong."""

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from coordhub.accounts.models import EMAIL_LENGTH
from coordhub.directory.kinds import WAYS, VerifiedHow
from coordhub.directory.models import Wrong
from coordhub.directory.models.keeping import SUGGESTION_LENGTH
from coordhub.forms import Form, NoNulls, choices_of, text_area

CONFIRM_WORDS = "I checked it: no child and no family can be recognized from this."
_WAY_LABELS = {
    VerifiedHow.PHONE: "By a phone call",
    VerifiedHow.VISIT: "In person, or by a letter of theirs",
    VerifiedHow.SELF: "I keep it and know it myself",
}


class HowForm(Form):
    """How somebody came to know that an entry is right."""

    how = RadioField(
        "How do you know?",
        choices=choices_of((one.value, _WAY_LABELS[one]) for one in WAYS),
        validators=[DataRequired(message="Say how you know that it is right.")],
    )


class ButtonForm(Form):
    """Nothing but the button."""


class SuggestForm(Form):
    """What somebody says is wrong with an entry."""

    wrong = RadioField(
        "What is wrong?",
        choices=choices_of((one.value, one.label) for one in Wrong),
        validators=[DataRequired(message="Choose what is wrong.")],
    )
    text = text_area(
        "What would be right, and how do you know?",
        longest=SUGGESTION_LENGTH,
        validators=[DataRequired(message="Write what would be right.")],
    )
    email = StringField(
        "Your e-mail address, if you want to hear the answer",
        validators=[Length(max=EMAIL_LENGTH, message="That is too long for an address."), NoNulls()],
    )
    confirmed = BooleanField(CONFIRM_WORDS)

    def validate_email(self, field: StringField) -> None:
        """Take an address in its plain form, or none."""
        if not field.data:
            return
        try:
            field.data = validate_email(field.data, check_deliverability=False, test_environment=True).normalized
        except EmailNotValidError:
            raise ValidationError("Write the address as name@example.org, or leave it out.") from None


class AnswerForm(Form):
    """The answer to a suggestion."""

    decision = RadioField(
        "What do you do?",
        choices=choices_of([("accept", "Accept it, and mend the entry next"), ("decline", "Change nothing")]),
        validators=[DataRequired(message="Choose one.")],
    )
    answer = text_area("Your answer", longest=SUGGESTION_LENGTH)
    confirmed = BooleanField(CONFIRM_WORDS)

    def validate_answer(self, field: StringField) -> None:
        """Who declines says why."""
        if self.decision.data == "decline" and not field.data:
            raise ValidationError("Say why nothing is changed: whoever suggested it reads your answer.")
