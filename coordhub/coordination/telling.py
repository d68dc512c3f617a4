"""Who hears about a step, and in which words. Letters carry number, type, states, date and link, nothing else."""

from collections.abc import Sequence

from coordhub.accounts.models import Role, User
from coordhub.accounts.queries import directors_of
from coordhub.coordination import queries
from coordhub.coordination.models import CoordinationRequest, Deed, Status, Step
from coordhub.coordination.rules import ENDED, target_now
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
    Deed.HOLD: "request-step",
    Deed.RELEASE: "request-step",
    Deed.BREAK_GLASS: "request-opened",
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
    recipients = [Recipient(person, _reason(person, request)) for person in (request.sender, request.owner)]
    watching = [
        Recipient(one, "you watch this request")
        for one in queries.watchers_of(request)
        if one.id not in (request.sender.id, request.owner.id)
    ]
    _tell(request, step, recipients + watching)


def the_called(request: CoordinationRequest, step: Step, people: Sequence[User]) -> None:
    """Tell those whom a message calls by name; what they hear of the same step otherwise is left out."""
    _tell(request, step, [Recipient(one, "a message calls you by name") for one in people], "request-mention")


def of_broken_glass(request: CoordinationRequest, step: Step) -> None:
    """Tell both states that somebody from outside opened the request; why stands on its page, never in a letter."""
    directors = [one for code in (request.from_state, request.to_state) for one in directors_of(code)]
    people = [request.sender, request.owner, *directors]
    _tell(request, step, [Recipient(one, "somebody from outside the two states opened it") for one in people])


def who_gets_it_now(request: CoordinationRequest, step: Step, to: User) -> None:
    """Tell the colleague to whom a request was given, and the other state whom it deals with from now on."""
    other = request.owner if to.id == request.sender.id else request.sender
    _tell(request, step, [Recipient(to, "a colleague gave you this request")])
    _tell(request, step, [Recipient(other, _reason(other, request))], "request-step")


def who_takes_over(request: CoordinationRequest, step: Step, to: User, leaver: User) -> None:
    """Tell the person who has the request from now on."""
    _tell(request, step, [Recipient(to, f"the requests of {leaver.display_name} went over to you")])


def _reason(person: User, request: CoordinationRequest) -> str:
    if person.id == request.sender.id:
        sent_it = queries.who_sent(request) == person.id
        return "you sent this request" if sent_it else "this request of your state is yours to follow"
    if person.role == Role.DIRECTOR:
        return "you took this request for your state"
    return "this request is yours to answer"


def _tell(request: CoordinationRequest, step: Step, recipients: list[Recipient], kind: str | None = None) -> None:
    waits = request.status not in ENDED
    notify(
        recipients,
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
