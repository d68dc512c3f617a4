"""The question of the directory: where, how far, what."""

from wtforms import SearchField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from coordhub.directory.kinds import EntryKind
from coordhub.directory.rules import RADII_MILES
from coordhub.forms import Form
from coordhub.places.typed import LONGEST_QUERY


def _printable(text: str | None) -> str:
    # What a page cannot show would come back as a broken page.
    return "".join(sign if sign.isprintable() else " " for sign in text or "")


class FindForm(Form):
    """Read from the address of the page, so that a search can be linked to. It changes nothing: no token."""

    class Meta(Form.Meta):
        csrf = False

    near = SearchField(
        "Town, county, ZIP code or state",
        validators=[
            Length(max=LONGEST_QUERY, message=f"Shorten this to {LONGEST_QUERY} characters: a town and a state do.")
        ],
        filters=[_printable],
    )
    radius = SelectField(
        "Within",
        choices=[
            SelectChoice("", "As far as needed"),
            *(SelectChoice(str(miles), f"{miles} miles") for miles in RADII_MILES),
        ],
        default="",
        validators=[Optional()],
    )
    show = SelectMultipleField("Show", choices=[SelectChoice(kind.value, kind.label) for kind in EntryKind])

    @property
    def asked_miles(self) -> int | None:
        """The circle somebody chose; None for “as far as needed” and for anything that is not on the list."""
        return int(self.radius.data) if self.radius.data and not self.radius.errors else None

    @property
    def kinds(self) -> frozenset[EntryKind]:
        """The kinds asked for; all of them when none, or something unknown, was chosen."""
        chosen = frozenset(kind for kind in EntryKind if kind.value in (self.show.data or ()))
        return chosen or frozenset(EntryKind)
