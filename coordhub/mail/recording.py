"""Writing down what became of a letter: the two phases of handing over, refusals, and hosts that are given a rest.

An edge: each deed is a transaction of its own. Every statement asks for the sender's own name on the letter, so that
one who was away too long changes nothing that others took over meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Update, and_, bindparam, case, null, or_, update
from sqlalchemy.engine import Engine

from coordhub import clock
from coordhub.db import UtcDateTime, db
from coordhub.mail import rules
from coordhub.mail.insisting import insist
from coordhub.mail.leases import shared_now
from coordhub.mail.models import Delivery, MailHost, OutgoingEmail

LETTER = OutgoingEmail.__table__.c


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
        self._accepted: tuple[int, str, datetime] | None = None

    def handing(self, letter_id: int) -> None:
        """Commit that the letter is about to be handed over; raise LostClaim when somebody else has it."""
        changed = insist(lambda: self._mark(letter_id))
        self._accepted = None
        if letter_id not in changed:
            raise LostClaim

    def sent(self, letter_id: int, answer: str) -> None:
        """Note that the letter was accepted."""
        self._accepted = (letter_id, answer, clock.now())

    def write_down(self, connection: Connection) -> None:
        """Write what is kept in mind within an open transaction; `forget` when that was committed."""
        if self._accepted is not None:
            connection.execute(_mark(connection.dialect.name), self._marks(None))

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

    def _mark(self, letter_id: int | None) -> Sequence[int]:
        with _quick(db.engine).begin() as connection:
            return connection.scalars(_mark(connection.dialect.name), self._marks(letter_id)).all()

    def _marks(self, next_id: int | None) -> dict[str, object]:
        last_id, answer, at = self._accepted or (None, "", None)
        marks: dict[str, object] = {"me": self.owner, "next": next_id, "last": last_id, "answer": answer, "taken": at}
        if db.engine.dialect.name != "postgresql":
            marks |= {"now": clock.now(), "lease": clock.now() + rules.LEASE}
        return marks

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


def _quick(engine: Engine) -> Engine:
    """Return the engine without a round trip for BEGIN and one for COMMIT: a single statement is atomic anyway."""
    return engine.execution_options(isolation_level="AUTOCOMMIT") if engine.dialect.name == "postgresql" else engine


@cache
def _mark(dialect: str) -> Update:
    """Return the statement of both phases: `last` was accepted, `next` is about to be handed over.

    Built once, as it runs for every letter.
    """
    by_database = dialect == "postgresql"
    now = shared_now() if by_database else bindparam("now", type_=UtcDateTime())
    lease = shared_now(rules.LEASE) if by_database else bindparam("lease", type_=UtcDateTime())
    is_last = LETTER.id == bindparam("last")
    was = LETTER.status
    return (
        update(OutgoingEmail)
        .where(
            LETTER.owner == bindparam("me"),
            or_(
                # Handing already: this statement failed on its way back, and runs again.
                and_(LETTER.id == bindparam("next"), or_(was == Delivery.CLAIMED, was == Delivery.HANDING)),
                # Uncertain: this worker was frozen, others gave the letter up, and then the answer was there.
                and_(is_last, or_(was == Delivery.HANDING, was == Delivery.UNCERTAIN)),
            ),
        )
        .values(
            status=case((is_last, Delivery.SENT), else_=Delivery.HANDING),
            owner=case((is_last, null()), else_=LETTER.owner),
            lease_until=case((is_last, null()), else_=lease),
            handed_at=case((is_last, LETTER.handed_at), else_=now),
            sent_at=case((is_last, bindparam("taken", type_=UtcDateTime())), else_=LETTER.sent_at),
            smtp_reply=case((is_last, bindparam("answer")), else_=LETTER.smtp_reply),
            last_error=case((is_last, ""), else_=LETTER.last_error),
            attempts=LETTER.attempts + case((is_last, 1), else_=0),
        )
        .returning(LETTER.id)
    )
