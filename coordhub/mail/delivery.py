"""Emptying the outbox: reap, claim, hand over in two phases, record.

An edge of its own: its commits are the two phases. Run by any number of workers at once.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime

import flask
from sqlalchemy import case, delete, select, update
from sqlalchemy.engine import CursorResult

from coordhub import clock
from coordhub.db import db
from coordhub.mail import rules
from coordhub.mail.handover import AnswerLost, Carrier, HostRefused, LetterRefused, carrier_for
from coordhub.mail.models import WAITING, Delivery, MailHost, OutgoingEmail

log = logging.getLogger("coordhub.mail")
CLAIMED_AT_ONCE = 10


@dataclass
class Delivered:
    """What one look at the outbox did, in letters, with a line for each."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    uncertain: int = 0
    lines: list[str] = field(default_factory=list)


class LostClaim(Exception):
    """Another worker has the letter now."""


def deliver(now: datetime, *, owner: str, limit: int, carrier: Carrier | None = None) -> Delivered:
    """Deliver up to `limit` letters that are due; `owner` names this worker in its claims."""
    done = Delivered()
    _reap(now)
    carrier = carrier or carrier_for(flask.current_app.config)
    if _is_paused(carrier.name, now):
        return done
    try:
        while limit > 0:
            letters = _claim(now, owner, min(limit, CLAIMED_AT_ONCE))
            limit -= len(letters)
            if not letters:
                break
            for position, letter_id in enumerate(letters):
                try:
                    _hand_over(letter_id, owner, carrier, done)
                except HostRefused as error:
                    _pause(carrier.name, clock.now(), str(error))
                    _give_back(letters[position:], owner)
                    done.lines.append(f"host {carrier.name} refused: {error}")
                    return done
                except LostClaim:
                    continue
    finally:
        carrier.close()
    return done


def _reap(now: datetime) -> None:
    """Free what workers held that are gone: claimed letters go back, half-handed ones are uncertain."""
    db.session.execute(
        update(OutgoingEmail)
        .where(OutgoingEmail.lease_until < now, OutgoingEmail.status.in_((Delivery.CLAIMED, Delivery.HANDING)))
        .values(
            status=case((OutgoingEmail.status == Delivery.CLAIMED, Delivery.QUEUED), else_=Delivery.UNCERTAIN),
            owner=None,
            lease_until=None,
        )
        .execution_options(synchronize_session=False)
    )
    db.session.commit()


def _claim(now: datetime, owner: str, number: int) -> list[int]:
    """Take up to `number` due letters for this worker, by one statement, and return their ids, oldest first."""
    due = (
        select(OutgoingEmail.id)
        .where(OutgoingEmail.status.in_(WAITING), OutgoingEmail.next_at <= now)
        .order_by(OutgoingEmail.priority, OutgoingEmail.next_at, OutgoingEmail.id)
        .limit(number)
        .with_for_update(skip_locked=True)  # left out by SQLite, where BEGIN IMMEDIATE lets one writer in at a time
    )
    taken = db.session.scalars(
        update(OutgoingEmail)
        .where(OutgoingEmail.id.in_(due.scalar_subquery()), OutgoingEmail.status.in_(WAITING))
        .values(status=Delivery.CLAIMED, owner=owner, lease_until=now + rules.LEASE)
        .returning(OutgoingEmail.id)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.commit()
    return sorted(taken)


def _hand_over(letter_id: int, owner: str, carrier: Carrier, done: Delivered) -> None:
    letter = db.session.get(OutgoingEmail, letter_id, populate_existing=True)
    if letter is None or letter.owner != owner or letter.status != Delivery.CLAIMED:
        db.session.rollback()
        raise LostClaim
    address, content, attempts = letter.address, letter.content, letter.attempts + 1
    db.session.rollback()  # No transaction stays open while the server takes its time.
    try:
        answer = carrier.hand_over(address, content, lambda: _phase_one(letter_id, owner))
    except LetterRefused as error:
        _put_off(letter_id, owner, attempts, error, done)
    except AnswerLost as error:
        _set(letter_id, owner, status=Delivery.UNCERTAIN, last_error=f"answer lost: {error}", attempts=attempts)
        done.uncertain += 1
        done.lines.append(f"letter {letter_id}: uncertain, the answer was lost")
    else:
        at = clock.now()
        _set(letter_id, owner, status=Delivery.SENT, sent_at=at, smtp_reply=answer, attempts=attempts, last_error="")
        _forget_refusals(carrier.name)
        done.sent += 1
        done.lines.append(f"letter {letter_id}: sent")


def _phase_one(letter_id: int, owner: str) -> None:
    """Commit that the letter is about to be handed over; raise LostClaim when somebody else has it."""
    at = clock.now()
    if not _set(letter_id, owner, status=Delivery.HANDING, handed_at=at, lease_until=at + rules.LEASE):
        raise LostClaim


def _put_off(letter_id: int, owner: str, attempts: int, error: LetterRefused, done: Delivered) -> None:
    again = None if error.is_final else rules.next_try(clock.now(), attempts)
    if again is None:
        _set(letter_id, owner, status=Delivery.FAILED, attempts=attempts, last_error=str(error))
        done.failed += 1
        done.lines.append(f"letter {letter_id}: failed for good, code {str(error)[:3]}")
        log.warning("letter %s failed for good: code %s", letter_id, str(error)[:3])
        return
    _set(letter_id, owner, status=Delivery.DEFERRED, attempts=attempts, last_error=str(error), next_at=again)
    done.deferred += 1
    done.lines.append(f"letter {letter_id}: put off, code {str(error)[:3]}")


def _set(letter_id: int, owner: str, **values: object) -> bool:
    """Change a letter that this worker holds, and commit; False when it does not hold it any more."""
    if values["status"] not in (Delivery.HANDING,):
        values |= {"owner": None, "lease_until": None}
    changed = db.session.execute(
        update(OutgoingEmail)
        .where(
            OutgoingEmail.id == letter_id,
            OutgoingEmail.owner == owner,
            OutgoingEmail.status.in_((Delivery.CLAIMED, Delivery.HANDING)),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    assert isinstance(changed, CursorResult)
    return bool(changed.rowcount)


def _give_back(letter_ids: list[int], owner: str) -> None:
    """Put unhanded letters back as they were: a host that refuses burns no letter's attempt."""
    db.session.execute(
        update(OutgoingEmail)
        .where(OutgoingEmail.id.in_(letter_ids), OutgoingEmail.owner == owner)
        .values(
            status=case((OutgoingEmail.status == Delivery.HANDING, Delivery.UNCERTAIN), else_=Delivery.QUEUED),
            owner=None,
            lease_until=None,
        )
        .execution_options(synchronize_session=False)
    )
    db.session.commit()


def _is_paused(host: str, now: datetime) -> bool:
    found = db.session.scalar(select(MailHost.paused_until).where(MailHost.host == host))
    db.session.rollback()
    return found is not None and found > now


def _pause(host: str, now: datetime, reason: str) -> None:
    row = db.session.get(MailHost, host) or MailHost(host=host, refusals=0, paused_until=now, reason="")
    row.refusals += 1
    row.paused_until = rules.host_rest(now, row.refusals)
    row.reason = reason[:300]
    db.session.add(row)
    db.session.commit()
    log.warning("mail host %s is left alone until %s", host, row.paused_until)


def _forget_refusals(host: str) -> None:
    db.session.execute(delete(MailHost).where(MailHost.host == host).execution_options(synchronize_session=False))
    db.session.commit()
