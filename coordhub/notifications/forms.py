"""Forms of preferences, notices and stop links."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import ValidationError

from coordhub.forms import Form, choices_of
from coordhub.notifications.defaults import ways_for
from coordhub.notifications.kinds import List, Subject
from coordhub.notifications.words import DAYS, HOURS, SUBJECT_WORDS, WAY_WORDS

USUAL = "usual"
_OFFERED = "Choose one of what is offered here."


class ChoiceField(SelectField):
    """One of a few, refused with a sentence that says what to do."""

    def process_formdata(self, valuelist: Any) -> None:
        """Take in what was sent, with our sentence for what is no value at all."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_OFFERED) from error

    def pre_validate(self, form: Any) -> None:
        """Accept what was offered, and nothing else."""
        if self.data not in [value for value, *_ in self.iter_choices()]:
            raise ValidationError(_OFFERED)


class TimesForm(Form):
    """When letters and digests come."""

    digest_hour = ChoiceField("Digests come at", choices=choices_of(HOURS), coerce=int)
    weekly_day = ChoiceField("The weekly digest comes on", choices=choices_of(DAYS), coerce=int)
    is_quiet_at_night = BooleanField("No letters at night")
    quiet_from = ChoiceField("From", choices=choices_of(HOURS), coerce=int)
    quiet_until = ChoiceField("Until", choices=choices_of(HOURS), coerce=int)
    is_quiet_on_weekends = BooleanField("No letters on weekends")
    lets_emergencies_through = BooleanField("Emergencies may reach me at any time")

    def validate_quiet_until(self, field: Any) -> None:
        """Hours that end when they begin would be none at all, or all of them."""
        if self.is_quiet_at_night.data and field.data is not None and field.data == self.quiet_from.data:
            raise ValidationError("Choose an hour other than the first one, or let letters come at night.")


def preference_form(subjects: Iterable[Subject]) -> type[TimesForm]:
    """Return the form with a field for each subject, whose choices are the ways it can have."""
    return type("PreferenceForm", (TimesForm,), _ways(subjects, []))


def state_form(subjects: Iterable[Subject]) -> type[Form]:
    """Return the form in which a state sets ways; what it leaves alone is as usual."""
    return type("StateForm", (Form,), _ways(subjects, [(USUAL, "As usual")]))


def _ways(subjects: Iterable[Subject], before: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        name_of(one): ChoiceField(
            SUBJECT_WORDS[one], choices=choices_of([*before, *((way.value, WAY_WORDS[way]) for way in ways_for(one))])
        )
        for one in subjects
    }


def name_of(subject: Subject) -> str:
    """Return the name of a subject's field."""
    return "way_" + subject.value.replace("-", "_")


class NoticeForm(Form):
    """A deed on all notices about one thing."""

    about = HiddenField()
    deed = ChoiceField("Deed", choices=choices_of([(one, one) for one in ("read", "unread", "mute", "unmute")]))


def list_named(text: str) -> List | None:
    """Return the list with this name; None for none, or one that was made up."""
    return List(text) if text in list(List) else None


def number_in(text: str) -> int | None:
    """Return the id that was handed in, None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None  # ids have 64 bits
