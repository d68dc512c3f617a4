"""Who hears about a step, and in which words. Letters carry number, type, states, date and link, nothing else."""

from collections.abc import Sequence

from coordhub import clock
from coordhub.accounts.models import Role, User
from coordhub.accounts.queries import directors_of
from coordhub.coordination import queries
from coordhub.coordination.models import CoordinationRequest, Deed, Status, Step
from coordhub.coordination.rules import ENDED, may_take_over, target_now
from coordhub.notifications.actions import Recipient, RequestFacts, notify

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
    Deed.CLOSE: "request-closed",
}


def of_a_new_request(request: CoordinationRequest, step: Step) -> None:
    """Tell the owner at once, and the receiving state's directors that something came in.

    Why it went to the owner names a county or an office: that stands on the request's page, never in a letter.
    """
    _tell(request, step, [Recipient(request.owner, "the request was sent to you")])
    directors = [one for one in directors_of(request.to_state) if one.id != request.owner.id]
    _tell(
        request,
        step,
        [Recipient(one, "you direct the program of the state asked") for one in directors],
        "request-state",
    )


def the_other_state(request: CoordinationRequest, step: Step) -> None:
    """Tell sender and owner, whoever of them did not do it, and those who watch."""
    _tell(request, step, _parties(request))


def who_gets_it_now(request: CoordinationRequest, step: Step, to: User) -> None:
    """Tell the colleague to whom a request was given, and the other state whom it deals with from now on."""
    other = request.owner if to.id == request.sender.id else request.sender
    _tell(request, step, [Recipient(to, "a colleague gave you this request")])
    _tell(request, step, [Recipient(other, _reason(other, request))], "request-step")


def who_takes_over(request: CoordinationRequest, step: Step, to: User, leaver: User) -> None:
    """Tell the person who has the request from now on."""
    _tell(request, step, [Recipient(to, f"the requests of {leaver.display_name} went over to you")])


def of_a_request_sent_on(request: CoordinationRequest, step: Step, onward: CoordinationRequest, first: Step) -> None:
    """Tell the sender under which number it goes on, the new owner that it came, the others that it has moved on."""
    _tell(request, step, [one for one in _parties(request) if one.user.id != request.sender.id])
    went_on = f"your request went on from {request.to_state} to {onward.to_state}"
    _tell(onward, first, [Recipient(onward.sender, went_on)], "request-step")
    of_a_new_request(onward, first)


def _parties(request: CoordinationRequest) -> list[Recipient]:
    recipients = [Recipient(person, _reason(person, request)) for person in (request.sender, request.owner)]
    watching = [
        Recipient(one, "you watch this request")
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
        absences = queries.absences_on(list(asked.values()), clock.now())
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
        sent_it = request.steps[0].actor_id == person.id
        return "you sent this request" if sent_it else "this request of your state is yours to follow"
    if person.role == Role.DIRECTOR:
        return "you took this request for your state"
    return "this request is yours to answer"


def _tell(request: CoordinationRequest, step: Step, recipients: Sequence[Recipient], kind: str | None = None) -> None:
    waits = request.status not in ENDED
    notify(
        [*recipients, *_standing_in(recipients)],
        kind=kind or _KINDS[step.deed],
        about=request.number,
        title=request.short_title,
        url=f"/coordination/{request.number}",
        event_key=f"{request.number}/step-{step.position}",
        actor_id=step.actor.id if step.actor else None,
        due_on=target_now(request) if waits else None,
        facts=RequestFacts(
            number=request.number,
            type_label=request.type.label,
            from_state=request.from_state,
            to_state=request.to_state,
            due_on=target_now(request) if waits else None,
            due_words="Acknowledge by" if request.status == Status.SENT else "Answer by",
        ),
    )
