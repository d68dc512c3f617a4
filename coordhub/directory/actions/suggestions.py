"""Deeds on suggested corrections: anybody suggests, who keeps the entry answers, the suggester hears once."""

import secrets
from collections.abc import Sequence
from typing import Any

import flask
from sqlalchemy import CursorResult, update

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.accounts.queries import user_by_id
from coordhub.audit.actions import record
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions.entries import refuse_strangers
from coordhub.directory.actions.recipients import administrators, directors_for, keeper_of
from coordhub.directory.models import Entry, Suggestion, SuggestionStatus, Wrong
from coordhub.directory.rules import suggestions as rules
from coordhub.directory.rules.sight import may_see, name_for
from coordhub.errors import Conflict, NotAllowed
from coordhub.formats import reader_today
from coordhub.mail import letters, outbox
from coordhub.notifications.actions import Recipient, notify
from coordhub.privacy.checks import check_text
from coordhub.privacy.surfaces import Surface

TOKEN_BYTES = 18  # 144 bits: the address of a status page is not guessed


class TooMany(Exception):
    """A visitor sent too many suggestions; the message says what to do."""


def send_suggestion(
    entry: Entry,
    wrong: Wrong,
    text: str,
    *,
    email: str = "",
    by: User | None,
    network_address: str,
    confirmed: bool = False,
) -> Suggestion:
    """Put a suggestion into the queue of who keeps the entry, and tell them.

    The visitor’s address is not kept, only what stands for it on this day. Raises PrivacyRefusal and TooMany.
    """
    check_text({"text": text}, Surface.PUBLIC, confirmed=confirmed, allowed_names=[entry.name])
    now = clock.now()
    secret = flask.current_app.config["SECRET_KEY"]
    visitor = rules.visitor_hash(network_address, reader_today(), secret)
    problem = rules.why_not_now(queries.sent_by(visitor, entry.id, now))
    if problem:
        raise TooMany(problem)
    suggestion = Suggestion(
        token=secrets.token_urlsafe(TOKEN_BYTES),
        entry=entry,
        wrong=wrong,
        text=text,
        email=email,
        user_id=by.id if by else None,
        visitor_hash=visitor,
        status=SuggestionStatus.WAITING,
        answer="",
        created_at=now,
    )
    db.session.add(suggestion)
    db.session.flush()  # The notification's key holds the suggestion's id.
    notify(
        _recipients_for(entry),
        kind="suggestion-received",
        about=f"entry-{entry.key}",
        title=entry.name,
        url=status_path(suggestion),
        event_key=f"suggestion-{suggestion.id}",
        actor_id=by.id if by else None,
        due_on=rules.answer_due(now),
    )
    return suggestion


def answer_suggestion(
    suggestion: Suggestion, *, accepted: bool, answer: str, by: User, confirmed: bool = False
) -> None:
    """Answer a suggestion, once, and tell who sent it. Raises NotAllowed, Conflict and PrivacyRefusal.

    Accepting promises to mend the entry; mending it is a deed of its own.
    """
    refuse_strangers(by, suggestion.entry, "answers")
    if not accepted and not answer:
        raise NotAllowed("Say why nothing is changed: whoever suggested it reads your answer.")
    check_text({"answer": answer}, Surface.PUBLIC, confirmed=confirmed, allowed_names=[suggestion.entry.name])
    status = SuggestionStatus.ACCEPTED if accepted else SuggestionStatus.DECLINED
    email = suggestion.email  # It was given for this one letter, so it goes when that is written.
    given: dict[str, Any] = {"status": status, "answer": answer, "answered_by_id": by.id, "answered_at": clock.now()}
    answered = db.session.execute(
        update(Suggestion)
        .where(Suggestion.id == suggestion.id, Suggestion.status == SuggestionStatus.WAITING)
        .values(**given, email="")
    )
    assert isinstance(answered, CursorResult)
    if not answered.rowcount:
        raise Conflict("Somebody has answered this suggestion already. Its page shows the answer.")
    record(by.id, f"suggestion-{status}", suggestion.entry.key, str(suggestion.id))
    _tell_suggester(suggestion, email, status, by)


def about_for(reader: User, suggestion: Suggestion) -> str:
    """Return what notices to `reader` are about: the entry, unless its key would tell what they may not see."""
    entry = suggestion.entry
    return f"entry-{entry.key}" if may_see(reader, entry) else f"suggestion-{suggestion.id}"


def status_path(suggestion: Suggestion) -> str:
    """Return the path of the page that shows what became of a suggestion."""
    return f"/directory/suggestions/{suggestion.token}"


def _recipients_for(entry: Entry) -> Sequence[Recipient]:
    """Return who answers for an entry and sees it: its keeper and its state’s directors, or the administrators."""
    found = [*keeper_of(entry, "you keep this entry"), *directors_for(entry)]
    found = [one for one in found if may_see(one.user, entry)]
    return found or administrators("nobody else answers for this entry yet")


def _tell_suggester(suggestion: Suggestion, email: str, status: SuggestionStatus, by: User) -> None:
    entry = suggestion.entry
    member = user_by_id(suggestion.user_id) if suggestion.user_id else None
    title = f"{name_for(member, entry)}: {'accepted' if status == SuggestionStatus.ACCEPTED else 'not changed'}"
    if member is not None:
        notify(
            [Recipient(member, "you suggested a correction")],
            kind="suggestion-answered",
            about=about_for(member, suggestion),
            title=title,
            url=status_path(suggestion),
            event_key=f"suggestion-{suggestion.id}/answered",
            actor_id=by.id,
        )
    elif email:
        letter = letters.compose(
            "suggestion-answered",
            address=email,
            name="",
            context={
                "words": "Your suggestion is answered",
                "title": title,
                "url": flask.current_app.config["HUB_URL"] + status_path(suggestion),
                "settings_url": None,
            },
            message_key=f"suggestion-{suggestion.id}.answered",
            list_name="directory",
            reason="You get this one letter because you suggested a correction and gave this address.",
        )
        key = f"suggestion-answered:{suggestion.id}"
        outbox.put(letter, dedup_key=key, kind="suggestion-answered", user_id=None)
