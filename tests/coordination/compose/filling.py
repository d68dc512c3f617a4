"""What somebody fills in, made from a type's data, so that a type added tomorrow is filled in too."""

from typing import Any

from coordhub.coordination.types import Answer, Part, Question, RequestType

MONTH = "2026-07"
DAYS = {"asked_on": "2026-06-15", "window_ends": "2026-08-14", "ends_on": "2026-08-14"}
ANSWERS = {
    Answer.TEXT: "English II B",
    Answer.DAY: "2026-08-03",
    Answer.MONTH: MONTH,
}
PARTS: dict[Part, dict[str, Any]] = {
    Part.COUNTY: {"county": "Grand Traverse County"},
    Part.WEEK: {"move_month": MONTH, "move_week": "2"},
    Part.CHILDREN: {"children_count": "3", "grade_bands": ["K-5", "6-8"]},
    Part.FLAGS: {"flags": ["interpreter"], "language": "Mixteco"},
    Part.MSIX_NOTICE: {"msix_notice": "yes", "msix_notice_on": "2026-06-12"},
    Part.URGENCY: {"urgency": "normal"},
}


def filled_in(type_: RequestType, **more: Any) -> dict[str, Any]:
    """Return what a browser posts when every field of the type is filled in properly."""
    fields: dict[str, Any] = {"sending_key": "one-form-of-one-person", "to_state": "MI", "note": "They need the bus."}
    for part in type_.parts - {Part.MSIX_IDS}:
        fields |= PARTS[part]
    if Part.MSIX_IDS in type_.parts:
        fields["msix_ids"] = "\n".join(f"1234567890{place}" for place in range(max(type_.msix_ids[0], 1)))
    fields |= {f"ask_{question.name}": answer_to(question) for question in type_.questions}
    return fields | more


def answer_to(question: Question) -> Any:
    """Return a proper answer as it is posted."""
    if question.kind == Answer.MANY:
        return [code for code, _ in question.choices[:2]]
    if question.kind == Answer.ONE:
        return question.choices[0][0]
    if question.kind == Answer.NUMBER:
        return str(max(question.least, min(question.most, 2)))
    return DAYS.get(question.name, ANSWERS[question.kind])


def seen(page: str) -> str:
    """Return what the page shows its sender, as the form hands it back."""
    return page.split('name="seen" value="')[1].split('"')[0]


def words(page: str) -> str:
    """Return a page with its white space evened out."""
    return " ".join(page.split())
