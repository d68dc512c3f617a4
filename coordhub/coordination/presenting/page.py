"""The page of a request: where it stands, the days left, the facts, what was said and done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coordhub import workdays
from coordhub.coordination import rules
from coordhub.coordination.forms import OutcomeForm
from coordhub.coordination.models import CoordinationRequest, Deed, Status, Step
from coordhub.coordination.presenting.stages import stages
from coordhub.coordination.presenting.timeline import Around, Entry, timeline
from coordhub.coordination.presenting.words import STATUS_WORDS, facts, status_of
from coordhub.coordination.types import DECLINE_REASONS
from coordhub.formats import count
from coordhub.forms import choices_of
from coordhub.places.states import STATES


@dataclass(frozen=True)
class Page:
    """Everything the page of a request says that is more than a column of its row.

    `hidden` are the steps between the first and the portion that is shown, `first_shown` is where that portion begins.
    """

    from_name: str
    to_name: str
    other_name: str
    side: rules.Side
    status_kind: str
    status_words: str
    stages: Sequence[str]
    stage: int
    days_left: int
    days_words: str
    target: date
    target_words: str
    weeks: Sequence[Sequence[tuple[date, str]]]
    clock_sentence: str
    facts: Sequence[tuple[str, str]]
    entries: Sequence[Entry]
    hidden: int
    first_shown: int
    masked_ids: Sequence[str]
    ended: bool
    under_way: bool
    declined_because: str
    goes_on_as: str


def present(request: CoordinationRequest, steps: Sequence[Step], today: date, around: Around) -> Page:
    """Return the page of `request` with a portion of its timeline; `today` is the receiving state's date.

    A reader who is no party sees it as the sender does, without MSIX IDs.
    """
    party = rules.side_of(around.reader, request) if around.reader else None
    names = (STATES[request.from_state].name, STATES[request.to_state].name)
    target = rules.target_now(request)
    left = workdays.working_days_between(today, target)
    kind, words = status_of(request, today)
    bar, stage = stages(request, steps)
    first_shown = steps[1].position if len(steps) > 1 else 2
    return Page(
        from_name=names[0],
        to_name=names[1],
        other_name=names[0] if party == rules.Side.RECEIVER else names[1],
        side=party or rules.Side.SENDER,
        status_kind=kind,
        status_words=words,
        stages=bar,
        stage=stage,
        days_left=left,
        days_words=_days_words(request, left),
        target=target,
        target_words=_target_words(request),
        weeks=_weeks(request, today, target),
        clock_sentence=f"{_days_words(request, left)}. {request.type.mirrors}.",
        facts=facts(request),
        entries=timeline(request, steps, around),
        hidden=first_shown - 2,
        first_shown=first_shown,
        masked_ids=[f"•••• {one.msix_id[-4:]}" for one in request.msix_ids] if party else [],
        ended=request.status in rules.ENDED,
        under_way=request.status in rules.UNDER_WAY,
        declined_because=dict(DECLINE_REASONS).get(_code_of(steps, Deed.DECLINE), "").lower(),
        goes_on_as=_code_of(steps, Deed.REROUTE),
    )


def _code_of(steps: Sequence[Step], deed: Deed) -> str:
    """Return the code of the last step that did `deed`, empty when none did."""
    return next((one.code for one in reversed(steps) if one.deed == deed), "")


def _target_words(request: CoordinationRequest) -> str:
    if request.status == Status.WAITING:
        return f"{STATES[request.to_state].name} answers by"
    return "Acknowledge by" if request.status == Status.SENT else "Answer by"


def _days_words(request: CoordinationRequest, left: int) -> str:
    if request.status in rules.ENDED or request.status == Status.REROUTED:
        return STATUS_WORDS[request.status][1]
    if request.status not in rules.RECEIVER_TO_MOVE:
        return f"Waits for {STATES[request.from_state].name}"
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


def outcome_form(request: CoordinationRequest, *, blank: bool = False) -> OutcomeForm:
    """Return the form of outcomes with the choices of the request's type; a `blank` one leaves what came in alone."""
    form = OutcomeForm(formdata=None) if blank else OutcomeForm()
    form.outcome.choices = choices_of((one.code, one.label) for one in request.type.outcomes)
    return form


def deed_named(name: str | None) -> Deed | None:
    """Return the writing deed a form asks for, a plain remark when it names none, None for what is no writing."""
    writing = {deed.value: deed for deed in (Deed.ASK, Deed.ANSWER, Deed.DISPUTE, Deed.REOPEN, Deed.WRITE)}
    return writing.get(name) if name else Deed.WRITE
