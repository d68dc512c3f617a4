"""The page of a request: where it stands, the days left, the facts, what was said and done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coordhub import workdays
from coordhub.accounts.models import User
from coordhub.coordination import rules
from coordhub.coordination.forms import OutcomeForm
from coordhub.coordination.models import CoordinationRequest, Deed, Status
from coordhub.coordination.presenting.timeline import Entry, timeline
from coordhub.coordination.presenting.words import STATUS_WORDS, facts, status_of
from coordhub.formats import count
from coordhub.forms import choices_of
from coordhub.places.states import STATES

_STAGE_OF = {
    Status.SENT: 0,
    Status.ACKNOWLEDGED: 1,
    Status.IN_PROGRESS: 2,
    Status.WAITING: 2,
    Status.RESOLVED: 3,
    Status.NOT_LOCATED: 3,
    Status.DECLINED: 3,
    Status.REROUTED: 3,
    Status.CLOSED: 4,
    Status.WITHDRAWN: 4,
}


@dataclass(frozen=True)
class Page:
    """Everything the page of a request says that is more than a column of its row."""

    from_name: str
    to_name: str
    other_name: str
    side: rules.Side
    status_kind: str
    status_words: str
    stage: int
    days_left: int
    days_words: str
    target: date
    target_words: str
    weeks: Sequence[Sequence[tuple[date, str]]]
    clock_sentence: str
    facts: Sequence[tuple[str, str]]
    entries: Sequence[Entry]
    masked_ids: Sequence[str]
    ended: bool


def present(request: CoordinationRequest, reader: User, today: date, read_to: int) -> Page:
    """Return the page of `request` for a `reader` of one of its states; `today` is the receiving state's date."""
    side = rules.side_of(reader, request) or rules.Side.SENDER
    names = (STATES[request.from_state].name, STATES[request.to_state].name)
    target = rules.target_now(request)
    left = workdays.working_days_between(today, target)
    kind, words = status_of(request, today)
    return Page(
        from_name=names[0],
        to_name=names[1],
        other_name=names[1] if side == rules.Side.SENDER else names[0],
        side=side,
        status_kind=kind,
        status_words=words,
        stage=_STAGE_OF[request.status],
        days_left=left,
        days_words=_days_words(request, left),
        target=target,
        target_words="Acknowledge by" if request.status == Status.SENT else "Answer by",
        weeks=_weeks(request, today, target),
        clock_sentence=f"{_days_words(request, left)}. {request.type.mirrors}.",
        facts=facts(request),
        entries=timeline(request, reader, read_to),
        masked_ids=[f"•••• {one.msix_id[-4:]}" for one in request.msix_ids],
        ended=request.status in rules.ENDED,
    )


def _days_words(request: CoordinationRequest, left: int) -> str:
    if request.status in rules.ENDED or request.status == Status.REROUTED:
        return STATUS_WORDS[request.status][1]
    if request.status not in rules.RECEIVER_TO_MOVE:
        return f"{STATES[request.from_state].name} is to move"
    if left < 0:
        return f"Overdue by {count(-left, 'working day', 'working days')}"
    if left == 0:
        return "Due today"
    return f"{count(left, 'working day', 'working days')} left"


def _weeks(request: CoordinationRequest, today: date, target: date) -> list[list[tuple[date, str]]]:
    """Return the working days from sending to the target, grouped by week, each with its kind for the clock."""
    first = min(request.sent_at.date(), target)
    weeks: list[list[tuple[date, str]]] = []
    for one in workdays.days(first, target):
        if one.weekday() >= 5:
            continue
        kind = "ahead"
        if one in workdays.federal_holidays(one.year):
            kind = "holiday"
        elif one == target:
            kind = "due"
        elif one == today:
            kind = "today"
        elif one < today:
            kind = "past"
        if not weeks or one.weekday() == 0 or one - weeks[-1][-1][0] > timedelta(days=3):
            weeks.append([])
        weeks[-1].append((one, kind))
    return weeks


def outcome_form(request: CoordinationRequest) -> OutcomeForm:
    """Return the form of outcomes with the choices of the request's type."""
    form = OutcomeForm()
    form.outcome.choices = choices_of((one.code, one.label) for one in request.type.outcomes)
    return form


def deed_named(name: str | None) -> Deed:
    """Return the writing deed a form asks for; a plain remark when it names none."""
    writing = {deed.value: deed for deed in (Deed.ASK, Deed.ANSWER, Deed.DISPUTE, Deed.WRITE)}
    return writing.get(name or "", Deed.WRITE)
