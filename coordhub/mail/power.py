"""What a power failure may take away, and how a sender's name tells whether there was one.

Marks of the two phases need not wait for the disk on SQLite: what is written survives the end of a process in any case,
and is lost only with the whole machine. So a claim, which does wait, bears the name of the machine's run, and claims of
an earlier run are in doubt: their marks may be among what was lost. On PostgreSQL, and where the machine does not tell
its run, marks wait for the disk.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, and_, false, not_

from coordhub.db import db
from coordhub.mail.models import OutgoingEmail

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")  # Linux makes a new one at each start


def marked(owner: str) -> str:
    """Return the sender's name with that of the machine's run, where marks do not wait for the disk."""
    return f"{owner}~{run}" if (run := _run()) else owner


def is_in_doubt() -> ColumnElement[bool]:
    """Say whether a claim was made before the machine last started, so that what came after it may be lost."""
    run = _run()
    if not run:
        return false()
    return and_(OutgoingEmail.owner.contains("~"), not_(OutgoingEmail.owner.endswith(f"~{run}")))


def let_not_wait(connection: Connection, *, is_quick: bool) -> None:
    """Let commits on this connection not wait for the disk, or wait again, as all do from the start."""
    if _run():
        # By the driver: SQLAlchemy would begin a transaction, and within one this cannot be changed.
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA synchronous = {'NORMAL' if is_quick else 'FULL'}")


def _run() -> str:
    return "" if db.engine.dialect.name == "postgresql" else _run_of_machine()


@cache
def _run_of_machine() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip().replace("-", "")[:16]
    except OSError:
        return ""
