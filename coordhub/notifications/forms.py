"""The form of preferences."""

from wtforms import BooleanField, RadioField, SelectField

from coordhub.forms import Form, choices_of
from coordhub.notifications.models import DigestChoice

HOURS = [(hour, f"{hour % 12 or 12} {'AM' if hour < 12 else 'PM'}") for hour in range(24)]


class PreferenceForm(Form):
    """What to hear, and how."""

    digest = RadioField(
        "Daily digest",
        choices=choices_of(
            [
                (DigestChoice.DAILY.value, "Every day on which there is something"),
                (DigestChoice.OFF.value, "Never"),
            ]
        ),
    )
    digest_hour = SelectField("At what time?", choices=choices_of(HOURS), coerce=int)
    at_once_requests = BooleanField("Requests: when one comes in, and at every step of it")
    at_once_board = BooleanField("Board: new topics and replies")
    at_once_directory = BooleanField("Directory: corrections suggested for entries you answer for")


class StopForm(Form):
    """Nothing but the button."""
