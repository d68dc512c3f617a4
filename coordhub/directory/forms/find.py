"""The question of the directory: who or where, how far, what."""

from collections.abc import Mapping

from wtforms import IntegerField, SearchField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from coordhub.directory.rules.filters import GROUPS, Filters
from coordhub.directory.rules.reach import RADII_MILES
from coordhub.forms import Form
from coordhub.places.typed import LONGEST_QUERY

MOST_PAGES = 10_000


def printable(text: str | None) -> str:
    """Return a text with a blank for each sign that no page can show; it would come back as a broken page."""
    return "".join(sign if sign.isprintable() else " " for sign in text or "")


class FindForm(Form):
    """Read from the address of the page, so that a search can be linked to. It changes nothing: no token."""

    class Meta(Form.Meta):
        csrf = False

    near = SearchField(
        "Place, role or name",
        validators=[
            Length(max=LONGEST_QUERY, message=f"Shorten this to {LONGEST_QUERY} characters: a town and a state do.")
        ],
        filters=[printable],
    )
    read = StringField(validators=[Optional(), Length(max=10)])
    radius = SelectField(
        "Within",
        choices=[
            SelectChoice("", "As far as needed"),
            *(SelectChoice(str(miles), f"{miles} miles") for miles in RADII_MILES),
        ],
        default="",
        validators=[Optional()],
    )
    page = IntegerField(default=1, validators=[Optional()])
    show = SelectMultipleField("Show", validate_choice=False)
    what = SelectMultipleField("What it is", validate_choice=False)
    role = SelectMultipleField("Role", validate_choice=False)
    specialty = SelectMultipleField("Answers for", validate_choice=False)
    language = SelectMultipleField("Language", validate_choice=False)
    course = SelectMultipleField("PASS course", validate_choice=False)
    stream = SelectMultipleField("Migratory stream", validate_choice=False)
    season = SelectMultipleField("Season", validate_choice=False)

    @property
    def asked_miles(self) -> int | None:
        """The circle somebody chose; None for “as far as needed” and for anything that is not on the list."""
        return int(self.radius.data) if self.radius.data and not self.radius.errors else None

    @property
    def asked_page(self) -> int:
        """The page somebody asked for; the first for anything that is no page."""
        number = self.page.data if isinstance(self.page.data, int) else 1
        return min(max(number, 1), MOST_PAGES)

    def filters(self, known: Mapping[str, frozenset[str]]) -> Filters:
        """Return the chosen values by group; what is not among the `known` ones of its group is left out."""
        chosen = {}
        for group, name in FIELD_OF.items():
            values = frozenset(self[name].data or ()) & known.get(group, frozenset())
            if values:
                chosen[group] = values
        return Filters(chosen)


# The name of each group in the address of a search; people save and send those addresses.
FIELD_OF: Mapping[str, str] = dict(
    zip(GROUPS, ("show", "what", "role", "specialty", "language", "course", "stream", "season"), strict=True)
)
