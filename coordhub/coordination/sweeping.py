"""What the hub does by itself with requests, one after the other: an edge of its own, with a commit for each.

So a worker that is killed leaves nothing half done, and one request that fails does not stop the rest. Any number of
workers and commands may run at once: each thing is done by one of them.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from coordhub import clock
from coordhub.audit.actions import forget_before as forget_audit_before
from coordhub.coordination import actions, queries, rules
from coordhub.coordination.queries import Candidate
from coordhub.db import db
from coordhub.errors import Conflict
from coordhub.mail.actions import forget_before as forget_mail_before
from coordhub.notifications.actions import forget_before as forget_notices_before
from coordhub.notifications.actions import forget_letters_before

log = logging.getLogger("coordhub.coordination")
Look = Callable[[datetime, Candidate | None], Sequence[Candidate]]


@dataclass
class Swept:
    """What one sweep did: a line for each thing, with keys only; `failed` counts what could not be done."""

    dry_run: bool = False
    lines: list[str] = field(default_factory=list)
    failed: int = 0

    def take(self, name: str, act: Callable[..., list[str]], *what: object) -> None:
        """Do `act(*what)`, which returns what it did in words, in a transaction of its own; take back a dry run."""
        try:
            done = act(*what)
            if self.dry_run:
                db.session.rollback()
            else:
                db.session.commit()
        except Conflict:
            db.session.rollback()  # Another worker, or a person, was faster.
        except Exception as error:
            db.session.rollback()
            self.failed += 1
            # Not the error itself, nor where it came from: these can carry what somebody wrote.
            log.error("%s could not be done: %s", name, type(error).__name__)
            self.lines.append(f"{name}: failed, {type(error).__name__}")
        else:
            self.lines += [f"{name}: {words}" for words in done]


def escalate(*, dry_run: bool = False) -> Swept:
    """Pass on every missed target that was not yet, and send the week’s lists where they are due."""
    swept, now = Swept(dry_run), clock.now()
    for look in (queries.late_acknowledgments, queries.late_answers):
        for one in _all(look, now):
            swept.take(one.number, _escalate, one.id)
    lists = queries.lists_due(now)
    db.session.rollback()
    for state_code, monday in lists:
        swept.take(state_code, _send_list, state_code, monday)
    return swept


def close(*, dry_run: bool = False) -> Swept:
    """Close every request whose answer nobody spoke up against for 10 working days."""
    swept, now = Swept(dry_run), clock.now()
    for one in _all(queries.long_answered, now):
        swept.take(one.number, _close, one.id)
    return swept


def wipe(*, dry_run: bool = False) -> Swept:
    """Wipe and delete what retention takes away: private parts, shells, old drafts, audit entries, notices, mail."""
    swept, now = Swept(dry_run), clock.now()
    for one in _all(queries.to_wipe, now):
        swept.take(one.number, _wipe, one.id)
    for one in _all(queries.to_delete, now):
        swept.take(one.number, _delete, one.id)
    swept.take("drafts", _forget_drafts, now)
    swept.take("audit", _forget_audit, now - rules.KEPT_FOR)
    swept.take("notices", _forget_notices, now - rules.KEPT_FOR)
    swept.take("mail", _forget_mail, now - rules.LETTERS_KEPT_FOR)
    return swept


def _all(look: Look, now: datetime) -> Iterator[Candidate]:
    """Yield every candidate, a batch at a time, with no transaction open in between."""
    after: Candidate | None = None
    while True:
        batch = look(now, after)
        db.session.rollback()
        yield from batch
        if len(batch) < queries.BATCH:
            return
        after = batch[-1]


def _escalate(request_id: int) -> list[str]:
    found = []
    for done in actions.escalate(request_id):
        told = ", ".join(f"person {key}" for key in done.told) or "nobody"
        found.append(f"{done.level} escalation, {told} told")
    return found


def _send_list(state_code: str, monday: date) -> list[str]:
    requests, people = actions.send_overdue_list(state_code, monday)
    return [f"weekly list, {requests} overdue, {people} told"] if people else []


def _close(request_id: int) -> list[str]:
    return ["closed"] if actions.close(request_id) else []


def _wipe(request_id: int) -> list[str]:
    return ["wiped"] if actions.wipe(request_id) else []


def _delete(request_id: int) -> list[str]:
    return ["deleted"] if actions.delete_shell(request_id) else []


def _forget_drafts(now: datetime) -> list[str]:
    return _gone(actions.forget_old(now))


def _forget_audit(before: datetime) -> list[str]:
    return _gone(forget_audit_before(before, kept=queries.held_numbers()))


def _forget_notices(before: datetime) -> list[str]:
    return _gone(forget_notices_before(before, kept=queries.held_numbers()))


def _forget_mail(before: datetime) -> list[str]:
    forget_letters_before(before)
    return _gone(forget_mail_before(before))


def _gone(number: int) -> list[str]:
    return [f"{number} deleted"] if number else []
