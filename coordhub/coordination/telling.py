"""Who hears about a step, and in which words. Letters carry number, type, states, date and link, nothing else."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from coordhub import clock
from coordhub.accounts.models import Role, User
from coordhub.accounts.queries import absences_on, directors_of, members_of
from coordhub.coordination import queries
from coordhub.coordination.models import CoordinationRequest, Deed, Level, Status, Step
from coordhub.coordination.rules import ENDED, Missed, local_date, may_read, may_take_over, target_now
from coordhub.notifications.actions import Recipient, notify
from coordhub.notifications.facts import RequestFacts, RequestList
from coordhub.notifications.kinds import Subject
from coordhub.places.states import STATES
from coordhub.workdays import working_days_between

LINES_AT_MOST = 50  # of one list in the weekly letter; what is more is counted

_KINDS = {
    Deed.SEND: "request-received",
    Deed.ACKNOWLEDGE: "request-acknowledged",
    Deed.START: "request-step",
    Deed.ASK: "request-message",
    Deed.ANSWER: "request-message",
    Deed.WRITE: "request-message",
    Deed.RECORD_OUTCOME: "request-outcome",
    Deed.CONFIRM: "request-closed",
    Deed.DISPUTE: "request-step",
    Deed.DECLINE: "request-outcome",
    Deed.REROUTE: "request-outcome",
    Deed.WITHDRAW: "request-closed",
    Deed.REOPEN: "request-step",
    Deed.ASSIGN: "request-received",
    Deed.HAND_OVER: "request-received",
    Deed.HOLD: "request-step",
    Deed.RELEASE: "request-step",
    Deed.BREAK_GLASS: "request-opened",
    Deed.CLOSE: "request-closed",
}

# What a letter says was done; never why, which can be private.
_STEP_WORDS = {
    Deed.SEND: "Sent",
    Deed.ACKNOWLEDGE: "Acknowledged",
    Deed.START: "Work has begun",
    Deed.ASK: "A question to the sender",
    Deed.ANSWER: "The question is answered",
    Deed.WRITE: "New message",
    Deed.RECORD_OUTCOME: "Outcome recorded",
    Deed.CONFIRM: "Outcome confirmed",
    Deed.DISPUTE: "Outcome disputed",
    Deed.DECLINE: "Declined",
    Deed.REROUTE: "Sent on to another state",
    Deed.WITHDRAW: "Withdrawn",
    Deed.REOPEN: "Opened again",
    Deed.ASSIGN: "Given to a colleague",
    Deed.HAND_OVER: "Handed over",
    Deed.HOLD: "Put on hold",
    Deed.RELEASE: "No longer on hold",
    Deed.BREAK_GLASS: "Opened from outside the two states",
    Deed.ESCALATE: "Late, and passed on",
    Deed.CLOSE: "Closed",
}


def of_a_new_request(request: CoordinationRequest, step: Step) -> None:
    """Tell the owner, their office, and everybody of the receiving state who wants to hear of its requests.

    Each hears once, for the closest reason. Why it went to the owner names a county or an office: that stands on the
    request's page, never in a letter.
    """
    _tell(request, step, [Recipient(request.owner, "the request was sent to you")])
    close = {request.owner.id, *_the_office(request, step, {request.owner.id})}
    people = [one for one in members_of(request.to_state) if one.id not in close]
    _tell(request, step, [Recipient(one, _reason_of_state(one)) for one in people], "request-state")


def the_other_state(request: CoordinationRequest, step: Step) -> None:
    """Tell sender and owner, whoever of them did not do it, and those who watch."""
    _tell(request, step, _parties(request))


def the_called(request: CoordinationRequest, step: Step, people: Sequence[User]) -> None:
    """Tell those whom a message calls by name; what they hear of the same step otherwise is left out."""
    _tell(request, step, [Recipient(one, "a message calls you by name") for one in people], "request-mention")


def of_broken_glass(request: CoordinationRequest, step: Step) -> None:
    """Tell both states that somebody from outside opened the request; why stands on its page, never in a letter."""
    directors = [one for code in (request.from_state, request.to_state) for one in directors_of(code)]
    people = [request.sender, request.owner, *directors]
    _tell(request, step, [Recipient(one, "somebody from outside the two states opened it") for one in people])


def who_gets_it_now(request: CoordinationRequest, step: Step, to: User, *, is_new_office: bool = False) -> None:
    """Tell the colleague to whom a request was given, the other state, and the office to which it moved with them."""
    other = request.owner if to.id == request.sender.id else request.sender
    _tell(request, step, [Recipient(to, "a colleague gave you this request")])
    _tell(request, step, [Recipient(other, _reason(other, request))], "request-step")
    if is_new_office:
        _the_office(request, step, {to.id, other.id})


def who_takes_over(
    request: CoordinationRequest, step: Step, to: User, leaver: User, *, is_new_office: bool = False
) -> None:
    """Tell the person who has the request from now on, and the office to which it moved with them."""
    _tell(request, step, [Recipient(to, f"the requests of {leaver.display_name} went over to you")])
    if is_new_office:
        _the_office(request, step, {to.id})


def of_an_escalation(request: CoordinationRequest, step: Step, missed: Missed, people: Sequence[User]) -> None:
    """Tell `people` that a target was missed; sender and owner find in their inbox that it was passed on."""
    was = "acknowledged" if missed.level == Level.BACKUP else "answered"
    facts = _facts(request, missed.target_on, f"Was to be {was} by", step)
    recipients = [Recipient(one, f"a request to your state was not {was} in time") for one in people]
    _tell(request, step, recipients, "request-escalated", facts)
    parties = [Recipient(one, _reason(one, request)) for one in (request.sender, request.owner)]
    _tell(request, step, parties, "request-passed-on", facts)


def of_overdue_requests(
    state_code: str, monday: date, late: Sequence[CoordinationRequest], directors: Sequence[User], now: datetime
) -> None:
    """Send the directors of a state the week’s list of overdue requests to and from it."""
    state = STATES[state_code].name
    ways = (
        (f"{state} is to answer", [one for one in late if one.to_state == state_code]),
        (f"{state} waits for an answer", [one for one in late if one.from_state == state_code]),
    )
    notify(
        [Recipient(one, f"you direct the program of {state}") for one in directors],
        kind="overdue-list",
        about="overdue-requests",
        title=f"Overdue requests to and from {state_code}",
        url="/coordination/?whose=state&show=overdue",
        event_key=f"overdue/{state_code}/{monday.isoformat()}",
        actor_id=None,
        lists=[_listed(heading, requests, now) for heading, requests in ways if requests],
    )


def _the_office(request: CoordinationRequest, step: Step, but: Collection[int]) -> list[int]:
    """Tell those who sit in the office that a request went to, but for some, and return who they are."""
    people = [one for one in queries.seated_in(request.to_office_id) if one.id not in but]
    _tell(request, step, [Recipient(one, "a request came to your office") for one in people], "request-office")
    return [one.id for one in people]


def _reason_of_state(person: User) -> str:
    directs = person.role == Role.DIRECTOR
    return "you direct the program of the state asked" if directs else "you follow what your state is asked"


def _listed(heading: str, requests: Sequence[CoordinationRequest], now: datetime) -> RequestList:
    lines = []
    for one in requests[:LINES_AT_MOST]:
        target = target_now(one)
        days = -working_days_between(local_date(now, one.time_zone), target)
        lines.append((_facts(one, target, "Target"), max(days, 1), f"/coordination/{one.number}"))
    return RequestList(heading, lines, more=len(requests) - len(lines))


def _facts(request: CoordinationRequest, due_on: date | None, due_words: str, step: Step | None = None) -> RequestFacts:
    return RequestFacts(
        number=request.number,
        type_label=request.type.label,
        from_state=request.from_state,
        to_state=request.to_state,
        due_on=due_on,
        due_words=due_words,
        step_words=_STEP_WORDS.get(step.deed, "") if step else "",
    )


def of_a_request_sent_on(request: CoordinationRequest, step: Step, onward: CoordinationRequest, first: Step) -> None:
    """Tell the sender under which number it goes on, the new owner that it came, the others that it has moved on."""
    _tell(request, step, [one for one in _parties(request) if one.user.id != request.sender.id])
    went_on = f"your request went on from {request.to_state} to {onward.to_state}"
    _tell(onward, first, [Recipient(onward.sender, went_on)], "request-step")
    of_a_new_request(onward, first)


def _parties(request: CoordinationRequest) -> list[Recipient]:
    recipients = [Recipient(person, _reason(person, request)) for person in (request.sender, request.owner)]
    watching = [
        Recipient(one, "you watch this request", Subject.WATCHED)
        for one in queries.watchers_of(request)
        if one.id not in (request.sender.id, request.owner.id)
    ]
    return recipients + watching


def _standing_in(recipients: Sequence[Recipient]) -> list[Recipient]:
    """Return who stands in today for whoever of `recipients` is away, and for each other; a circle ends."""
    found = []
    asked = {one.user.id: one.user for one in recipients}
    seen = set(asked)
    while asked:
        absences = absences_on(list(asked.values()), clock.now())
        named = {user_id: one.delegate for user_id, one in absences.items() if one.delegate is not None}
        next_asked = {}
        for user_id, delegate in named.items():
            away = asked[user_id]
            if delegate.id not in seen and may_take_over(delegate, away):
                found.append(Recipient(delegate, f"you stand in for {away.display_name}"))
                next_asked[delegate.id] = delegate
                seen.add(delegate.id)
        asked = next_asked
    return found


def _reason(person: User, request: CoordinationRequest) -> str:
    if person.id == request.sender.id:
        sent_it = queries.who_sent(request) == person.id
        return "you sent this request" if sent_it else "this request of your state is yours to follow"
    if person.role == Role.DIRECTOR:
        return "you took this request for your state"
    return "this request is yours to answer"


def _tell(
    request: CoordinationRequest,
    step: Step,
    recipients: Sequence[Recipient],
    kind: str | None = None,
    facts: RequestFacts | None = None,
) -> None:
    due_on = target_now(request) if request.status not in ENDED else None
    due_words = "Acknowledge by" if request.status == Status.SENT else "Answer by"
    # Who moved away or left is no party any more; whoever stands in for them still is.
    everybody = [*recipients, *_standing_in(recipients)]
    notify(
        [one for one in everybody if one.user.active and may_read(one.user, request)],
        kind=kind or _KINDS[step.deed],
        about=request.number,
        title=request.short_title,
        url=f"/coordination/{request.number}",
        event_key=f"{request.number}/step-{step.position}",
        actor_id=step.actor.id if step.actor else None,
        due_on=due_on,
        facts=facts or _facts(request, due_on, due_words, step),
        is_urgent=_is_emergency(request),
    )


def _is_emergency(request: CoordinationRequest) -> bool:
    return request.type_code == "EMRG" or request.urgency == "emergency"
