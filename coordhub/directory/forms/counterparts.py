"""The question about counterparts, and the forms of a member's partner states."""

from collections.abc import Sequence

from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from coordhub.directory.forms.find import printable
from coordhub.directory.models import StateProgram
from coordhub.directory.tasks import TASKS, task_named
from coordhub.forms import Form
from coordhub.places.states import state_named
from coordhub.places.typed import LONGEST_QUERY


def _as_code(typed: str | None) -> str:
    """Return the code of a state that is named in any way, else what was typed."""
    text = printable(typed).strip()[:LONGEST_QUERY]
    state = state_named(text)
    return state.code if state else text


def _state(label: str, name: str) -> SelectField:
    return SelectField(label, name=name, id=name, filters=[_as_code], validate_choice=False)


class CounterpartForm(Form):
    """Read from the address of the page, so that an answer can be linked to. It changes nothing: no token."""

    class Meta(Form.Meta):
        csrf = False

    sender = _state("The family leaves", "from")
    receiver = _state("The family goes to", "to")
    county = StringField(
        "County or town there, if known",
        validators=[
            Length(max=LONGEST_QUERY, message=f"Shorten this to {LONGEST_QUERY} characters: a county or town does.")
        ],
        filters=[printable],
    )
    role = SelectField(
        "What it is about",
        choices=[SelectChoice("", "Any question"), *(SelectChoice(one.value, one.label) for one in TASKS)],
        default="",
        filters=[printable],
        validate_choice=False,
        validators=[Optional()],
    )

    def offer(self, programs: Sequence[StateProgram]) -> "CounterpartForm":
        """Offer these states; return the form itself."""
        choices = [SelectChoice("", "Choose a state"), *(SelectChoice(one.state_code, one.name) for one in programs)]
        self.sender.choices = self.receiver.choices = choices
        task = task_named(self.role.data or "")
        if task is not None and task not in TASKS:  # an address may name every role
            self.role.choices = [*self.role.choices, SelectChoice(task.value, task.label)]
        return self

    def validate_sender(self, field: SelectField) -> None:
        """Refuse what is no state."""
        self._refuse_strangers(field, "leaves")

    def validate_receiver(self, field: SelectField) -> None:
        """Refuse what is no state, and the state that the family leaves."""
        self._refuse_strangers(field, "goes to")
        if field.data == self.sender.data:
            raise ValidationError("Choose two different states. Within one state, look it up on the search page.")

    def validate_role(self, field: SelectField) -> None:
        """Refuse an unknown task."""
        if task_named(field.data) is None:
            raise ValidationError(f"“{field.data[:60]}” is no task of the list. Choose one, or any question.")

    def _refuse_strangers(self, field: SelectField, verb: str) -> None:
        if not field.data:
            raise ValidationError(f"Choose the state that the family {verb}.")
        if field.data not in {one.value for one in field.choices}:
            raise ValidationError(f"“{field.data[:60]}” is no state of the directory. Choose one from the list.")


class PartnerForm(Form):
    """One state, to add to a member's page, to take off it or to move up."""

    state = StringField("State", validators=[InputRequired("Choose a state."), Length(max=2)])
