"""Putting a letter into the outbox, in the transaction of the deed that it tells of."""

from collections.abc import Sequence
from dataclasses import dataclass

import flask
from sqlalchemy import select

from coordhub import clock
from coordhub.db import db
from coordhub.mail.letters import Letter
from coordhub.mail.models import OutgoingEmail, Priority


@dataclass(frozen=True)
class Outgoing:
    """A finished letter on its way into the outbox; `dedup_key` keeps the same one from being written twice."""

    letter: Letter
    dedup_key: str
    kind: str
    user_id: int | None
    priority: Priority = Priority.PLAIN


def put(
    letter: Letter, *, dedup_key: str, kind: str, user_id: int | None, priority: Priority = Priority.PLAIN
) -> OutgoingEmail | None:
    """Add the letter to the open transaction; None when the same one (`dedup_key`) is there already."""
    return put_all([Outgoing(letter, dedup_key, kind, user_id, priority)])[0]


def put_all(letters: Sequence[Outgoing]) -> list[OutgoingEmail | None]:
    """Add several letters, in a few statements however many; None in the place of each that is there already."""
    keys = [one.dedup_key for one in letters]
    known = set(db.session.scalars(select(OutgoingEmail.dedup_key).where(OutgoingEmail.dedup_key.in_(keys))))
    rows = [None if one.dedup_key in known else _row(one) for one in letters]
    new = [one for one in rows if one is not None]
    if new:
        db.session.add_all(new)
        db.session.flush()  # The notification keeps the letter's key.
        flask.g.letters_waiting = True
    return rows


def _row(one: Outgoing) -> OutgoingEmail:
    now = clock.now()
    return OutgoingEmail(
        dedup_key=one.dedup_key,
        kind=one.kind,
        user_id=one.user_id,
        address=one.letter.address,
        domain=one.letter.address.rpartition("@")[2].lower(),
        priority=one.priority,
        subject=one.letter.subject,
        message_id=one.letter.message_id,
        content=one.letter.content,
        next_at=now,
        created_at=now,
    )
