"""A request in the words of its page: where it stands, the days left, the facts, what was said and done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coordhub import workdays
from coordhub.accounts.models import User
from coordhub.coordination import rules
from coordhub.coordination.forms import OutcomeForm
from coordhub.coordination.models import CoordinationRequest, Deed, Status, Step
from coordhub.coordination.types import DECLINE_REASONS, FLAGS, GRADE_BANDS, URGENCIES, WEEKS
from coordhub.formats import count, day
from coordhub.forms import choices_of
from coordhub.places.states import STATES

STAGES = ("Sent", "Acknowledged", "In progress", "Outcome", "Closed")
_STAGE_OF = {
    Status.SENT: 0,
    Status.ACKNOWLEDGED: 1,
    Status.IN_PROGRESS: 2,
    Status.WAITING: 2,
    Status.RESOLVED: 3,
    Status.NOT_LOCATED: 3,
    Status.CLOSED: 4,
    Status.DECLINED: 4,
    Status.WITHDRAWN: 4,
}
_STATUS_WORDS = {
    Status.SENT: ("soon", "Sent"),
    Status.ACKNOWLEDGED: ("progress", "Acknowledged"),
    Status.IN_PROGRESS: ("progress", "In progress"),
    Status.RESOLVED: ("done", "Answered"),
    Status.NOT_LOCATED: ("done", "Not located"),
    Status.CLOSED: ("done", "Closed"),
    Status.DECLINED: ("stop", "Declined"),
    Status.WITHDRAWN: ("stop", "Withdrawn"),
}
_DEED_WORDS = {
    Deed.ACKNOWLEDGE: "acknowledged.",
    Deed.ASK: "asked {other} a question.",
    Deed.ANSWER: "answered.",
    Deed.WRITE: "wrote.",
    Deed.CONFIRM: "confirmed the outcome. The request is closed.",
    Deed.DISPUTE: "said that it is not settled yet.",
    Deed.WITHDRAW: "withdrew the request.",
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; `side` is sender, receiver; `text` is a private message."""

    who: User
    is_me: bool
    state_name: str
    sentence: str
    at: datetime
    text: str
    side: rules.Side
    waits_for: str
    is_new: bool


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
        entries=[_entry(request, step, reader, read_to, names) for step in request.steps],
        masked_ids=[f"•••• {one.msix_id[-4:]}" for one in request.msix_ids],
        ended=request.status in rules.ENDED,
    )


def status_of(request: CoordinationRequest, today: date) -> tuple[str, str]:
    """Return the shape and the words of where a request stands, "overdue" before everything else."""
    if rules.is_overdue(request, today):
        over = -workdays.working_days_between(today, rules.target_now(request))
        return "overdue", f"Overdue by {count(max(over, 1), 'working day', 'working days')}"
    if request.status == Status.WAITING:
        return "waiting", f"Waiting for {STATES[request.from_state].name}"
    return _STATUS_WORDS[request.status]


def _days_words(request: CoordinationRequest, left: int) -> str:
    if request.status in rules.ENDED:
        return _STATUS_WORDS[request.status][1]
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


def facts(request: CoordinationRequest) -> list[tuple[str, str]]:
    """Return the facts of a request as (name, words) pairs; what nobody said is left out."""
    flags = [words for code, words in FLAGS if code in request.flags]
    if request.language and "interpreter" in request.flags:
        flags = [f"Interpreter: {request.language}" if one == "Interpreter wanted" else one for one in flags]
    to = STATES[request.to_state].name
    found = [
        ("Children", str(request.children_count) if request.type.about_children else ""),
        ("Grade bands", ", ".join(words for code, words in GRADE_BANDS if code in request.grade_bands)),
        ("Move", week_words(request.move_month, request.move_week)),
        ("To", f"{request.to_county_name}, {to}" if request.to_county_name else to),
        ("Good to know", ", ".join(flags)),
        ("Urgency", dict(URGENCIES).get(request.urgency, "") if request.urgency != "normal" else ""),
        *((question.label, question.words(request.details.get(question.name))) for question in request.type.questions),
        ("MSIX notice", {True: "Sent", False: "Not sent yet", None: ""}[request.msix_notice_sent]),
        ("Outcome", request.type.outcome(request.outcome_code).label if request.outcome_code else ""),
    ]
    return [(name, words) for name, words in found if words and words != "Not said"]


def week_words(month: str | None, week: int | None) -> str:
    """Say when a family moves: "Second week of June 2026"; never a day."""
    if not month:
        return ""
    year, number = (int(part) for part in month.split("-"))
    words = f"{date(year, number, 1):%B %Y}"
    return f"{dict(WEEKS)[week]} of {words}" if week else words


def _entry(request: CoordinationRequest, step: Step, reader: User, read_to: int, names: tuple[str, str]) -> Entry:
    side = rules.Side.SENDER if step.actor.state_code == request.from_state else rules.Side.RECEIVER
    own, other = names if side == rules.Side.SENDER else names[::-1]
    return Entry(
        who=step.actor,
        is_me=step.actor.id == reader.id,
        state_name=own,
        sentence=_sentence(request, step, reader).format(other=other),
        at=step.at,
        text=step.message.text if step.message else "",
        side=side,
        waits_for=names[0] if step.deed == Deed.ASK else "",
        is_new=read_to > 0 and step.position > read_to and step.actor.id != reader.id,
    )


def _sentence(request: CoordinationRequest, step: Step, reader: User) -> str:
    if step.deed == Deed.SEND:
        if any(one.deed == Deed.HAND_OVER for one in request.steps):
            return f"sent this. It went to the person who {request.routed_because}."
        first = request.steps[0]
        to = "you" if request.owner.id == reader.id and first is step else request.owner.display_name
        who = "you" if to == "you" else to.split()[0]
        verb = request.routed_because if to != "you" else _second_person(request.routed_because)
        return f"sent this. It went to {to}, because {who} {verb}."
    if step.deed == Deed.RECORD_OUTCOME:
        return f"recorded the outcome: {request.type.outcome(step.code).label}."
    if step.deed == Deed.DECLINE:
        return f"declined: {dict(DECLINE_REASONS)[step.code].lower()}."
    if step.deed == Deed.HAND_OVER:
        return f"handed this over to {step.code}."
    return _DEED_WORDS[step.deed]


def waits_for_you(request: CoordinationRequest, reader: User) -> str:
    """Say, to somebody whose move it is, who waits for what."""
    sender = f"{request.sender.display_name} from {STATES[request.from_state].name}"
    owner = f"{request.owner.display_name} from {STATES[request.to_state].name}"
    if rules.side_of(reader, request) == rules.Side.SENDER:
        if request.status == Status.WAITING:
            return f"{owner} asked you something and waits for your answer."
        return f"{owner} said what happened. You confirm it, then the request is closed."
    if request.status == Status.SENT:
        return f"{sender} waits for your “I have it”. {due_words(request)}."
    return f"{sender} waits to hear what happened. {due_words(request)}."


def _second_person(words: str) -> str:
    """Turn "covers Leelanau County" into "cover Leelanau County"."""
    verb, _, rest = words.partition(" ")
    verb = {"is": "are"}.get(verb, verb.removesuffix("s"))
    return f"{verb} {rest}"


def outcome_form(request: CoordinationRequest) -> OutcomeForm:
    """Return the form of outcomes with the choices of the request's type."""
    form = OutcomeForm()
    form.outcome.choices = choices_of((one.code, one.label) for one in request.type.outcomes)
    return form


def deed_named(name: str | None) -> Deed:
    """Return the writing deed a form asks for; a plain remark when it names none."""
    writing = {deed.value: deed for deed in (Deed.ASK, Deed.ANSWER, Deed.DISPUTE, Deed.WRITE)}
    return writing.get(name or "", Deed.WRITE)


def due_words(request: CoordinationRequest) -> str:
    """Say what the next date asks: "Acknowledge by Thu, June 18"."""
    verb = "Acknowledge" if request.status == Status.SENT else "Answer"
    return f"{verb} by {day(rules.target_now(request))}"
