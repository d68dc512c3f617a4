"""Forms of the board."""

from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from coordhub.board.models import TEXT_LENGTH, TITLE_LENGTH
from coordhub.forms import Form, NoNulls, text_area

CONFIRM_WORDS = "I checked it: nobody can be recognized from this."


class TopicForm(Form):
    """A new topic."""

    title = StringField(
        "Title",
        validators=[
            DataRequired(message="Write a title, so that others see what it is about."),
            Length(max=TITLE_LENGTH, message=f"Shorten the title to {TITLE_LENGTH} characters."),
            NoNulls(),
        ],
    )
    text = text_area("Text", longest=TEXT_LENGTH, validators=[DataRequired(message="Write the text of the topic.")])
    confirmed = BooleanField(CONFIRM_WORDS)


class ReplyForm(Form):
    """A reply."""

    text = text_area("Your reply", longest=TEXT_LENGTH, validators=[DataRequired(message="Write your reply first.")])
    confirmed = BooleanField(CONFIRM_WORDS)
