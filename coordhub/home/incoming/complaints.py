"""Somebody called a letter spam: letters of its kind stop for them, and they are told in the hub."""

from collections.abc import Sequence
from datetime import datetime

from coordhub.accounts.models import User
from coordhub.accounts.queries import user_by_id
from coordhub.directory.actions import stop_letters
from coordhub.directory.queries import check_letter
from coordhub.formats import reader_day
from coordhub.mail.incoming import Received, queries
from coordhub.mail.incoming.reports import Complaint
from coordhub.mail.models import Incoming, IncomingEmail, OutgoingEmail
from coordhub.notifications.actions import Recipient, notify
from coordhub.notifications.kinds import KINDS
from coordhub.notifications.queries import subjects_of_letter
from coordhub.notifications.stopping import DIGEST, SCOPES, stop


def take(row: IncomingEmail, received: Received, complaint: Complaint, now: datetime) -> None:
    """Stop the letters that a complaint is about, and no others; it counts as one whatever it stopped."""
    row.kind, row.outcome = Incoming.COMPLAINT, "about no letter of ours"
    letter = queries.letter_by_address(received) or queries.letter_by_message_id(received)
    if letter is None or complaint.recipient not in ("", letter.address.lower()):
        return
    row.letter_id, row.user_id = letter.id, letter.user_id
    if _stop_checks(letter):
        row.outcome = f"{letter.kind} stopped"
        return
    user = user_by_id(letter.user_id) if letter.user_id else None
    scopes = _scopes_of(letter)
    if user is None or not scopes:
        row.outcome = f"{letter.kind}, nothing to stop"
        return
    for scope in scopes:
        _stop(user, scope, now)
    row.outcome = f"{letter.kind}, {', '.join(scopes)} stopped"


def _stop_checks(letter: OutgoingEmail) -> bool:
    """Stop letters that ask an office whether its entry is right; False for a letter of another kind."""
    kind, _, number = letter.dedup_key.partition(":")
    asked = check_letter(int(number)) if kind == letter.kind == "entry-check" else None
    if asked is not None:
        stop_letters(asked)
    return asked is not None


def _scopes_of(letter: OutgoingEmail) -> Sequence[str]:
    """Return what stops letters like this one; nothing for those that let somebody in, or answer."""
    if letter.kind.endswith("-digest"):
        return [DIGEST]
    usual = [KINDS[letter.kind].subject] if letter.kind in KINDS else []
    return [one.value for one in subjects_of_letter(letter.id) or usual if one.value in SCOPES]


def _stop(user: User, scope: str, now: datetime) -> None:
    stop(user, scope)
    notify(
        [Recipient(user, "your mail program reported one of these letters as spam")],
        kind="letters-stopped",
        about="mail",
        title=f"You get no more {SCOPES[scope]}: one was reported as spam",
        url="/notifications/preferences",
        event_key=f"letters-stopped/{scope}/{reader_day(now).isoformat()}",
        actor_id=None,
    )
