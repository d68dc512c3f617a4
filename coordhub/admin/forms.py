"""Forms of the administrators' pages."""

from wtforms import HiddenField

from coordhub.forms import Form


class ButtonForm(Form):
    """Nothing but a button."""


class HostForm(Form):
    """A button about a host; EVERY_HOST stands for all."""

    host = HiddenField()


class ReasonForm(Form):
    """A button about the letters that one host refused for one reason."""

    host = HiddenField()
    reason = HiddenField()


class AddressForm(Form):
    """A button about an address."""

    address = HiddenField()
