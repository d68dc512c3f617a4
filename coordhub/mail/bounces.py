"""What an address that bounces costs: points, then no letters, until somebody says that it works again.

The policy is that of the study “board and mail”, section 3.1, which follows Mailman's.
"""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum

from coordhub import clock
from coordhub.db import db
from coordhub.mail.actions import settle
from coordhub.mail.incoming.reports import Report
from coordhub.mail.models import Delivery, MailAddress, OutgoingEmail

HARD_AT_MOST = 2  # on two different days
SOFT_HALVES_AT_MOST = 10  # five points, at half a point a day
FORGIVEN_AFTER = timedelta(days=30)  # without another one
# RFC 3463: the mailbox, or the whole address, does not exist. Exchange Online says 5.4.1 for the same.
_HARD = re.compile(r"5\.(1\.[0-6]|1\.10|0\.\d+|2\.[01]|4\.1)$")
# The receiver's policy, and what the sender's address is said to lack: nothing of it is the reader's fault.
_POLICY = re.compile(r"5\.(7\.\d+|1\.[78])$")
_REPLY = re.compile(r"(\d{3})[ -]+(?:(\d\.\d{1,3}\.\d{1,3})\b)?")
# What a reply without an enhanced code most often means (RFC 5321 section 4.2.3).
_BY_CODE = {"550": "5.1.1", "551": "5.1.6", "553": "5.1.3", "552": "5.2.2"}


class Failure(StrEnum):
    """What a failure says of the address."""

    HARD = "hard"
    SOFT = "soft"
    POLICY = "policy"


def failure_of(status: str) -> Failure:
    """Return what a status of RFC 3463 says of the address."""
    if _POLICY.match(status):
        return Failure.POLICY
    return Failure.HARD if _HARD.match(status) else Failure.SOFT


def status_of(reply: str) -> str:
    """Return the status that a server's reply carries, or what its code alone most often means."""
    found = _REPLY.match(reply)
    if found is None:
        return "4.0.0"
    return found[2] or _BY_CODE.get(found[1], f"{found[1][0]}.3.0")


def record(address: str, status: str, on: date) -> bool:
    """Count a failure of an address, one a day at most, and say whether it gets no letters from now on."""
    failure = failure_of(status)
    if failure == Failure.POLICY:
        return False
    row = db.session.get(MailAddress, address.lower())
    if row is None or on - row.bounced_on > FORGIVEN_AFTER:
        row = row or MailAddress(address=address.lower())
        row.hard_bounces = row.soft_halves = 0
    elif row.bounced_on >= on and not (failure == Failure.HARD and row.hard_bounces == 0):
        return False
    if failure == Failure.HARD:
        row.hard_bounces += 1
    else:
        row.soft_halves += 1
    row.bounced_on, row.reason = on, status
    db.session.add(row)
    is_dead = row.hard_bounces >= HARD_AT_MOST or row.soft_halves >= SOFT_HALVES_AT_MOST
    if row.suppressed_at is not None or not is_dead:
        return False
    row.suppressed_at = clock.now()
    return True


def forgive(address: str) -> bool:
    """Write to an address again, with a clean slate; False when nothing is known of it."""
    row = db.session.get(MailAddress, address.strip().lower())
    if row is None:
        return False
    db.session.delete(row)
    return True


def settle_by(report: Report, letter: OutgoingEmail, now: datetime) -> str:
    """Write down what a report says of a letter, and return it as a word and its status.

    A letter that arrived is sent, whatever was thought of it. One that is to be tried again is left alone by news of
    an earlier attempt that failed.
    """
    if report.action == "delayed":
        return f"delayed {report.status}"
    if report.action != "failed":
        settle(letter, arrived=True, words=f"250 {report.status} {report.action}, says a report")
        return f"{report.action} {report.status}"
    if letter.status in (Delivery.SENT, Delivery.UNCERTAIN, Delivery.HANDING):
        settle(letter, arrived=False, words=_words(report))
    return f"{failure_of(report.status)} {report.status}"


def _words(report: Report) -> str:
    """Return what a report says in the form of a server's reply, by which the directory knows a bounce."""
    found = _REPLY.match(report.words)
    said = report.words[found.end() :].strip() if found else report.words
    code = f"{found[1] if found and found[1].startswith('5') else 550} " if report.status.startswith("5") else ""
    return f"{code}{report.status} {said or 'says a report'}"
