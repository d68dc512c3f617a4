"""Fields that answer a type's questions: whole numbers, days, months, a few words, one or several choices."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import TextInput

from coordhub.coordination.types import Answer, Question, Tense
from coordhub.formats import plain_day
from coordhub.forms import ChecksField, NoNulls, choices_of

WORDS_LENGTH = 200
DIGITS_AT_MOST = 9
FARTHEST = timedelta(days=3 * 366)  # from today; a date farther away is a slip of the year
CHOOSE = "Choose one of these."


class WholeField(StringField):
    """A whole number from `least` to `most`, typed on a keypad of digits; its data is an int or None."""

    widget = TextInput()

    def __init__(self, label: str, validators: Any = None, *, least: int, most: int, **more: Any) -> None:
        super().__init__(label, validators, render_kw={"inputmode": "numeric", "maxlength": 12}, **more)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was typed, with or without commas between thousands."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            self.data = self._number(text.replace(",", ""))

    def _number(self, digits: str) -> int:
        if digits.isascii() and digits.isdecimal() and len(digits) <= DIGITS_AT_MOST:
            number = int(digits)
            if self.least <= number <= self.most:
                return number
        raise ValueError(f"Write a number from {self.least} to {self.most:,}.")

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else str(self.data)

    def pre_validate(self, form: Any) -> None:
        """Say one thing at a time."""
        if self.process_errors:
            raise StopValidation


class DayField(DateField):
    """A date near today; `tense` says on which side of it."""

    def __init__(self, label: str, validators: Any = None, *, today: date, tense: Tense, **more: Any) -> None:
        self.first = today if tense == Tense.FUTURE else today - FARTHEST
        self.last = today if tense == Tense.PAST else today + FARTHEST
        self.tense = tense
        bounds = {"min": self.first.isoformat(), "max": self.last.isoformat()}
        message = "There is no such day. Write it as year-month-day, 2026-06-30 for example."
        super().__init__(label, validators, invalid_value_message=message, render_kw=bounds, **more)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was typed; an empty field is no day."""
        if any(valuelist):
            super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Refuse a day beyond the bounds, and say one thing at a time."""
        if self.process_errors:
            raise StopValidation
        if self.data is None or self.first <= self.data <= self.last:
            return
        if self.tense == Tense.FUTURE and self.data < self.first:
            raise StopValidation("This day has passed. Choose today or a later one.")
        if self.tense == Tense.PAST and self.data > self.last:
            raise StopValidation("This day is still to come. Choose today or an earlier one.")
        raise StopValidation("This day is too far away. Look at the year.")


class NotBefore:
    """Refuse a day that lies before that of another field."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, form: Any, field: Any) -> None:
        first = form[self.name].data
        if field.data and first and field.data < first:
            raise ValidationError(f"This lies before {plain_day(first)}, which is the first day.")


def words_field(label: str, validators: Sequence[Any], hint: str = "", longest: int = WORDS_LENGTH) -> StringField:
    """Return a line for a few words."""
    length = Length(max=longest, message=f"Shorten this to {longest} characters.")
    return StringField(label, validators=[*validators, length, NoNulls()], description=hint)


def choice_field(label: str, choices: Sequence[tuple[Any, str]], validators: Sequence[Any], hint: str = "") -> Any:
    """Return one of some choices, as buttons."""
    return RadioField(
        label,
        choices=choices_of(choices),
        validators=list(validators),
        description=hint,
        invalid_choice_message=CHOOSE,
    )


def question_field(question: Question, *, today: date, months: Sequence[tuple[str, str]]) -> Any:
    """Return the field that answers a question; `today` is the asker's, `months` are those to choose from."""
    field = _MAKERS[question.kind](question, today, months)
    if not question.required:
        field.kwargs["description"] = question.hint or "You may leave this open."
    return field


def _answered(question: Question, words: str) -> list[Any]:
    return [InputRequired(message=words)] if question.required else [Optional()]


def _one(question: Question, _today: date, _months: Sequence[tuple[str, str]]) -> Any:
    return choice_field(question.label, question.choices, _answered(question, "Choose one."), question.hint)


def _many(question: Question, _today: date, _months: Sequence[tuple[str, str]]) -> Any:
    return ChecksField(
        question.label,
        choices=choices_of(question.choices),
        validators=_answered(question, "Choose at least one."),
        description=question.hint,
        invalid_choice_message=CHOOSE,
    )


def _number(question: Question, _today: date, _months: Sequence[tuple[str, str]]) -> Any:
    return WholeField(
        question.label,
        _answered(question, f"Write a number from {question.least} to {question.most:,}."),
        least=question.least,
        most=question.most,
        description=question.hint,
    )


def _text(question: Question, _today: date, _months: Sequence[tuple[str, str]]) -> Any:
    return words_field(question.label, _answered(question, "Write a few words here."), question.hint)


def _day(question: Question, today: date, _months: Sequence[tuple[str, str]]) -> Any:
    checks = _answered(question, "Choose the day.")
    if question.not_before:
        checks.append(NotBefore(f"ask_{question.not_before}"))
    return DayField(question.label, checks, today=today, tense=question.tense, description=question.hint)


def _month(question: Question, _today: date, months: Sequence[tuple[str, str]]) -> Any:
    return SelectField(
        question.label,
        choices=choices_of([("", "Choose a month"), *months]),
        validators=_answered(question, "Choose the month."),
        description=question.hint,
        invalid_choice_message="Choose one of these months.",
    )


_MAKERS: Mapping[Answer, Callable[[Question, date, Sequence[tuple[str, str]]], Any]] = {
    Answer.ONE: _one,
    Answer.MANY: _many,
    Answer.NUMBER: _number,
    Answer.TEXT: _text,
    Answer.DAY: _day,
    Answer.MONTH: _month,
}
