"""Putting a letter into the outbox, in the transaction of the deed that it tells of."""

from collections.abc import Mapping

import flask
from sqlalchemy import select

from coordhub import clock
from coordhub.db import add_missing, db
from coordhub.mail.letters import Letter
from coordhub.mail.models import OutgoingEmail, Priority


def put(
    letter: Letter, *, dedup_key: str, kind: str, user_id: int | None, priority: Priority = Priority.PLAIN
) -> OutgoingEmail | None:
    """Add the letter to the open transaction; None when the same one (`dedup_key`) is there already."""
    if db.session.scalar(select(OutgoingEmail.id).where(OutgoingEmail.dedup_key == dedup_key)):
        return None
    now = clock.now()
    row = OutgoingEmail(
        dedup_key=dedup_key,
        kind=kind,
        user_id=user_id,
        address=letter.address,
        domain=letter.address.rpartition("@")[2].lower(),
        priority=priority,
        subject=letter.subject,
        message_id=letter.message_id,
        content=letter.content,
        next_at=now,
        created_at=now,
    )
    db.session.add(row)
    db.session.flush()  # The notification keeps the letter's key.
    flask.g.letters_waiting = True
    return row


def put_all(letters: Mapping[str, tuple[Letter, int]], *, kind: str, priority: Priority) -> dict[str, int]:
    """Add letters by their dedup key, each with its reader’s id, in one statement; return the new ids by the key.

    A letter that is there already is left as it is, and missing in the answer.
    """
    now = clock.now()
    rows = [
        {
            "dedup_key": key,
            "kind": kind,
            "user_id": user_id,
            "address": letter.address,
            "domain": letter.address.rpartition("@")[2].lower(),
            "priority": priority,
            "subject": letter.subject,
            "message_id": letter.message_id,
            "content": letter.content,
            "next_at": now,
            "created_at": now,
        }
        for key, (letter, user_id) in letters.items()
    ]
    flask.g.letters_waiting = True
    return dict(add_missing(OutgoingEmail, rows, OutgoingEmail.dedup_key, OutgoingEmail.id))
