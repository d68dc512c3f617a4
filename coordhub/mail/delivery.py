"""Emptying the outbox: reap, claim, hand over in two phases, record.

An edge of its own: its commits are the two phases. Run by any number of workers at once. Each host has senders of its
own, threads with a connection each, so that a host that hangs holds up no other one.
"""

import atexit
import logging
import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from functools import cache, partial
from pathlib import Path
from typing import Any

import flask

from coordhub import clock
from coordhub.db import db
from coordhub.mail import addresses, claiming, power, recording, rules
from coordhub.mail.claiming import Claimed, Limits
from coordhub.mail.handover import AnswerLost, Carrier, Envelope, FileCarrier, HostRefused, LetterRefused
from coordhub.mail.hosts import FILES, Host, hosts_of
from coordhub.mail.insisting import insist
from coordhub.mail.leases import renewed
from coordhub.mail.recording import Book, LostClaim
from coordhub.mail.smtp import SmtpCarrier

log = logging.getLogger("coordhub.mail")
GOODBYE_SECONDS = 10  # what senders have for the letter in their hands when the process ends
LOST_IN_A_ROW = 2  # answers that get lost before a host is left alone; one may be chance


@dataclass
class Delivered:
    """What one look at the outbox did, in letters, with a line for each."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    uncertain: int = 0
    lines: list[str] = field(default_factory=list)

    def add(self, other: "Delivered") -> None:
        """Take in what another sender did."""
        self.sent += other.sent
        self.deferred += other.deferred
        self.failed += other.failed
        self.uncertain += other.uncertain
        self.lines += other.lines


class Budget:
    """How many letters the senders of one look may still claim, together."""

    def __init__(self, letters: int) -> None:
        self._letters = letters
        self._lock = threading.Lock()
        self.is_over = threading.Event()

    def take(self, letters: int) -> int:
        """Take a share for one claim, of so many letters at most."""
        with self._lock:
            share = 0 if self.is_over.is_set() else min(self._letters, letters)
            self._letters -= share
            return share

    def give_back(self, letters: int) -> None:
        """Leave to others what there was no letter for."""
        with self._lock:
            self._letters += letters


class Sender(threading.Thread):
    """Hands letters over to one host, by one connection, until none is due."""

    def __init__(self, app: flask.Flask, host: Host, owner: str, now: datetime, budget: Budget, at_once: int) -> None:
        super().__init__(name=owner, daemon=True)
        self.host, self.owner, self.done, self.budget = host, owner, Delivered(), budget
        self._app, self._now, self._at_once = app, now, at_once

    def run(self) -> None:
        """Send; what goes wrong ends this sender only."""
        with self._app.app_context():
            try:
                carrier = carrier_for(self.host.name, flask.current_app.config)
                send(self.host, carrier, self.owner, self._now, self.budget, self._at_once, self.done)
            except Exception as error:
                # Not the traceback: it may quote a letter. What was claimed goes back when its lease ends.
                log.error("the sender %s stopped: %s", self.owner, type(error).__name__)
                self.done.lines.append(f"host {self.host.name}: the sender stopped: {type(error).__name__}")
            finally:
                db.session.remove()


def deliver(
    now: datetime, *, owner: str, limit: int, carrier: Carrier | None = None, patience_seconds: float | None = None
) -> Delivered:
    """Deliver up to `limit` letters that are due; `owner` names this worker in its claims.

    Waits until all is done, or for `patience_seconds`: senders whose host takes longer then go on by themselves, and
    the next look leaves those hosts to them. With a `carrier`, all letters go by it, whatever their domain.
    """
    db.session.commit()  # The caller's transaction ends here: others than this thread go on writing.
    done = Delivered()
    # No two looks, not even of one process, bear the same name: an old claim must never pass for a new one.
    owner = f"{owner}.{secrets.token_hex(4)}"
    for letter_id in insist(claiming.reap):
        done.lines.append(f"letter {letter_id}: uncertain, its worker is gone")
        log.warning("letter %s is uncertain: its worker is gone", letter_id)
    insist(lambda: claiming.queue_again(now))
    if carrier is not None:
        host, sign = Host(carrier.name, frozenset(), takes_all_others=True), insist(power.sign)
        send(host, carrier, f"{owner}-1{sign}", now, Budget(limit), claiming.CLAIMED_AT_ONCE, done)
        return done
    senders = _start_senders(now, owner, Budget(limit))
    until = None if patience_seconds is None else time.monotonic() + patience_seconds
    for sender in senders:
        sender.join(None if until is None else max(0.0, until - time.monotonic()))
        if not sender.is_alive():
            done.add(sender.done)
    return done


def carrier_for(host: str, config: Mapping[str, Any]) -> Carrier:
    """Return what takes letters to this host."""
    return FileCarrier(host, Path(config["HUB_DATA"]) / "mail") if host == FILES else SmtpCarrier(host, config)


def send(
    host: Host, carrier: Carrier, owner: str, now: datetime, budget: Budget, at_once: int, done: Delivered
) -> None:
    """Claim and hand over until no letter is due at this host, it may get no more, or it refuses the hub."""
    config = flask.current_app.config
    limits = Limits(config["MAIL_HOST_CONNECTIONS"], config["MAIL_HOST_PER_MINUTE"])
    book = Book(owner, host.name)
    insist(lambda: claiming.know(host.name))
    insist(lambda: power.call_witness(owner))
    takes_letters = False
    with renewed(owner), closing(book), closing(carrier):
        while share := budget.take(at_once):
            # A sender whose host is slow works longer than its look, and letters become due meanwhile.
            letters = insist(partial(claiming.claim, max(now, clock.now()), book, host, limits, share))
            budget.give_back(share - len(letters))
            kept = _hand_over_all(letters, carrier, book, budget, done)
            if kept:
                book.finish()
                book.give_back([one.id for one in kept])
            if kept or not letters:
                break
            if not takes_letters:
                # Once: who is refused from now on gives the host a rest, and this sender then claims nothing more.
                takes_letters = True
                recording.forget_refusals(host.name, now)
        book.finish()


def _hand_over_all(
    letters: Sequence[Claimed], carrier: Carrier, book: Book, budget: Budget, done: Delivered
) -> Sequence[Claimed]:
    """Hand the letters over one by one; return those that the host shall not get now."""
    lost = 0
    for position, letter in enumerate(letters):
        if budget.is_over.is_set():
            return letters[position:]
        try:
            is_lost = _hand_over(letter, carrier, book, done)
        except LostClaim:
            log.warning("letter %s was claimed by another worker meanwhile", letter.id)
        except HostRefused as error:
            _leave_alone(carrier.name, str(error), done)
            return letters[position:]
        else:
            lost = lost + 1 if is_lost else 0
            if lost == LOST_IN_A_ROW:
                _leave_alone(carrier.name, "its answers get lost", done)
                return letters[position + 1 :]
    return []


def _hand_over(letter: Claimed, carrier: Carrier, book: Book, done: Delivered) -> bool:
    """Hand one letter over and note what became of it; return whether its answer was lost."""
    own = addresses.bounce_address(letter.id)
    sender = own or _usual_sender(flask.current_app.config["MAIL_DEFAULT_SENDER"])
    envelope = Envelope(letter.id, letter.address, sender, letter.content, wants_success=own is not None)
    try:
        answer = carrier.hand_over(envelope, lambda: book.handing(letter.id))
    except LetterRefused as error:
        book.finish()
        _refused(letter, error, book, done)
    except AnswerLost as error:
        book.uncertain(letter.id, f"The answer was lost: {error}")
        done.uncertain += 1
        done.lines.append(f"letter {letter.id}: uncertain, the answer was lost")
        log.warning("letter %s is uncertain: the answer was lost", letter.id)
        return True
    else:
        book.sent(letter.id, answer)
        done.sent += 1
        done.lines.append(f"letter {letter.id}: sent")
    return False


@cache
def _usual_sender(setting: str) -> str:
    return parseaddr(setting)[1]


def _refused(letter: Claimed, error: LetterRefused, book: Book, done: Delivered) -> None:
    again = None if error.is_final else rules.next_try(clock.now(), letter.attempts + 1)
    if again is None:
        book.failed(letter.id, rules.reason_of_failure(str(error)))
        done.failed += 1
        done.lines.append(f"letter {letter.id}: failed for good, code {error.code}")
        log.warning("letter %s failed for good: code %s", letter.id, error.code)
        return
    book.put_off(letter.id, str(error), again)
    done.deferred += 1
    done.lines.append(f"letter {letter.id}: put off, code {error.code}")


def _leave_alone(host: str, reason: str, done: Delivered) -> None:
    reason = rules.without_addresses(reason)
    until = recording.rest(host, clock.now(), reason)
    done.lines.append(f"host {host} refused: {reason}")
    log.warning("mail host %s is left alone until %s", host, until)


def _start_senders(now: datetime, owner: str, budget: Budget) -> Sequence[Sender]:
    """Start senders for the hosts that letters are due at, less those that earlier looks left at work."""
    app = flask.current_app._get_current_object()  # type: ignore[attr-defined]
    if "mail_senders" not in app.extensions:
        atexit.register(_say_goodbye, app)
    at_work: list[Sender] = [one for one in app.extensions.setdefault("mail_senders", []) if one.is_alive()]
    due = insist(lambda: claiming.due_by_domain(now))
    sign = insist(power.sign)
    started: list[Sender] = []
    for host in hosts_of(app.config):
        letters = sum(number for domain, number in due.items() if host.takes(domain))
        free = app.config["MAIL_SENDERS"] - sum(one.host.name == host.name for one in at_work)
        number = min(free, letters)
        for _ in range(number):
            # Few letters are shared out: a slow server then takes them side by side.
            at_once = min(claiming.CLAIMED_AT_ONCE, -(-letters // number))
            name = f"{owner}-{len(started) + 1}{sign}"
            started.append(Sender(app, host, name, now, budget, at_once))
    app.extensions["mail_senders"] = at_work + started
    for sender in started:
        sender.start()
    return started


def _say_goodbye(app: flask.Flask) -> None:
    """Let the senders finish what is in their hands when the process ends, so that no letter is left in doubt."""
    senders: list[Sender] = [one for one in app.extensions["mail_senders"] if one.is_alive()]
    until = time.monotonic() + GOODBYE_SECONDS
    for sender in senders:
        sender.budget.is_over.set()
    for sender in senders:
        sender.join(max(0.0, until - time.monotonic()))
