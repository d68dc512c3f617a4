"""Letters that wait, and what became of them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from coordhub import clock
from coordhub.db import db
from coordhub.mail.delivery import Delivered, deliver
from coordhub.mail.letters import Letter
from coordhub.mail.models import Delivery, MailHost, OutgoingEmail
from coordhub.mail.outbox import put


def a_letter(key: str = "1", address: str = "ben@example.org", **values: Any) -> int:
    """Put a letter into the outbox, with its columns set as told, and return its id."""
    content = f"Subject: {key}\r\n\r\nHello\r\n.dot\r\n".encode()
    row = put(Letter(address, key, f"<{key}@hub>", content), dedup_key=key, kind="test", user_id=None)
    assert row is not None
    for name, value in values.items():
        setattr(row, name, value)
    db.session.commit()
    return row.id


def some_letters(number: int, domain: str = "example.org") -> None:
    """Put so many letters into the outbox, each to somebody else."""
    for one in range(number):
        a_letter(f"{domain}-{one}", f"p{one:03}@{domain}")


def stored(key: str = "1") -> OutgoingEmail:
    """Return the letter as the database has it now."""
    db.session.rollback()
    db.session.expire_all()
    found = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.dedup_key == key)).one()
    db.session.expunge(found)  # else the next look at it would begin a transaction, which on SQLite keeps others out
    db.session.rollback()
    return found


def statuses() -> list[Delivery]:
    """Return how all letters stand, by id."""
    db.session.rollback()
    found = db.session.scalars(select(OutgoingEmail.status).order_by(OutgoingEmail.id)).all()
    db.session.rollback()
    return list(found)


def a_look(owner: str = "w", limit: int = 100, **more: Any) -> Delivered:
    """Let a worker look once."""
    return deliver(more.pop("now", None) or clock.now(), owner=owner, limit=limit, **more)


def host_row(name: str) -> MailHost:
    """Return what all workers know of a host."""
    db.session.rollback()
    db.session.expire_all()
    row = db.session.get_one(MailHost, name)
    db.session.expunge(row)
    db.session.rollback()
    return row


def leases_end() -> None:
    """Let all leases end, as time would."""
    ended = clock.now() - timedelta(hours=1)
    with db.engine.begin() as connection:
        connection.execute(update(OutgoingEmail).where(OutgoingEmail.owner.is_not(None)).values(lease_until=ended))
