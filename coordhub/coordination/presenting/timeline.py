"""The timeline of a request: who did what, and what was said, quoted and changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coordhub.accounts.models import User
from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest, Deed, Message, Step
from coordhub.coordination.presenting.sentences import sentence_of
from coordhub.places.states import STATES

EXCERPT = 240  # characters of a quoted message


@dataclass(frozen=True)
class Quote:
    """The beginning of a message that another one quotes, as it says now."""

    position: int
    who: str
    text: str
    is_shown: bool


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; `side` is sender, receiver or hub, `who` None for the hub.

    `text` is a private message in pieces, each with whether it calls somebody by name. `earlier` are the texts before
    each change with when that was. `number` is the request in which a re-routed one goes on, `reason` why the glass was
    broken.
    """

    position: int
    deed: Deed
    who: User | None
    is_me: bool
    state_name: str
    sentence: str
    at: datetime
    text: Sequence[tuple[str, bool]]
    side: rules.Side
    waits_for: str
    is_new: bool
    quote: Quote | None
    earlier: Sequence[tuple[str, datetime]]
    may_edit: bool
    number: str
    reason: str


@dataclass(frozen=True)
class Around:
    """What a timeline needs beside its steps: the reader and how far they read, quoted messages, reasons."""

    reader: User | None
    now: datetime
    read_to: int = 0
    quoted: Mapping[int, Step] | None = None
    reasons: Mapping[tuple[int, str], str] | None = None


def timeline(request: CoordinationRequest, steps: Sequence[Step], around: Around) -> Sequence[Entry]:
    """Return the entries of `steps`."""
    shown = {one.position: one for one in steps}
    return [_entry(request, step, shown, around) for step in steps]


def positions_quoted(steps: Sequence[Step]) -> set[int]:
    """Return the positions of the messages that are quoted but do not stand among `steps`."""
    shown = {one.position for one in steps}
    quoted = {one.message.quoted_position for one in steps if one.message}
    return {one for one in quoted if one is not None} - shown


def quote_of(step: Step, *, is_shown: bool = True) -> Quote | None:
    """Return the excerpt of a step's message, None when it has none."""
    if step.message is None:
        return None
    text = " ".join(step.message.text.split())
    if len(text) > EXCERPT:
        text = text[:EXCERPT].rsplit(" ", 1)[0] + " …"
    return Quote(step.position, step.actor.display_name if step.actor else "The hub", text, is_shown)


def _entry(request: CoordinationRequest, step: Step, shown: Mapping[int, Step], around: Around) -> Entry:
    reader = around.reader
    state = step.actor.state_code if step.actor else None
    side = {request.from_state: rules.Side.SENDER, request.to_state: rules.Side.RECEIVER}.get(
        state or "", rules.Side.HUB
    )
    is_me = reader is not None and step.actor_id == reader.id
    other = request.to_state if side == rules.Side.SENDER else request.from_state
    message = step.message
    return Entry(
        position=step.position,
        deed=step.deed,
        who=step.actor,
        is_me=is_me,
        state_name=STATES[state].name if state else "",
        sentence=sentence_of(request, step, STATES[other].name, reader),
        at=step.at,
        text=_pieces(message) if message else (),
        side=side,
        waits_for=STATES[request.from_state].name if step.deed == Deed.ASK else "",
        is_new=around.read_to > 0 and step.position > around.read_to and not is_me,
        quote=_quoted(message, shown, around) if message else None,
        earlier=[(one.text, one.edited_at) for one in message.edits] if message else (),
        may_edit=reader is not None and rules.may_edit(reader, request, step, around.now),
        number=step.code if step.deed == Deed.REROUTE else "",
        reason=(around.reasons or {}).get((step.actor_id or 0, step.at.isoformat()), ""),
    )


def _pieces(message: Message) -> Sequence[tuple[str, bool]]:
    """Cut a text where it calls people by name."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for call in rules.calls_in(message.text, [one.user for one in message.mentions]):
        if call.people:
            pieces += [(message.text[at : call.start], False), (message.text[call.start : call.end], True)]
            at = call.end
    return [piece for piece in (*pieces, (message.text[at:], False)) if piece[0]]


def _quoted(message: Message, shown: Mapping[int, Step], around: Around) -> Quote | None:
    position = message.quoted_position
    if position is None:
        return None
    step = shown.get(position) or (around.quoted or {}).get(position)
    return quote_of(step, is_shown=position in shown) if step else None
