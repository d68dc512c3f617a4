"""Writing down what became of a letter: the two phases of handing over, refusals, and hosts that are given a rest.

An edge: each deed is a transaction of its own. Every statement asks for the sender's own name on the letter, so that
one who was away too long changes nothing that others took over meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from coordhub import clock
from coordhub.db import db
from coordhub.mail import rules
from coordhub.mail.insisting import insist
from coordhub.mail.marking import Accepted, Marker, write_sent
from coordhub.mail.models import Delivery, MailHost, OutgoingEmail


class LostClaim(Exception):
    """Another worker has the letter now."""


class Book:
    """What one sender notes of its letters.

    That a letter was accepted is kept in mind until the next one is about to be handed over, and written with that:
    one commit for both. So a sender that is killed leaves one letter in doubt, never two.
    """

    def __init__(self, owner: str, host: str) -> None:
        self.owner = owner
        self._host = host
        self._accepted: Accepted | None = None
        self._marker: Marker | None = None

    def handing(self, letter_id: int) -> None:
        """Commit that the letter is about to be handed over; raise LostClaim when somebody else has it."""
        is_ours = insist(lambda: self._mark(letter_id))
        self._accepted = None
        if not is_ours:
            raise LostClaim

    def sent(self, letter_id: int, answer: str) -> None:
        """Note that the letter was accepted."""
        self._accepted = (letter_id, answer, clock.now())

    def write_down(self, connection: Connection) -> None:
        """Write what is kept in mind within an open transaction; `forget` when that was committed."""
        if self._accepted is not None:
            write_sent(connection, self.owner, self._accepted)

    def forget(self) -> None:
        """Forget what was committed."""
        self._accepted = None

    def finish(self) -> None:
        """Commit what is kept in mind."""
        if self._accepted is not None:
            insist(lambda: self._mark(None))
            self._accepted = None

    def failed(self, letter_id: int, words: str) -> None:
        """Commit that the letter was refused for good."""
        self._set(letter_id, status=Delivery.FAILED, failed_at=clock.now(), last_error=words[:300])

    def put_off(self, letter_id: int, words: str, until: datetime) -> None:
        """Commit that the letter is tried again later."""
        self._set(letter_id, status=Delivery.DEFERRED, next_at=until, last_error=words[:300])

    def uncertain(self, letter_id: int, words: str) -> None:
        """Commit that nobody can say whether the server has the letter."""
        self._set(letter_id, status=Delivery.UNCERTAIN, last_error=words[:300])

    def give_back(self, letter_ids: Sequence[int]) -> None:
        """Put letters back that the host did not take; no attempt is burned."""
        insist(lambda: self._give_back(letter_ids))

    def close(self) -> None:
        """Let go of the database."""
        if self._marker is not None:
            self._marker.close(is_broken=False)
        self._marker = None

    def _mark(self, letter_id: int | None) -> bool:
        if self._marker is None:
            self._marker = Marker(db.engine, self.owner)
        try:
            return self._marker.mark(self._accepted, letter_id)
        except BaseException:
            self._marker.close(is_broken=True)  # The next try needs another line to the database.
            self._marker = None
            raise

    def _set(self, letter_id: int, **values: object) -> None:
        def deed() -> None:
            with db.engine.begin() as connection:
                connection.execute(
                    update(OutgoingEmail)
                    .where(OutgoingEmail.id == letter_id, OutgoingEmail.owner == self.owner)
                    .values(owner=None, lease_until=None, attempts=OutgoingEmail.attempts + 1, **values)
                )

        insist(deed)

    def _give_back(self, letter_ids: Sequence[int]) -> None:
        with db.engine.begin() as connection:
            connection.execute(
                update(OutgoingEmail)
                .where(OutgoingEmail.id.in_(letter_ids), OutgoingEmail.owner == self.owner)
                .values(status=Delivery.QUEUED, owner=None, lease_until=None, host="")
            )


def rest(host: str, now: datetime, reason: str) -> datetime:
    """Leave the host alone for a while that grows with each refusal in a row, and return until when.

    Senders that were refused together count once.
    """
    return insist(lambda: _rest(host, now, reason))


def forget_refusals(host: str, now: datetime) -> None:
    """Note that the host takes letters again, unless it was given a rest meanwhile."""
    is_over = (MailHost.host == host, MailHost.refusals > 0, MailHost.paused_until <= now)

    def deed() -> None:
        with db.engine.begin() as connection:
            connection.execute(update(MailHost).where(*is_over).values(refusals=0, paused_until=None, reason=""))

    insist(deed)


def _rest(host: str, now: datetime, reason: str) -> datetime:
    with db.engine.begin() as connection:
        row = MailHost.__table__.select().where(MailHost.host == host).with_for_update()
        found = connection.execute(row).one()
        if found.paused_until is not None and found.paused_until > now:
            return found.paused_until  # type: ignore[no-any-return]
        until = rules.host_rest(now, found.refusals + 1)
        connection.execute(
            update(MailHost)
            .where(MailHost.host == host)
            .values(refusals=found.refusals + 1, paused_until=until, reason=reason[:300])
        )
    return until
