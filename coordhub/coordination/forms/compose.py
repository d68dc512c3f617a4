"""The form of any type of request, made from its entry in the table: its parts, then its own questions."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from coordhub.coordination.forms.fields import CHOOSE, DayField, WholeField, choice_field, question_field, words_field
from coordhub.coordination.forms.msix import FIELD_LENGTH, MsixIds, msix_ids_in
from coordhub.coordination.models import CHILDREN_AT_MOST, NOTE_LENGTH
from coordhub.coordination.types import FLAGS, GRADE_BANDS, URGENCIES, WEEKS, Part, RequestType, Tense
from coordhub.forms import ChecksField, Form, NoNulls, choices_of, text_area

KEY_LENGTH = 64
PLACE_LENGTH = 120
LANGUAGE_LENGTH = 60
CONFIRM_WORDS = "I checked it: nobody can be recognized from this."
INTERPRETER = "interpreter"
NOTICE_CHOICES = (("yes", "Yes"), ("no", "Not yet"))
# What a draft never holds: what belongs to one page, and MSIX IDs, which stand in requests alone.
NOT_KEPT = frozenset({"csrf_token", "sending_key", "seen", "confirmed", "msix_ids", "same_ids"})


class ComposeForm(Form):
    """What every type asks; compose_form() adds the type's parts and its own questions."""

    sending_key = HiddenField(validators=[InputRequired(), Length(max=KEY_LENGTH), NoNulls()])
    seen = HiddenField(validators=[Length(max=200)])
    entry = HiddenField(validators=[Length(max=200)])
    follows = HiddenField(validators=[Length(max=40)])
    to_state = SelectField(
        "To which state?",
        validators=[DataRequired(message="Choose the state that should get this.")],
        invalid_choice_message="Choose one of the other states.",
    )
    note = text_area("What else should they know?", longest=NOTE_LENGTH)
    same_ids = BooleanField("Take over its MSIX IDs")
    confirmed = BooleanField(CONFIRM_WORDS)

    def validate_grade_bands(self, field: Any) -> None:
        """At least one band, since the other state plans by it."""
        if not field.data:
            raise ValidationError("Choose at least one grade band.")


def compose_form(
    type_: RequestType,
    *,
    states: Sequence[tuple[str, str]],
    months: Sequence[tuple[str, str]],
    today: date,
    given: Any = None,
) -> Any:
    """Return the form of a type: its parts, then its own questions as fields named `ask_<question>`.

    `states` and `months` are (code, label) pairs, `today` is the asker's date. `given` fills it instead of what was
    posted, as posted values: a draft that is opened again.
    """
    fields = part_fields(type_, months=months, today=today)
    for question in type_.questions:
        fields[f"ask_{question.name}"] = question_field(question, today=today, months=months)
    made = type(f"{type_.code.title()}Form", (ComposeForm,), fields)
    form = made() if given is None else made(formdata=given)
    form.to_state.choices = choices_of([("", "Choose a state"), *states])
    if type_.note_label:
        form.note.label.text = type_.note_label
    if type_.note_required:
        form.note.validators = [DataRequired(message="Write your question."), *form.note.validators]
    return form


def part_fields(type_: RequestType, *, months: Sequence[tuple[str, str]], today: date) -> dict[str, Any]:
    """Return the fields of the parts that a type names."""
    makers: Mapping[Part, Callable[[], dict[str, Any]]] = {
        Part.COUNTY: lambda: {"county": words_field("To which town or county?", [], longest=PLACE_LENGTH)},
        Part.WEEK: lambda: move_fields(months),
        Part.CHILDREN: children_fields,
        Part.FLAGS: lambda: {
            "flags": ChecksField("Good to know", choices=choices_of(FLAGS), invalid_choice_message=CHOOSE),
            "language": words_field("Which language for the interpreter?", [], longest=LANGUAGE_LENGTH),
        },
        Part.MSIX_IDS: lambda: msix_fields(type_.msix_ids),
        Part.MSIX_NOTICE: lambda: notice_fields(today),
        Part.URGENCY: lambda: {
            "urgency": SelectField(
                "How urgent is it?", choices=choices_of(URGENCIES), default="normal", invalid_choice_message=CHOOSE
            )
        },
    }
    return {name: field for part in type_.parts for name, field in makers[part]().items()}


def move_fields(months: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return month and week of a move; never a day."""
    return {
        "move_month": SelectField(
            "Month",
            choices=choices_of(months),
            validators=[DataRequired(message="Choose the month of the move.")],
            invalid_choice_message="Choose one of these months.",
        ),
        "move_week": SelectField(
            "Week",
            choices=choices_of([("", "Not known yet"), *((str(number), words) for number, words in WEEKS)]),
            default="",
            invalid_choice_message=CHOOSE,
        ),
    }


def children_fields() -> dict[str, Any]:
    """Return how many children, and in which grades."""
    return {
        "children_count": WholeField(
            "How many children?",
            [InputRequired(message="Say how many children.")],
            least=1,
            most=CHILDREN_AT_MOST,
        ),
        "grade_bands": ChecksField("Grade bands", choices=choices_of(GRADE_BANDS), invalid_choice_message=CHOOSE),
    }


def msix_fields(fewest_and_most: tuple[int, int]) -> dict[str, Any]:
    """Return the one field in which MSIX IDs may stand."""
    return {"msix_ids": text_area("MSIX IDs", longest=FIELD_LENGTH, validators=[MsixIds(fewest_and_most)])}


def notice_fields(today: date) -> dict[str, Any]:
    """Return whether and when the move notice was sent in MSIX."""
    return {
        "msix_notice": choice_field("Have you sent the move notice in MSIX?", NOTICE_CHOICES, [Optional()]),
        "msix_notice_on": DayField("When did you send it?", [Optional()], today=today, tense=Tense.PAST),
    }


def details_of(type_: RequestType, form: Any) -> dict[str, Any]:
    """Return the answers to a type's own questions as a request keeps them; what nobody said is left out."""
    found: dict[str, Any] = {}
    for question in type_.questions:
        answer = form[f"ask_{question.name}"].data
        if isinstance(answer, date):
            answer = answer.isoformat()
        if answer is not None and answer not in ("", []):
            found[question.name] = answer
    return found


def facts_of(form: Any) -> dict[str, Any]:
    """Return what the common parts of a form say, by the names of a Draft; parts that it lacks are left out."""
    found: dict[str, Any] = {"note": form.note.data or ""}
    if "children_count" in form:
        found |= {"children_count": form.children_count.data or 0, "grade_bands": form.grade_bands.data or []}
    if "flags" in form:
        # Without the tick nobody wants an interpreter, whatever an earlier thought left in the field.
        wanted = INTERPRETER in (form.flags.data or [])
        found |= {"flags": form.flags.data or [], "language": (form.language.data or "") if wanted else ""}
    if "msix_ids" in form:
        found["msix_ids"] = msix_ids_in(form.msix_ids.data or "")
    if "urgency" in form:
        found["urgency"] = form.urgency.data or "normal"
    return found | move_of(form) | notice_of(form)


def kept_fields(form: Any) -> Mapping[str, list[str]]:
    """Return what a draft may hold of what was typed, by field name, as it was typed; empty fields are left out."""
    found = {field.name: [str(one) for one in field.raw_data or []] for field in form if field.name not in NOT_KEPT}
    return {name: values for name, values in found.items() if any(values)}


def move_of(form: Any) -> dict[str, Any]:
    """Return month and week of a move by the names of a Draft; nothing when the form does not ask."""
    if "move_month" not in form:
        return {}
    weeks = {str(number): number for number, _ in WEEKS}
    return {"move_month": form.move_month.data or None, "move_week": weeks.get(form.move_week.data or "")}


def notice_of(form: Any) -> dict[str, Any]:
    """Return what was said of the MSIX notice by the names of a Draft; nothing when the form does not ask."""
    if "msix_notice" not in form:
        return {}
    sent = {"yes": True, "no": False}.get(form.msix_notice.data or "")
    return {"msix_notice_sent": sent, "msix_notice_on": form.msix_notice_on.data if sent else None}
