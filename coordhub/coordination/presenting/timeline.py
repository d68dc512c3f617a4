"""The timeline of a request in sentences: who did what, and what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from coordhub.accounts.models import User
from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest, Deed, Level, Step
from coordhub.coordination.types import DECLINE_REASONS
from coordhub.places.states import STATES

_DEED_WORDS = {
    Deed.ACKNOWLEDGE: "acknowledged.",
    Deed.START: "began to work on it.",
    Deed.ASK: "asked {other} a question.",
    Deed.ANSWER: "answered.",
    Deed.WRITE: "wrote.",
    Deed.CONFIRM: "confirmed. The request is closed.",
    Deed.DISPUTE: "said that it is not settled yet.",
    Deed.WITHDRAW: "withdrew the request.",
    Deed.REOPEN: "opened the request again.",
    Deed.HOLD: "put a legal hold on it: nothing is wiped.",
    Deed.RELEASE: "lifted the legal hold.",
    Deed.BREAK_GLASS: "opened this request from outside the two states, with a reason that was recorded.",
    Deed.CLOSE: "The hub closed the request: 10 working days went by without a word against the answer.",
    Deed.WIPE: "The hub wiped what was said here, 90 days after the end. Type, states, dates and outcome stay.",
}
_ESCALATED = {
    Level.BACKUP: "The acknowledgment was late, so the hub told {name}.",
    Level.DIRECTOR: "The answer was late, so the hub told {name}.",
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; `side` is sender, receiver or hub, `text` a private message, `who` None for the hub."""

    position: int
    who: User | None
    is_me: bool
    state_name: str
    sentence: str
    at: datetime
    text: str
    side: rules.Side
    waits_for: str
    is_new: bool


def timeline(request: CoordinationRequest, reader: User, read_to: int) -> Sequence[Entry]:
    """Return the timeline for a reader who has read it up to `read_to`."""
    return [_entry(request, step, reader, read_to) for step in request.steps]


def _entry(request: CoordinationRequest, step: Step, reader: User, read_to: int) -> Entry:
    state = step.actor.state_code if step.actor else None
    side = {request.from_state: rules.Side.SENDER, request.to_state: rules.Side.RECEIVER}.get(
        state or "", rules.Side.HUB
    )
    is_me = step.actor is not None and step.actor.id == reader.id
    other = request.to_state if side == rules.Side.SENDER else request.from_state
    return Entry(
        position=step.position,
        who=step.actor,
        is_me=is_me,
        state_name=STATES[state].name if state else "",
        sentence=_sentence(request, step, reader).format(other=STATES[other].name),
        at=step.at,
        text=step.message.text if step.message else "",
        side=side,
        waits_for=STATES[request.from_state].name if step.deed == Deed.ASK else "",
        is_new=read_to > 0 and step.position > read_to and not is_me,
    )


def _sentence(request: CoordinationRequest, step: Step, reader: User) -> str:
    match step.deed:
        case Deed.SEND:
            return _sent(request, step, reader)
        case Deed.RECORD_OUTCOME:
            return f"recorded the outcome: {request.type.outcome(step.code).label}."
        case Deed.DECLINE:
            return f"declined: {dict(DECLINE_REASONS)[step.code].lower()}."
        case Deed.REROUTE:
            return f"sent this on to another state, where it goes on as {step.code}."
        case Deed.ASSIGN:
            return f"gave this to {step.code}."
        case Deed.HAND_OVER:
            return f"handed this over to {step.code}."
        case Deed.ESCALATE:
            level, _, name = step.code.partition(" ")
            return _ESCALATED[Level(level)].format(name=name)
        case _:
            return _DEED_WORDS[step.deed]


def _sent(request: CoordinationRequest, step: Step, reader: User) -> str:
    # A request that was sent on says in its first step which one it was before.
    sent = f"sent {step.code} of {STATES[request.from_state].name} on as this request." if step.code else "sent this."
    if any(one.deed in (Deed.HAND_OVER, Deed.ASSIGN) for one in request.steps):
        return f"{sent} It went to the person who {request.routed_because}."
    if request.owner.id == reader.id:
        return f"{sent} It went to you, because you {_second_person(request.routed_because)}."
    name = request.owner.display_name
    return f"{sent} It went to {name}, because {name.split()[0]} {request.routed_because}."


def _second_person(words: str) -> str:
    """Turn "covers Leelanau County" into "cover Leelanau County"."""
    verb, _, rest = words.partition(" ")
    verb = {"is": "are"}.get(verb, verb.removesuffix("s"))
    return f"{verb} {rest}"
