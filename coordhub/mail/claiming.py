"""Taking letters into hand: what a host may get now, which letters those are, and freeing what gone workers held.

An edge: each function is a transaction of its own. A host's row is locked while letters to it are claimed, so that its
limits hold whatever number of workers claims at once; on SQLite there is one writer at a time anyway.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Update,
    and_,
    bindparam,
    case,
    func,
    insert,
    not_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from coordhub import clock
from coordhub.db import UtcDateTime, db
from coordhub.mail import power, rules
from coordhub.mail.hosts import Host
from coordhub.mail.leases import shared_now
from coordhub.mail.models import EVERY_HOST, WAITING, Delivery, LetterContent, MailAddress, MailHost, OutgoingEmail
from coordhub.mail.recording import Book

log = logging.getLogger("coordhub.mail")
CLAIMED_AT_ONCE = 50
HELD = (Delivery.CLAIMED, Delivery.HANDING)
MINUTE = timedelta(minutes=1)
_CONTENTS = select(LetterContent.letter_id, LetterContent.content).where(
    LetterContent.letter_id.in_(bindparam("ids", expanding=True))
)
_SUPPRESSED = select(MailAddress.address, MailAddress.reason).where(
    MailAddress.address.in_(bindparam("spellings", expanding=True)), MailAddress.suppressed_at.is_not(None)
)
_OTHERS = select(func.count(OutgoingEmail.owner.distinct())).where(
    OutgoingEmail.status.in_(HELD),
    OutgoingEmail.host == bindparam("at"),
    OutgoingEmail.owner != bindparam("me"),
)
_all_hosts = aliased(MailHost)
_DOOR = (
    select(
        MailHost.paused_until,
        MailHost.stopped_at,
        select(_all_hosts.stopped_at).where(_all_hosts.host == EVERY_HOST).scalar_subquery(),
        power.is_witnessed(bindparam("owner")),
    )
    .where(MailHost.host == bindparam("host"))
    .with_for_update(of=MailHost)
)


@dataclass(frozen=True)
class Limits:
    """What one host may get from all workers together; `per_minute` 0 for as many as there are."""

    connections: int
    per_minute: int


@dataclass(frozen=True)
class Claimed:
    """A letter in a sender's hands."""

    id: int
    address: str
    content: bytes
    attempts: int  # before this one


def reap() -> Sequence[int]:
    """Free what workers held whose leases ended: claimed letters go back, half-handed ones are uncertain.

    So are claimed ones when machine or database failed since, and may have lost that they were handed over.

    Returns the ids of those. Their owner stays written, since one that was only frozen may still learn the answer.
    """
    was_claimed = and_(OutgoingEmail.status == Delivery.CLAIMED, not_(power.is_in_doubt()))
    with db.engine.begin() as connection:
        freed = connection.execute(
            update(OutgoingEmail)
            .where(OutgoingEmail.lease_until < shared_now(), OutgoingEmail.status.in_(HELD))
            .values(
                status=case((was_claimed, Delivery.QUEUED), else_=Delivery.UNCERTAIN),
                owner=case((was_claimed, None), else_=OutgoingEmail.owner),
                host=case((was_claimed, ""), else_=OutgoingEmail.host),
                handed_at=case(
                    (was_claimed, OutgoingEmail.handed_at), else_=func.coalesce(OutgoingEmail.handed_at, shared_now())
                ),
                lease_until=None,
            )
            .returning(OutgoingEmail.id, OutgoingEmail.status)
        ).all()
        power.dismiss_witnesses(connection)
    return sorted(letter_id for letter_id, status in freed if status == Delivery.UNCERTAIN)


def queue_again(now: datetime) -> None:
    """Queue the uncertain letters of the kinds that are sent once more, each a single time."""
    if not rules.SENT_AGAIN:
        return
    with db.engine.begin() as connection:
        connection.execute(
            update(OutgoingEmail)
            .where(
                OutgoingEmail.status == Delivery.UNCERTAIN,
                OutgoingEmail.kind.in_(sorted(rules.SENT_AGAIN)),
                OutgoingEmail.handed_at < now - rules.SENT_AGAIN_AFTER,
                OutgoingEmail.told_again_at.is_(None),
            )
            .values(status=Delivery.QUEUED, owner=None, host="", next_at=now, told_again_at=now)
        )


def due_by_domain(now: datetime) -> dict[str, int]:
    """Return how many letters are due to each domain."""
    counted = select(OutgoingEmail.domain, func.count()).where(*_due(now)).group_by(OutgoingEmail.domain)
    with db.engine.begin() as connection:
        return dict(connection.execute(counted).all())


def claim(now: datetime, book: Book, host: Host, limits: Limits, number: int) -> Sequence[Claimed]:
    """Take up to `number` letters that are due at this host, as many as it may get, the most urgent first.

    What the book keeps in mind is written in the same transaction, so that a sender keeps its place among the host's
    connections until it has nothing more to do. Nothing is taken while the host rests or is stopped.
    """
    letters: Sequence[Claimed] = []
    with db.engine.begin() as connection:
        if _is_open(connection, host.name, book.owner, now):
            number = min(number, _allowance(connection, host.name, book.owner, limits))
            letters = _take(connection, now, book.owner, host, number) if number > 0 else []
        book.write_down(connection)
    book.forget()
    return letters


def know(host: str) -> None:
    """Make the host's row, which is locked while claiming, where it is missing."""
    with db.engine.begin() as connection:
        if connection.scalar(select(MailHost.host).where(MailHost.host == host)):
            return
    try:
        with db.engine.begin() as connection:
            connection.execute(insert(MailHost).values(host=host, refusals=0, reason=""))
    except IntegrityError:
        return  # Another worker was faster.


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (OutgoingEmail.status.in_(WAITING), OutgoingEmail.next_at <= now)


def _is_open(connection: Connection, host: str, owner: str, now: datetime) -> bool:
    """Lock the host's row and say whether letters may go there, claimed by this sender."""
    paused_until, stopped_at, all_stopped_at, is_witnessed = connection.execute(
        _DOOR, {"host": host, "owner": owner}
    ).one()
    if stopped_at is not None or all_stopped_at is not None or not (is_witnessed or power.needs_no_witness(owner)):
        return False
    return paused_until is None or paused_until <= now


def _allowance(connection: Connection, host: str, owner: str, limits: Limits) -> int:
    """Return how many letters the host may get now from this sender, besides what is in hands already."""
    if (connection.scalar(_OTHERS, {"at": host, "me": owner}) or 0) >= limits.connections:
        return 0
    if not limits.per_minute:
        return CLAIMED_AT_ONCE
    # Whatever is claimed may be handed over at any moment: it counts, and so no minute, wherever it begins, has more.
    counted = select(func.count()).where(OutgoingEmail.host == host)
    claimed = connection.scalar(counted.where(OutgoingEmail.status == Delivery.CLAIMED)) or 0
    lately = connection.scalar(counted.where(OutgoingEmail.handed_at > shared_now(-MINUTE))) or 0
    return limits.per_minute - claimed - lately


def _take(connection: Connection, now: datetime, owner: str, host: Host, number: int) -> Sequence[Claimed]:
    asked = {"now": now, "number": number}
    found = [row for status in WAITING for row in connection.execute(_next(host, status), asked)]
    chosen = [row[2:] for row in sorted(found, key=lambda row: row[:3])[:number]]
    letters = _without_suppressed(connection, chosen)
    ids = [letter_id for letter_id, _, _ in letters]
    contents = _contents(connection, ids)
    lease = {} if connection.dialect.name == "postgresql" else {"lease": clock.now() + rules.LEASE}
    taken = {"ids": ids, "me": owner, "at": host.name} | lease
    connection.execute(_into_hands(connection.dialect.name), taken)
    return [Claimed(letter_id, address, contents[letter_id], attempts) for letter_id, address, attempts in letters]


@cache
def _into_hands(dialect: str) -> Update:
    lease = shared_now(rules.LEASE) if dialect == "postgresql" else bindparam("lease", type_=UtcDateTime())
    return (
        update(OutgoingEmail)
        .where(OutgoingEmail.id.in_(bindparam("ids", expanding=True)))
        .values(status=Delivery.CLAIMED, owner=bindparam("me"), host=bindparam("at"), lease_until=lease)
    )


@cache
def _next(host: Host, status: Delivery) -> Select[int, datetime, int, str, int]:
    """Return the statement for the next letters of one status, which an index holds in their order."""
    letter = OutgoingEmail
    its_own = letter.domain.not_in(host.domains) if host.takes_all_others else letter.domain.in_(host.domains)
    return (
        select(letter.priority, letter.next_at, letter.id, letter.address, letter.attempts)
        .where(letter.status == status, letter.next_at <= bindparam("now"), its_own)
        .order_by(letter.priority, letter.next_at, letter.id)
        .limit(bindparam("number"))
        .with_for_update(skip_locked=True)  # left out by SQLite, where BEGIN IMMEDIATE lets one writer in at a time
    )


def _contents(connection: Connection, ids: Sequence[int]) -> dict[int, bytes]:
    """Return the bytes of these letters."""
    if connection.dialect.name == "postgresql":
        # SQLAlchemy would ask for bytes as text, two digits each: half of the time that a claim takes.
        driver: Any = connection.connection.driver_connection
        found = driver.execute(
            "SELECT letter_id, content FROM outgoing_content WHERE letter_id = ANY(%s)", [ids], binary=True
        )
        return dict(found)
    return dict(connection.execute(_CONTENTS, {"ids": ids}).all())


def _without_suppressed(
    connection: Connection, letters: Sequence[tuple[int, str, int]]
) -> Sequence[tuple[int, str, int]]:
    """Leave out the letters to addresses that are known to be dead, and note why they do not leave."""
    spellings = {spelling for _, address, _ in letters for spelling in (address, address.lower())}
    dead = dict(connection.execute(_SUPPRESSED, {"spellings": sorted(spellings)}).all())
    leaving = []
    for letter_id, address, attempts in letters:
        reason = dead.get(address, dead.get(address.lower()))
        if reason is None:
            leaving.append((letter_id, address, attempts))
            continue
        log.warning("letter %s is not sent: its address is suppressed", letter_id)
        connection.execute(
            update(OutgoingEmail)
            .where(OutgoingEmail.id == letter_id)
            .values(status=Delivery.SUPPRESSED, last_error=reason[:300])
        )
    return leaving
