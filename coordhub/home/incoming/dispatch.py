"""Telling what a message is, and leading it to where it is dealt with."""

from datetime import datetime
from email.utils import parseaddr

import flask

from coordhub.accounts.queries import user_with_email
from coordhub.db import db
from coordhub.home.incoming import complaints, failures, notes, replies
from coordhub.mail.addresses import answer_of
from coordhub.mail.incoming import Received, complaint_in, is_automatic, looks_returned, queries, reports_in
from coordhub.mail.incoming.reports import guessed_reports_in
from coordhub.mail.models import Incoming, IncomingEmail


def take(received: Received, now: datetime) -> IncomingEmail | None:
    """Do what a message asks for and note that it came; None for a second copy of one. Adds to the open transaction.

    Raises Conflict when somebody posted at the same moment, and IntegrityError when a copy did.
    """
    key = received.key
    if queries.is_known(key):
        return None
    row = IncomingEmail(key=key, kind=Incoming.UNKNOWN, outcome="", received_at=now)
    db.session.add(row)
    db.session.flush()  # From here on a second copy waits for this transaction, and letters are keyed by the row.
    _deal_with(row, received, now)
    return row


def _deal_with(row: IncomingEmail, received: Received, now: datetime) -> None:
    complaint = complaint_in(received)
    if complaint is not None:
        complaints.take(row, received, complaint, now)
        return
    letter = queries.letter_by_address(received)
    reports = reports_in(received)
    if not reports and (letter or looks_returned(received)):
        reports = guessed_reports_in(received)
    if reports:
        failures.take(row, received, reports, letter, now)
    elif is_automatic(received):
        row.kind, row.outcome = Incoming.AUTOMATIC, "left alone"
    elif letter is not None:
        # People who answer to the envelope's address: programs do, and what they say changes nothing.
        row.outcome = "to an address for reports"
    elif _reply_address(received) is not None:
        replies.take(row, received, str(_reply_address(received)), now)
    else:
        _refuse_other(row, received, now)


def _reply_address(received: Received) -> str | None:
    """Return the address for answers that it came to: a good one before one that only looks like it."""
    good = next((one for one in received.recipients if answer_of(one)), None)
    return good or next((one for one in received.recipients if _looks_like_reply(one)), None)


def _looks_like_reply(address: str) -> bool:
    domain = flask.current_app.config["MAIL_REPLY_DOMAIN"].lower()
    return bool(domain) and address.startswith("reply+") and address.endswith(f"@{domain}")


def _refuse_other(row: IncomingEmail, received: Received, now: datetime) -> None:
    """Say where to answer, to somebody of the hub who answered a letter that is answered in the hub only."""
    letter = queries.letter_by_message_id(received)
    sender = parseaddr(flask.current_app.config["MAIL_DEFAULT_SENDER"])[1].lower()
    writer = user_with_email(received.from_addresses[0]) if len(set(received.from_addresses)) == 1 else None
    if writer is None or (letter is None and sender not in received.recipients):
        row.outcome = "to nobody"
        return
    row.kind, row.user_id = Incoming.REFUSED, writer.id
    theirs = letter if letter is not None and letter.user_id == writer.id else None
    row.letter_id = theirs.id if theirs else None
    told = notes.answered_in_hub_only(writer, theirs, row=row, answers=received.message_id, now=now)
    row.outcome = f"answered in the hub only{'' if told else ', not told again'}"
