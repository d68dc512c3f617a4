"""What was done with a request, as the end of a sentence that begins with who did it; the hub's are whole."""

import re

from coordhub.accounts.models import User
from coordhub.coordination.models import CoordinationRequest, Deed, Level, Step
from coordhub.coordination.types import DECLINE_REASONS
from coordhub.places.states import STATES

_NUMBER = re.compile(r"R-\d{4}-\d+")
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
    Deed.BREAK_GLASS: "opened this request from outside the two states, for an hour. Both states were told.",
    Deed.CLOSE: "The hub closed the request: 10 working days went by without a word against the answer.",
    Deed.WIPE: "The hub wiped what was said here, 90 days after the end. Type, states, dates and outcome stay.",
}
_ESCALATED = {
    Level.BACKUP: "The acknowledgment was late, so the hub told {name}.",
    Level.DIRECTOR: "The answer was late, so the hub told {name}.",
}


def sentence_of(request: CoordinationRequest, step: Step, other_name: str, reader: User | None) -> str:
    """Return what `step` did; `other_name` is the state that its actor wrote to, `reader` may stand in it as "you"."""
    match step.deed:
        case Deed.SEND:
            return _sent(request, step, reader)
        case Deed.RECORD_OUTCOME:
            return f"recorded the outcome: {request.type.outcome(step.code).label}."
        case Deed.DECLINE:
            return f"declined: {dict(DECLINE_REASONS)[step.code].lower()}."
        case Deed.REROUTE:
            return "sent this on to another state, where it goes on as {number}."
        case Deed.ASSIGN:
            return f"gave this to {_name(step.code, reader)}."
        case Deed.HAND_OVER:
            return f"handed this over to {_name(step.code, reader)}."
        case Deed.ESCALATE:
            level, _, name = step.code.partition(" ")
            return _ESCALATED[Level(level)].format(name=_name(name, reader))
        case _:
            return _DEED_WORDS[step.deed].format(other=other_name)


def _name(name: str, reader: User | None) -> str:
    return "you" if reader is not None and name == reader.display_name else name


def _sent(request: CoordinationRequest, step: Step, reader: User | None) -> str:
    if request.wiped_at is not None:
        return "sent this."  # Why it went to somebody names a county or an office.
    if not step.code or _NUMBER.fullmatch(step.code):
        # What was sent on from another state says which request it was there.
        what = f"{step.code} of {STATES[request.from_state].name} on as this request" if step.code else "this"
        return f"sent {what}. It went to the person who {request.routed_because}."
    if reader is not None and step.code == reader.display_name:
        return f"sent this. It went to you, because you {_second_person(request.routed_because)}."
    return f"sent this. It went to {step.code}, because {step.code.split()[0]} {request.routed_because}."


def _second_person(words: str) -> str:
    """Turn "covers Leelanau County" into "cover Leelanau County"."""
    verb, _, rest = words.partition(" ")
    verb = {"is": "are"}.get(verb, verb.removesuffix("s"))
    return f"{verb} {rest}"
