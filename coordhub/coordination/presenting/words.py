"""A request in words: where it stands, what its dates ask, its facts."""

from datetime import date

from coordhub import workdays
from coordhub.accounts.models import User
from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest, Status
from coordhub.coordination.types import FLAGS, GRADE_BANDS, URGENCIES, WEEKS, Part
from coordhub.formats import count, day
from coordhub.places.states import STATES

STATUS_WORDS = {
    Status.SENT: ("soon", "Sent"),
    Status.ACKNOWLEDGED: ("progress", "Acknowledged"),
    Status.IN_PROGRESS: ("progress", "In progress"),
    Status.RESOLVED: ("done", "Answered"),
    Status.NOT_LOCATED: ("done", "Not located"),
    Status.DECLINED: ("stop", "Declined"),
    Status.REROUTED: ("done", "Sent on to another state"),
    Status.CLOSED: ("done", "Closed"),
    Status.WITHDRAWN: ("stop", "Withdrawn"),
}


def status_of(request: CoordinationRequest, today: date) -> tuple[str, str]:
    """Return the shape and the words of where a request stands, "overdue" before everything else."""
    if rules.is_overdue(request, today):
        over = -workdays.working_days_between(today, rules.target_now(request))
        return "overdue", f"Overdue by {count(max(over, 1), 'working day', 'working days')}"
    if request.status == Status.WAITING:
        return "waiting", f"Waiting for {STATES[request.from_state].name}"
    return STATUS_WORDS[request.status]


def due_words(request: CoordinationRequest) -> str:
    """Say what the next date asks: "Acknowledge by Thu, June 18"; empty when no answer is awaited any more."""
    if request.status not in rules.UNDER_WAY:
        return ""
    verb = "Acknowledge" if request.status == Status.SENT else "Answer"
    return f"{verb} by {day(rules.target_now(request))}"


def waits_for_you(request: CoordinationRequest, reader: User) -> str:
    """Say, to somebody whose move it is, who waits for what."""
    sender = f"{request.sender.display_name} from {STATES[request.from_state].name}"
    owner = f"{request.owner.display_name} from {STATES[request.to_state].name}"
    if rules.side_of(reader, request) == rules.Side.SENDER:
        if request.status == Status.WAITING:
            return f"{owner} asked you something and waits for your answer."
        if request.status == Status.DECLINED:
            return f"{owner} declined and says why. You close it, or say what is still open."
        return f"{owner} said what happened. You confirm it, then the request is closed."
    if request.status == Status.SENT:
        return f"{sender} waits for your “I have it”. {due_words(request)}."
    return f"{sender} waits to hear what happened. {due_words(request)}."


def facts(request: CoordinationRequest) -> list[tuple[str, str]]:
    """Return the facts of a request as (name, words) pairs; what nobody said, or what was wiped, is left out."""
    type_ = request.type
    outcome = ("Outcome", type_.outcome(request.outcome_code).label if request.outcome_code else "")
    if request.wiped_at is not None:
        return [outcome] if outcome[1] else []
    to = STATES[request.to_state].name
    found = [
        ("Children", str(request.children_count) if request.children_count else ""),
        ("Grade bands", ", ".join(words for code, words in GRADE_BANDS if code in request.grade_bands)),
        ("Move", week_words(request.move_month, request.move_week)),
        ("To", f"{request.to_county_name}, {to}" if request.to_county_name else to),
        ("Good to know", ", ".join(_flags(request))),
        ("Urgency", dict(URGENCIES).get(request.urgency, "") if request.urgency != "normal" else ""),
        *((question.label, question.words(request.details.get(question.name))) for question in type_.questions),
        ("MSIX notice", _notice_words(request) if Part.MSIX_NOTICE in type_.parts else ""),
        outcome,
    ]
    return [(name, words) for name, words in found if words and words != "Not said"]


def week_words(month: str | None, week: int | None) -> str:
    """Say when a family moves: "Second week of June 2026"; never a day."""
    if not month:
        return ""
    year, number = (int(part) for part in month.split("-"))
    words = f"{date(year, number, 1):%B %Y}"
    return f"{dict(WEEKS)[week]} of {words}" if week else words


def _flags(request: CoordinationRequest) -> list[str]:
    found = [words for code, words in FLAGS if code in request.flags]
    if request.language and "interpreter" in request.flags:
        found = [f"Interpreter: {request.language}" if one == "Interpreter wanted" else one for one in found]
    return found


def _notice_words(request: CoordinationRequest) -> str:
    if request.msix_notice_on is not None:
        return f"Sent on {day(request.msix_notice_on)}"
    return {True: "Sent", False: "Not sent yet", None: ""}[request.msix_notice_sent]
