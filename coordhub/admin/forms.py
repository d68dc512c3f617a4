"""Forms of the administrators' pages."""

from coordhub.forms import Form


class ButtonForm(Form):
    """Nothing but a button."""
