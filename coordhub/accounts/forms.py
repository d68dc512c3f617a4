"""Forms about people."""

from typing import Any
from zoneinfo import available_timezones

import flask
from flask_security import LoginForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional, Regexp

from coordhub.forms import Form, choices_of

ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
    ("Pacific/Guam", "Guam"),
)


class SignInForm(LoginForm):
    """Flask-Security's form; on a practice hub a link may fill in the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if flask.request.method == "GET" and flask.current_app.config["HUB_DEMO"]:
            self.email.data = flask.request.args.get("email", "")[:254]


class ProfileForm(Form):
    """What people change about themselves."""

    phone = StringField(
        "Work phone",
        validators=[
            Optional(),
            Length(max=40, message="Shorten this to 40 characters."),
            Regexp(r"^[0-9 ()+.\-x]+$", message="Write digits, such as 517-555-0100 x12."),
        ],
    )
    time_zone = SelectField("Time zone")
    counties = SelectMultipleField("Counties you answer for")

    def offer(self, zone: str, counties: list[tuple[str, str]]) -> None:
        """Set the choices: the usual zones with the person's own, and the counties of their state."""
        zones = list(ZONES)
        if zone not in dict(ZONES) and zone in available_timezones():
            zones.append((zone, zone.rpartition("/")[2].replace("_", " ")))
        self.time_zone.choices = choices_of(zones)
        self.counties.choices = choices_of(counties)
