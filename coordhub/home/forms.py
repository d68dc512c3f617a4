"""Forms of pages that mix features."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from coordhub.accounts.models import Specialty
from coordhub.forms import Form, NoNulls, choices_of
from coordhub.notifications import interests
from coordhub.notifications.defaults import ways_for
from coordhub.notifications.forms import ChoiceField
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import InterestKind
from coordhub.notifications.words import WAY_WORDS
from coordhub.places.states import STATES

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


TOPIC_WAYS = [(way.value, WAY_WORDS[way]) for way in ways_for(Subject.TOPIC)]


class InterestForm(Form):
    """New topics of one kind, and how they come; each kind has a form of its own, known by its `kind`."""

    value = ChoiceField("Which?", validators=[DataRequired(message="Choose one of what is offered here.")])
    way = ChoiceField("How?", choices=choices_of(TOPIC_WAYS), default=Way.AT_ONCE.value)


class WordsForm(Form):
    """New topics that have some words, and how they come."""

    value = StringField(
        "Words",
        validators=[Length(max=100, message="Shorten this to three words."), NoNulls()],
    )
    way = ChoiceField("How?", choices=choices_of(TOPIC_WAYS), default=Way.AT_ONCE.value)

    def validate_value(self, field: Any) -> None:
        """Words must be few, whole, and no name of a person."""
        for sentence in interests.faults_of_words(field.data or ""):
            raise ValidationError(sentence)


class WayForm(Form):
    """Another way for what is followed already."""

    way = ChoiceField("How?", choices=choices_of(TOPIC_WAYS))


Forms = dict[InterestKind, InterestForm | WordsForm]


def interest_forms(forums: Sequence[tuple[str, str]]) -> Forms:
    """Return an empty form for each kind of interest; `forums` are (slug, name)."""
    offered: dict[InterestKind, tuple[str, Sequence[tuple[str, str]]]] = {
        InterestKind.FORUM: ("Forum", forums),
        InterestKind.SPECIALTY: ("Specialty", [(one.value, one.label) for one in Specialty]),
        InterestKind.STATE: ("State of the writer", [(code, one.name) for code, one in STATES.items()]),
    }
    forms: Forms = {}
    for kind, (label, choices) in offered.items():
        form = InterestForm(prefix=f"{kind}-")
        form.value.label.text = label
        form.value.choices = choices_of([("", "Choose"), *choices])
        forms[kind] = form
    forms[InterestKind.WORDS] = WordsForm(prefix="words-")
    return forms
