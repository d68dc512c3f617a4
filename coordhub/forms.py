"""The base form and the fields that several features share."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget


class Form(FlaskForm):
    """Base of all forms: strips what was typed and knows how to take in errors found later."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            filters = unbound_field.kwargs.get("filters", [])
            field_class = unbound_field.field_class
            if issubclass(field_class, StringField) and _strip not in filters:
                filters = [*filters, _strip]
                unbound_field.kwargs["filters"] = filters
            return unbound_field.bind(form=form, **options)

    def add_errors(self, errors: dict[str, list[str]]) -> None:
        """Put sentences found by an action (a privacy refusal, a rule) beside the fields they are about."""
        for name, sentences in errors.items():
            field = self._fields[name]
            field.errors = [*field.errors, *sentences]


class NoNulls:
    """Refuse the NUL character, which PostgreSQL cannot store and no page may hold; the form comes back without it."""

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data and "\x00" in field.data:
            field.data = field.data.replace("\x00", "")
            raise ValidationError("An unprintable character was taken out. Look at the text, then send it again.")


class ChecksField(SelectMultipleField):
    """Several of some choices, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def text_area(label: str, *, longest: int, validators: list[Any] | None = None, **options: Any) -> TextAreaField:
    """Return a text area that says how long its text may be."""
    checks = [
        *(validators or []),
        Length(max=longest, message=f"Shorten this to {longest:,} characters."),
        NoNulls(),
    ]
    return TextAreaField(label, validators=checks, **options)


def choices_of(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """Return (value, label) pairs as the choices of a field."""
    return [SelectChoice(value, label) for value, label in pairs]


def _strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
