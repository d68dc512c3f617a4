"""Putting a letter into the outbox, in the transaction of the deed that it tells of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import flask

from coordhub import clock
from coordhub.db import add_missing, db
from coordhub.mail.letters import Letter
from coordhub.mail.models import LetterContent, OutgoingEmail, Priority


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
    ids = put_all([Outgoing(letter, dedup_key, kind, user_id, priority)])
    return db.session.get(OutgoingEmail, ids[dedup_key]) if ids else None


def put_all(letters: Sequence[Outgoing]) -> dict[str, int]:
    """Add letters, in two statements however many, and return the ids of the new ones by their dedup key.

    A letter that is there already is left as it is, and missing in the answer. Adds to the open transaction.
    """
    if not letters:
        return {}
    now = clock.now()
    new = add_missing(OutgoingEmail, [_row(one, now) for one in letters], OutgoingEmail.dedup_key, OutgoingEmail.id)
    ids: dict[str, int] = dict(new)
    contents = {one.dedup_key: one.letter.content for one in letters}
    add_missing(LetterContent, [{"letter_id": id_, "content": contents[key]} for key, id_ in ids.items()])
    if ids:
        flask.g.letters_waiting = True
    return ids


def _row(one: Outgoing, now: datetime) -> Mapping[str, object]:
    return {
        "dedup_key": one.dedup_key,
        "kind": one.kind,
        "user_id": one.user_id,
        "address": one.letter.address,
        "domain": one.letter.address.rpartition("@")[2].lower(),
        "priority": one.priority,
        "subject": one.letter.subject,
        "message_id": one.letter.message_id,
        "next_at": now,
        "created_at": now,
    }
