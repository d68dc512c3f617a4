"""Answers to topics of the board by e-mail: taken when everything is right, refused with the reason when not.

What was refused is stored nowhere.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.accounts.queries import user_by_id, user_with_email
from coordhub.board import queries as board
from coordhub.board import rules
from coordhub.board.actions import reply
from coordhub.board.models import TEXT_LENGTH, Topic
from coordhub.formats import long_day
from coordhub.home.incoming import notes
from coordhub.mail.addresses import ReplyAddress, answer_of
from coordhub.mail.incoming import Answer, Received, answer_in
from coordhub.mail.models import Incoming, IncomingEmail
from coordhub.privacy.checks import PrivacyRefusal

SAID_LATELY = timedelta(days=1)
_FORGED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)


class Refused(Exception):
    """An answer that is not taken: a word for the list of what came in, and sentences for its writer."""

    def __init__(self, word: str, *reasons: str) -> None:
        super().__init__(word)
        self.word, self.reasons = word, reasons


def take(row: IncomingEmail, received: Received, address: str, now: datetime) -> None:
    """Add an answer to its topic, or tell its writer why not. Raises Conflict when somebody posted just now."""
    named = answer_of(address)
    writer = _writer(received)
    row.user_id = writer.id if writer else None
    topic = board.topic_by_id(named.topic_id) if named else None
    try:
        user, found = _allowed(received, named, writer, topic)
        answer = _answer(received, user, found, now)
        post = _add(found, answer, user)
    except Refused as refusal:
        row.kind = Incoming.REFUSED
        told = _tell(writer, topic, refusal.reasons, row, received, now)
        row.outcome = f"{refusal.word}{'' if told else ', not told'}"
        return
    row.kind, row.outcome = Incoming.REPLY, f"{found.key} post {post}"
    if answer.has_files:
        notes.answer_taken(user, found, row=row, answers=received.message_id, now=now)


def _writer(received: Received) -> User | None:
    """Return the person of the hub that the From header names, when it names one address only."""
    addresses = set(received.from_addresses)
    return user_with_email(addresses.pop()) if len(addresses) == 1 else None


def _allowed(
    received: Received, named: ReplyAddress | None, writer: User | None, topic: Topic | None
) -> tuple[User, Topic]:
    """Return who answers where; raises Refused."""
    if named is None:
        raise Refused("made-up address", "The address you wrote to is not one that the hub gave out.")
    if writer is None or writer.id != named.user_id:
        raise Refused(
            "not theirs",
            "You answered a letter that was sent to somebody else, or from another address than the one it was sent "
            "to. Each letter can be answered only by the person it was sent to, from that address.",
        )
    if any(_FORGED.search(one) for one in received.headers("Authentication-Results")):
        raise Refused("forged", "Your mail system could not show that the letter really came from you.")
    user = user_by_id(writer.id)
    if user is None or not user.active:
        raise Refused("not active", "Your account was closed.")
    if topic is None:
        raise Refused("no topic", "The topic is not there any more.")
    if not rules.may_reply(user, topic.forum):
        raise Refused(
            "not allowed",
            "You can read this topic, but not answer in it." if user.is_approved else "Your account is not approved.",
        )
    if clock.today_in(user.time_zone) > named.last_day:
        day = long_day(named.last_day)
        raise Refused("expired", f"The letter you answered could be answered by e-mail until {day}.")
    return user, topic


def _answer(received: Received, user: User, topic: Topic, now: datetime) -> Answer:
    """Return what is to be added; raises Refused."""
    if received.is_too_large:
        raise Refused("too large", "Your e-mail is larger than 1 MB. Leave the files out; the board takes text.")
    answer = answer_in(received, name=user.display_name)
    if not answer.text:
        raise Refused(
            "empty",
            "Nothing was left when the quoted text and the signature were taken out. Write your answer above the "
            "quoted text.",
        )
    if len(answer.text) > TEXT_LENGTH:
        raise Refused(
            "too long", f"Your answer has {len(answer.text):,} characters; a post has room for {TEXT_LENGTH:,}."
        )
    if board.has_said(topic, user, answer.text, since=now - SAID_LATELY):
        raise Refused("said before", "You gave the same answer within the last day; it stands in the topic once.")
    return answer


def _add(topic: Topic, answer: Answer, user: User) -> int:
    """Add the post and return its number; raises Refused for what may not stand on the board, or may be doubtful."""
    try:
        return reply(topic, answer.text, by=user).number
    except PrivacyRefusal as refusal:
        doubt = ("If it is nothing of the kind, write it in the topic itself: there you can say so.",)
        sentences = [one for found in refusal.errors.values() for one in found]
        kinds = " ".join(sorted(refusal.kinds))
        raise Refused(f"privacy {kinds}", *sentences, *(doubt if refusal.may_be_confirmed else ())) from None


def _tell(
    writer: User | None,
    topic: Topic | None,
    reasons: Sequence[str],
    row: IncomingEmail,
    received: Received,
    now: datetime,
) -> bool:
    if writer is None:
        return False  # Whoever wrote is nobody's business here: a letter to a forged address would only annoy.
    return notes.answer_refused(writer, topic, reasons, row=row, answers=received.message_id, now=now)
