"""Letters that did not arrive: the letter is settled, its address held to account, and people are told."""

from collections.abc import Sequence
from datetime import datetime

from coordhub.accounts.models import User
from coordhub.accounts.queries import administrators, directors_of, user_with_email
from coordhub.db import db
from coordhub.directory.actions import take_in_bounces
from coordhub.formats import reader_day
from coordhub.mail import bounces
from coordhub.mail.incoming import Received, Report, queries
from coordhub.mail.models import Incoming, IncomingEmail, OutgoingEmail
from coordhub.notifications.actions import Recipient, notify


def take(
    row: IncomingEmail, received: Received, reports: Sequence[Report], letter: OutgoingEmail | None, now: datetime
) -> None:
    """Believe a report about a letter of the hub; `letter` is the one whose signed address it came to.

    Without that address the report must give back the letter's Message-ID and name the address it went to. A number
    alone proves nothing: anybody can count.
    """
    letter = letter or _vouched(received, reports)
    if letter is None:
        row.kind, row.outcome = Incoming.REFUSED, "a report that nothing vouches for"
        return
    address = letter.address.lower()
    report = next((one for one in reports if one.recipient == address), reports[0])
    is_counted = queries.is_counted(letter.id)
    row.letter_id, row.user_id = letter.id, letter.user_id
    row.outcome = bounces.settle_by(report, letter, now)
    if report.action == "failed":
        row.kind = Incoming.BOUNCE
        if not is_counted:
            _hold_to_account(letter, report.status, now)
        take_in_bounces(now)
    else:
        row.kind = Incoming.DELAYED if report.action == "delayed" else Incoming.DELIVERED


def count_refusal(letter_id: int, now: datetime) -> bool:
    """Hold the address of a letter that a server refused to account, once; False when that was done already."""
    letter = db.session.get(OutgoingEmail, letter_id)
    if letter is None or queries.is_counted(letter_id):
        return False
    status = bounces.status_of(letter.last_error)
    db.session.add(
        IncomingEmail(
            key=f"refused-{letter_id}",
            kind=Incoming.BOUNCE,
            outcome=f"{bounces.failure_of(status)} {status}, by the server",
            letter_id=letter_id,
            user_id=letter.user_id,
            received_at=now,
        )
    )
    _hold_to_account(letter, status, now)
    return True


def _vouched(received: Received, reports: Sequence[Report]) -> OutgoingEmail | None:
    letter = queries.letter_by_message_id(received)
    named = {one.recipient for one in reports}
    return letter if letter is not None and letter.address.lower() in named else None


def _hold_to_account(letter: OutgoingEmail, status: str, now: datetime) -> None:
    if bounces.failure_of(status) == bounces.Failure.POLICY:
        _tell_administrators(letter, status, now)
    elif bounces.record(letter.address, status, reader_day(now)):
        user = user_with_email(letter.address)
        if user is not None and user.active:
            _tell_of_dead_address(user, now)


def _tell_of_dead_address(user: User, now: datetime) -> None:
    """Tell the person, where they will see it, and those who know how to reach them."""
    day = reader_day(now).isoformat()
    notify(
        [Recipient(user, "letters to your address came back")],
        kind="address-dead",
        about="mail",
        title="Letters to you came back: give an address that works",
        url="/people/me",
        event_key=f"address-dead/{user.id}/{day}",
        actor_id=None,
    )
    others = directors_of(user.state_code) if user.state_code else administrators()
    notify(
        [Recipient(one, f"{user.display_name} gets no letters any more") for one in others if one.id != user.id],
        kind="colleague-address-dead",
        about="mail",
        title=f"Letters to {user.display_name} come back",
        url="/coordination/team" if user.state_code else "/admin/",
        event_key=f"colleague-address-dead/{user.id}/{day}",
        actor_id=None,
    )


def _tell_administrators(letter: OutgoingEmail, status: str, now: datetime) -> None:
    notify(
        [Recipient(one, "a mail system turns the hub's letters away") for one in administrators()],
        kind="mail-turned-away",
        about="mail",
        title=f"{letter.domain} turns letters away: {status}",
        url="/admin/",
        event_key=f"mail-turned-away/{letter.domain}/{reader_day(now).isoformat()}",
        actor_id=None,
    )
