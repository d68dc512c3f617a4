"""What the tests of trust share: days, links out of letters, who may open what."""

import email
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default

from sqlalchemy import select

from coordhub.db import db
from coordhub.mail.models import OutgoingEmail
from tests.telling import write_letters

ROLES = ("rosa", "ben", "dana", "pat", "olive", "sam", "ada")


def noon(year: int, month: int, day: int) -> datetime:
    """Noon Eastern, about."""
    return datetime(year, month, day, 17, 0, tzinfo=UTC)


def letters(kind: str = "entry-check") -> list[EmailMessage]:
    """The letters of a kind in the outbox, read as a mail program reads them."""
    write_letters()
    rows = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == kind).order_by(OutgoingEmail.id))
    return [email.message_from_bytes(row.content, policy=default) for row in rows]  # type: ignore[misc]


def text_of(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def links_of(letter: EmailMessage) -> list[str]:
    """The paths of a letter's links that confirm."""
    return re.findall(r"http://hub\.example\.org(/directory/check/[^\s/]+)\s", text_of(letter))
