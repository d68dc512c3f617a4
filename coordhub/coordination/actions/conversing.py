"""Talking on a request: what may be said, whom it calls by name, and changing it within 15 minutes."""

from typing import cast

from sqlalchemy import CursorResult, update

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.coordination import queries, rules, telling
from coordhub.coordination.actions.stepping import take_step
from coordhub.coordination.models import CoordinationRequest, Deed, Message, MessageEdit, MessageMention, Step
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.privacy.checks import check_text
from coordhub.privacy.surfaces import Surface

QUOTE_GONE = "The message that you quote is not there. The quote was taken off; what you wrote still stands below."
TOO_LATE = "Only who wrote a message can change it, within 15 minutes. Write another one that puts it right."
CHANGED_MEANWHILE = "This message was changed in another window meanwhile. Look at what it says now, then save again."


def check_message(request: CoordinationRequest, text: str, *, confirmed: bool, field: str = "text") -> None:
    """Raise PrivacyRefusal for what may not stand in a message; the staff of the two states may be named."""
    if text:
        names = queries.names_of_the_two_states(request)
        check_text({field: text}, Surface.PRIVATE, confirmed=confirmed, allowed_names=names)


def say(
    request: CoordinationRequest, deed: Deed, by: User, text: str = "", *, code: str = "", quoted: int | None = None
) -> Step:
    """Take a step with words that passed the scanner, and tell those whom they call by name.

    Raises NotAllowed for a step that is not open to `by`, and for a quote of a message that does not exist.
    """
    if quoted is not None:
        whole = queries.step_at(request, quoted)
        if whole is None or whole.message is None:
            raise NotAllowed(QUOTE_GONE)
    step = take_step(request, deed, by, text, code, quoted)
    if step.message is not None:
        _call_by_name(request, step, step.message)
    return step


def edit_message(
    request: CoordinationRequest, step: Step, text: str, *, by: User, seen: int, confirmed: bool = False
) -> None:
    """Change what a message says; what it said before is kept and shown to both states.

    `seen` is the number of changes that its writer had before them. Raises NotAllowed for another person or too late,
    PrivacyRefusal, and Conflict when the message was changed in another window meanwhile.
    """
    message = step.message
    if message is None or not rules.may_edit(by, request, step, clock.now()):
        raise NotAllowed(TOO_LATE)
    before = message.text
    if text == before:
        return
    check_message(request, text, confirmed=confirmed)
    if seen != len(message.edits) or not _replaced(message, before, text):
        raise Conflict(CHANGED_MEANWHILE)
    message.edits.append(MessageEdit(text=before, edited_at=clock.now()))
    record(by.id, "message-edited", request.number, f"step {step.position}")
    _call_by_name(request, step, message)


def _replaced(message: Message, before: str, text: str) -> bool:
    """Put the new text in the place of the old one, in one statement: of two changes at once only one finds it."""
    change = update(Message).where(Message.step_id == message.step_id, Message.text == before).values(text=text)
    return cast("CursorResult[object]", db.session.execute(change)).rowcount == 1


def _call_by_name(request: CoordinationRequest, step: Step, message: Message) -> None:
    if "@" not in message.text:
        message.mentions.clear()
        return
    called = {one.id: one for call in rules.calls_in(message.text, queries.people_of(request)) for one in call.people}
    known = {one.user_id for one in message.mentions}
    message.mentions[:] = [one for one in message.mentions if one.user_id in called]
    new = [person for id_, person in called.items() if id_ not in known]
    message.mentions.extend(MessageMention(user=person) for person in new)
    telling.the_called(request, step, new)
