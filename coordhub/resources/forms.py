"""Forms of events and updates."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation, ValidationError

from coordhub.accounts.forms import ZONES
from coordhub.forms import Form, NoNulls, choices_of, text_area
from coordhub.places.states import state_named
from coordhub.resources.models import LINK_LENGTH, PLACE_LENGTH, TEXT_LENGTH, TITLE_LENGTH, EventKind
from coordhub.resources.rules import FARTHEST, span_of

CONFIRM_WORDS = "I checked it: nobody can be recognized from this."
STATES_LENGTH = 1_000
_WEB = re.compile(r"https?://[^\s<>\"'\\\x00-\x1f]+")
NO_DAY = "There is no such day. Write it as year-month-day, 2026-06-30 for example."
NO_TIME = "There is no such time. Write it as hours:minutes, 14:30 for example."


class _Near:
    """Refuse a day that lies years away, and say one thing at a time."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.process_errors:
            raise StopValidation
        if field.data and not form.today - FARTHEST <= field.data <= form.today + FARTHEST:
            raise StopValidation("This day is too far away. Look at the year.")


class _Time(TimeField):
    """A time that may be left out; unlike with Optional, the checks of the form still look at it."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if any(valuelist):
            super().process_formdata(valuelist)


class _WebAddress:
    """Refuse what is no address of a page: other schemes, and what a browser would take for another host."""

    def __call__(self, _form: Any, field: Any) -> None:
        try:
            has_host = bool(urlsplit(field.data).hostname)
        except ValueError:
            has_host = False
        if not has_host or not _WEB.fullmatch(field.data):
            raise ValidationError("Write a web address that begins with https:// or http://.")


def _title() -> StringField:
    return StringField(
        "Title",
        validators=[
            DataRequired(message="Write a title, so that others see what it is about."),
            Length(max=TITLE_LENGTH, message=f"Shorten the title to {TITLE_LENGTH} characters."),
            NoNulls(),
        ],
    )


def _link(label: str) -> StringField:
    return StringField(
        label,
        validators=[
            Optional(),
            Length(max=LINK_LENGTH, message=f"Shorten this to {LINK_LENGTH} characters."),
            _WebAddress(),
        ],
    )


def _states() -> StringField:
    return StringField("States", validators=[Length(max=STATES_LENGTH, message="Name fewer states."), NoNulls()])


class EventForm(Form):
    """A new event, or a changed one."""

    title = _title()
    kind = SelectField("What is it?", choices=choices_of([(one.value, one.label) for one in EventKind]))
    first_day = DateField(
        "First day", validators=[InputRequired(message="Choose the day."), _Near()], invalid_value_message=NO_DAY
    )
    last_day = DateField("Last day", validators=[Optional(), _Near()], invalid_value_message=NO_DAY)
    from_time = _Time("Begins at", invalid_value_message=NO_TIME)
    until_time = _Time("Ends at", invalid_value_message=NO_TIME)
    time_zone = SelectField("Time zone")
    states = _states()
    place = StringField(
        "Place",
        validators=[Length(max=PLACE_LENGTH, message=f"Shorten the place to {PLACE_LENGTH} characters."), NoNulls()],
    )
    link = _link("Link to take part")
    source = _link("Link to the source")
    seen = HiddenField()
    confirmed = BooleanField(CONFIRM_WORDS)

    def offer(self, zone: str, today: date) -> None:
        """Set the time zones, the usual ones with the writer's own, and today."""
        zones = list(ZONES) + ([] if zone in dict(ZONES) else [(zone, zone)])
        self._zones = zones
        self.time_zone.choices = choices_of(zones)
        self.today = today

    @property
    def last(self) -> date:
        """The last day, which is the first one unless another was chosen."""
        return self.last_day.data or self.first_day.data  # type: ignore[no-any-return]

    def validate_last_day(self, field: Any) -> None:
        """An event does not end before it begins."""
        if field.data and self.first_day.data and field.data < self.first_day.data:
            raise ValidationError("The last day lies before the first. Choose the first day or a later one.")

    def validate_until_time(self, field: Any) -> None:
        """Times come in pairs, and run forward on a single day."""
        if field.process_errors or self.from_time.errors:
            return
        if self.from_time.data and not field.data:
            raise ValidationError("Say when it ends, or take the beginning out for an event of a whole day.")
        days_are_wrong = self.first_day.errors or self.last_day.errors or not self.first_day.data
        if days_are_wrong or not field.data or not self.from_time.data:
            return
        zone = self.time_zone.data if self.time_zone.data in dict(self._zones) else "UTC"
        # By instants: an hour that the clock change leaves out can turn the times around.
        starts, ends = span_of(self.first_day.data, self.last, self.from_time.data, field.data, zone)
        if ends <= starts:
            raise ValidationError("The end lies before the beginning. Choose a later time, or a later last day.")

    def validate_from_time(self, field: Any) -> None:
        """Times come in pairs."""
        if field.process_errors or self.until_time.process_errors:
            return
        if self.until_time.data and not field.data:
            raise ValidationError("Say when it begins, or take the end out for an event of a whole day.")

    def validate_states(self, field: Any) -> None:
        """Only states."""
        codes_of(field.data)


class UpdateForm(Form):
    """A new update."""

    title = _title()
    text = text_area("Text", longest=TEXT_LENGTH, validators=[DataRequired(message="Write the text of the update.")])
    dated_on = DateField(
        "Date", validators=[InputRequired(message="Choose the day."), _Near()], invalid_value_message=NO_DAY
    )
    link = _link("Link to read more")
    states = _states()
    confirmed = BooleanField(CONFIRM_WORDS)

    def offer(self, today: date) -> None:
        """Set today."""
        self.today = today

    def validate_states(self, field: Any) -> None:
        """One state, or all of them."""
        if len(codes_of(field.data)) > 1:
            raise ValidationError("Name one state, or none for all of them.")


def codes_of(text: str | None) -> Sequence[str]:
    """Return the codes of the states that a text names, divided by commas, in order; raises ValidationError."""
    codes = set()
    for part in filter(None, (one.strip() for one in (text or "").split(","))):
        state = state_named(part)
        if state is None:
            raise ValidationError(
                f"“{part[:40]}” is no state. Write names or codes, divided by commas: TX, New Mexico."
            )
        codes.add(state.code)
    return sorted(codes)
