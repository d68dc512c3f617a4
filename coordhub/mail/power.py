"""What a failure of machine or database may take away, and how one tells afterwards that there was one.

The marks of the two phases do not wait for the disk: what is written survives the end of a process in any case, and is
lost only with the whole machine, or with PostgreSQL itself. So each claim, which does wait, has a witness of which a
failure leaves no trace, and claims whose witness is gone are in doubt: their marks may be among what was lost (decision
0011). On SQLite the witness is the machine's run, on PostgreSQL a row of a table that is emptied after a crash. Where
there is no such witness, marks wait.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, SQLColumnExpression, and_, delete, insert, not_, select, text
from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.db import db
from coordhub.mail.models import Delivery, DeliveryWitness, OutgoingEmail
from coordhub.mail.rules import WITNESS_KEPT

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")  # Linux makes a new one at each start
_SIGN = "~"  # in the names of senders whose claims have a witness
_IS_EMPTIED = text("SELECT relpersistence = 'u' FROM pg_class WHERE oid = 'delivery_witness'::regclass")


def sign() -> str:
    """Return what ends the name of a sender whose claims have a witness; nothing where they cannot have one."""
    return f"{_SIGN}{run}" if (run := _run()) else ""


def call_witness(owner: str) -> None:
    """Let there be a witness for all that this sender is going to claim; call it once for each name."""
    if not needs_no_witness(owner):
        try:
            with db.engine.begin() as connection:
                connection.execute(insert(DeliveryWitness).values(owner=owner, called_at=clock.now()))
        except IntegrityError:
            return  # The line broke after the commit, and this runs again.


def is_witnessed(owner: SQLColumnExpression[str] | SQLColumnExpression[str | None]) -> ColumnElement[bool]:
    """Say whether this sender has a witness in the database; after a crash another one has to claim."""
    return select(DeliveryWitness.owner).where(DeliveryWitness.owner == owner).exists()


def needs_no_witness(owner: str) -> bool:
    """Say whether this sender's marks wait for the disk, or its witness is the machine's run."""
    return _SIGN not in owner or not _is_postgres()


def is_in_doubt() -> ColumnElement[bool]:
    """Say whether a claim's witness is gone, so that what was written after the claim may be lost."""
    owner = OutgoingEmail.owner
    is_sure = is_witnessed(owner) if _is_postgres() else owner.endswith(f"{_SIGN}{_run()}")
    return and_(owner.contains(_SIGN), not_(is_sure))


def dismiss_witnesses(connection: Connection) -> None:
    """Delete the witnesses of senders that are gone for long and hold nothing."""
    is_held = OutgoingEmail.status.in_((Delivery.CLAIMED, Delivery.HANDING))
    held = select(OutgoingEmail.owner).where(is_held, OutgoingEmail.owner.is_not(None))
    old = (DeliveryWitness.called_at < clock.now() - WITNESS_KEPT, DeliveryWitness.owner.not_in(held))
    connection.execute(delete(DeliveryWitness).where(*old))


def let_not_wait(connection: Connection, owner: str) -> None:
    """Let commits on this sender's connection not wait for the disk, when its claims have a witness."""
    if _SIGN in owner:
        _tell(connection, "SET synchronous_commit = off", "PRAGMA synchronous = NORMAL")


def let_wait(connection: Connection) -> None:
    """Let commits on this connection wait for the disk, as all do from the start."""
    _tell(connection, "RESET synchronous_commit", "PRAGMA synchronous = FULL")


def _tell(connection: Connection, postgres: str, sqlite: str) -> None:
    # By the driver: SQLAlchemy would begin a transaction, and within one this cannot be changed.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(postgres if connection.dialect.name == "postgresql" else sqlite)


def _is_postgres() -> bool:
    return db.engine.dialect.name == "postgresql"


def _run() -> str:
    if not _is_postgres():
        return _run_of_machine()
    with db.engine.begin() as connection:
        # Asked of the database: were the table an ordinary one, its rows would survive a crash.
        return "witness" if connection.scalar(_IS_EMPTIED) else ""


@cache
def _run_of_machine() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip().replace("-", "")[:16]
    except OSError:
        return ""
