"""The doors by which mail comes in: an edge of its own, with a commit for each message.

A message is taken once, however often and by however many doors it comes: its key is unique, and stands in the same
transaction as what it did.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

import flask
from sqlalchemy.exc import DBAPIError, IntegrityError

from coordhub import clock
from coordhub.db import db
from coordhub.errors import Conflict
from coordhub.home.incoming.dispatch import take
from coordhub.home.incoming.failures import count_refusal
from coordhub.mail.incoming import queries, read
from coordhub.mail.incoming.mailbox import Mailbox, MailboxUnreachable

log = logging.getLogger("coordhub.mail")
TRIES = 3


class TryLater(Exception):
    """The message could not be taken now; whoever brought it keeps it and comes again."""


@dataclass
class Polled:
    """What one look into the mailbox did: a line for each message; `error` says why it ended early."""

    lines: list[str]
    error: str = ""


def receive(raw: bytes, *, recipient: str | None = None, sender: str | None = None) -> str:
    """Take in one message, commit, and return what became of it, in words without anything that it said.

    `recipient` and `sender` are those of the envelope. Raises TryLater, and nothing else.
    """
    received = read(raw, recipient=recipient, sender=sender)
    for _ in range(TRIES):
        try:
            row = take(received, clock.now())
            words = f"{row.kind.value}: {row.outcome}" if row else "seen before"
            db.session.commit()
        except (IntegrityError, Conflict):
            db.session.rollback()  # Its second copy, or somebody who posted at the same moment, was faster.
        except Exception as error:
            _give_up(error)
        else:
            log.info("mail in, %s", words)
            return words
    raise TryLater("others were faster, time and again")


def poll(now: datetime) -> Polled:
    """Take in what nobody has seen in the mailbox, and mark each message when it is stored; never raises.

    What cannot be taken now stays unseen, for the next look.
    """
    polled = Polled([])
    try:
        with Mailbox(flask.current_app.config) as mailbox:
            for number, raw in mailbox.unseen():
                try:
                    polled.lines.append(receive(raw))
                except TryLater:
                    polled.lines.append("left for later")
                    continue
                mailbox.mark_seen(number)
    except MailboxUnreachable as error:
        polled.error = str(error)
        log.warning("the mailbox could not be read: %s", error)
    return polled


def take_in_refusals(now: datetime) -> int:
    """Hold the addresses of letters that a server refused for good to account, and return how many letters that was."""
    letter_ids = [one.id for one in queries.uncounted_refusals()]
    db.session.rollback()
    counted = 0
    for letter_id in letter_ids:
        try:
            counted += count_refusal(letter_id, now)
            db.session.commit()
        except IntegrityError:
            db.session.rollback()  # Another worker counted it.
    return counted


def _give_up(error: Exception) -> None:
    db.session.rollback()
    # Not the error itself, nor where it came from: these can carry what somebody wrote.
    kind = type(error.orig if isinstance(error, DBAPIError) else error).__name__
    log.error("mail in could not be taken: %s", kind)
    raise TryLater(kind) from None
