"""A request as a row of the queue or the inbox: what it is, who asks whom, what changed, what its next date is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coordhub.accounts.models import Absence, User
from coordhub.coordination import rules
from coordhub.coordination.actions import InOneGo
from coordhub.coordination.models import CoordinationRequest, Deed, Step
from coordhub.coordination.presenting.words import due_words, status_of
from coordhub.coordination.queries import COUNTED_TO, Desk, Queued
from coordhub.coordination.rules.queue import QueueFilter, Show, Whose
from coordhub.coordination.types import TYPES, URGENCIES
from coordhub.formats import ago, count, day
from coordhub.places.states import STATES

SHOW_WORDS = (
    (Show.TODO, "To do"),
    (Show.WAITING, "Waiting"),
    (Show.UNREAD, "Unread"),
    (Show.OVERDUE, "Overdue"),
    (Show.ALL, "All open"),
    (Show.ENDED, "Ended"),
)
COUNTED = (Show.TODO, Show.WAITING, Show.UNREAD, Show.OVERDUE, Show.ALL)
WHOSE_WORDS = ((Whose.MINE, "Mine"), (Whose.OFFICE, "My office’s"), (Whose.STATE, "My state’s"))
WAYS = (("received", "They ask us"), ("sent", "We ask them"))

# What somebody did last, and what the hub did by itself; never what was said.
_NEWS = {
    Deed.SEND: "sent it",
    Deed.ACKNOWLEDGE: "acknowledged",
    Deed.START: "began to work on it",
    Deed.ASK: "asked a question",
    Deed.ANSWER: "answered",
    Deed.WRITE: "wrote",
    Deed.RECORD_OUTCOME: "recorded the outcome",
    Deed.CONFIRM: "confirmed and closed it",
    Deed.DISPUTE: "said that it is not settled",
    Deed.DECLINE: "declined",
    Deed.REROUTE: "sent it on to another state",
    Deed.WITHDRAW: "withdrew it",
    Deed.REOPEN: "opened it again",
    Deed.ASSIGN: "gave it to {code}",
    Deed.HAND_OVER: "handed it over to {code}",
    Deed.HOLD: "put a legal hold on it",
    Deed.RELEASE: "lifted the legal hold",
    Deed.BREAK_GLASS: "opened it from outside the two states",
}
_BY_THE_HUB = {
    Deed.ESCALATE: "The hub passed on that it is late",
    Deed.CLOSE: "The hub closed it",
    Deed.WIPE: "The hub wiped what was said",
}


@dataclass(frozen=True)
class Row:
    """A row; `news` says what somebody did since the reader looked, `stands_in` for whom the reader stands in."""

    request: CoordinationRequest
    title: str
    who: str
    urgency: str
    kind: str
    words: str
    due: str
    is_unread: bool
    news: str
    stands_in: str
    may_acknowledge: bool


def rows_of(found: Sequence[Queued], desk: Desk, now: datetime) -> list[Row]:
    """Return requests as rows for the reader who sits at `desk`."""
    return [_row(one, desk, now) for one in found]


def title_of(request: CoordinationRequest) -> str:
    """Return what a request is called in lists: type, states and count, which stay on pages of its two states."""
    states = f"{STATES[request.from_state].name} to {STATES[request.to_state].name}"
    children = f", {count(request.children_count, 'child', 'children')}" if request.children_count else ""
    return f"{request.type.label}, {states}{children}"


def news_of(step: Step, now: datetime) -> str:
    """Say who did what last, and how long ago: "Mei Tran asked a question, 2 hours ago"; no private text."""
    if step.actor is None:
        words = _BY_THE_HUB.get(step.deed, "Something changed")
    else:
        words = f"{step.actor.display_name} {_NEWS[step.deed].format(code=step.code)}"
    return f"{words}, {ago(step.at, now)}"


def counted(number: int) -> str:
    """Return a count of a tab; beyond 200 it says so."""
    return f"{COUNTED_TO}+" if number > COUNTED_TO else str(number)


def filter_words(asked: QueueFilter) -> str:
    """Say what a filter lets through: "Records request, Texas, we ask them"; empty when it lets through everything."""
    found = (
        TYPES[asked.type_code].label if asked.type_code else "",
        STATES[asked.partner].name if asked.partner else "",
        dict(WAYS).get(asked.way, "").lower(),
        dict(URGENCIES).get(asked.urgency, "").lower(),
    )
    words = ", ".join(one for one in found if one)
    return words[:1].upper() + words[1:]


def types_by_name() -> list[tuple[str, str]]:
    """Return the types as (code, label) pairs, by label."""
    return sorted(((one.code, one.label) for one in TYPES.values()), key=lambda pair: pair[1])


def partners_of(state_code: str) -> list[tuple[str, str]]:
    """Return every state but one's own as (code, name) pairs, by name."""
    found = ((one.code, one.name) for one in STATES.values() if one.code != state_code)
    return sorted(found, key=lambda pair: pair[1])


def acknowledged_words(found: InOneGo, me: User) -> list[tuple[str, str]]:
    """Say what became of several acknowledgments, as (kind, sentence) pairs."""
    said = []
    if found.done:
        told = "Its sender was told." if len(found.done) == 1 else "The senders were told."
        said.append(("done", f"{len(found.done)} acknowledged. {told}"))
    for number, person in found.before:
        if person.id == me.id:
            said.append(("note", f"You have acknowledged {number} already."))
        else:
            said.append(("note", f"{person.display_name} was faster with {number}."))
    return said + _left(found, "no longer waits for an acknowledgment from your state.")


def assigned_words(found: InOneGo, to_user: User, me: User) -> list[tuple[str, str]]:
    """Say what became of requests that were given to somebody."""
    name = "you" if to_user.id == me.id else to_user.display_name
    said = [("done", f"{count(len(found.done), 'request', 'requests')} given to {name}.")] if found.done else []
    return said + _left(found, f"stayed: it has ended, or {'you have' if name == 'you' else name + ' has'} it already.")


def _left(found: InOneGo, words: str) -> list[tuple[str, str]]:
    return [("note", f"{number} {words}") for number in found.left]


def _row(one: Queued, desk: Desk, now: datetime) -> Row:
    request = one.request
    kind, words = _status(request, rules.local_date(now, request.time_zone))
    sent = one.news if one.news and one.news.deed == Deed.SEND else None
    return Row(
        request=request,
        title=title_of(request),
        who=_who(request, desk.user) + (f", sent {ago(sent.at, now)}" if sent else ""),
        urgency=dict(URGENCIES)[request.urgency] if request.urgency != "normal" else "",
        kind=kind,
        words=words,
        due=due_words(request),
        is_unread=one.news is not None,
        news=news_of(one.news, now) if one.news and not sent else "",
        stands_in=_stands_in(request, desk.standing_in),
        may_acknowledge=rules.may_do(desk.user, request, Deed.ACKNOWLEDGE, now),
    )


def _status(request: CoordinationRequest, today: date) -> tuple[str, str]:
    """Return the shape and words of a row: in a list the next day or two matter more than the status."""
    left = (rules.target_now(request) - today).days
    if request.status in rules.RECEIVER_TO_MOVE and left in (0, 1):
        return "soon", "Due tomorrow" if left else "Due today"
    return status_of(request, today)


def _who(request: CoordinationRequest, reader: User) -> str:
    if reader.id == request.sender.id:
        return f"You ask {request.owner.display_name}"
    if reader.id == request.owner.id:
        return f"{request.sender.display_name} asks you"
    return f"{request.sender.display_name} asks {request.owner.display_name}"


def _stands_in(request: CoordinationRequest, standing_in: Sequence[Absence]) -> str:
    for away in standing_in:
        if away.user_id in (request.owner.id, request.sender.id):
            return f"For {away.user.display_name}, away until {day(away.last_day)}"
    return ""
