"""Torturing the delivery: letters are put in, workers killed and frozen, the rest drained, and the log read."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import flask
from sqlalchemy import func, select

from coordhub.db import db
from coordhub.mail.letters import Letter
from coordhub.mail.models import Delivery, OutgoingEmail
from coordhub.mail.outbox import put
from tests.mail.torture.processes import Process, running
from tests.mail.torture.rigging import address_of, message_id
from tests.mail.torture.settling import settle_uncertain
from tests.mail.torture.verdict import Verdict, read_verdict

ON_THE_WAY = (Delivery.QUEUED, Delivery.DEFERRED, Delivery.CLAIMED, Delivery.HANDING)
BETWEEN_KILLS_SECONDS = (0.02, 0.2)
STUCK_SECONDS = 90  # nothing at all has moved for so long: a fault, not a slow machine


@dataclass(frozen=True)
class Plan:
    """What is done to how many workers; equal seeds choose equal letters, victims and waits."""

    letters: int
    kills: int
    seed: int
    workers: int = 3
    senders: int = 2  # letters that one worker hands over at the same time
    lease_seconds: float = 1.5
    freezes_in_hundred: int = 25
    outage: Callable[[], None] | None = None  # takes the database away in the middle, and brings it back
    letters_in_doubt: int = 1  # of each sender at an outage: all it had claimed when PostgreSQL crashes (decision 0011)


class Torture:
    """One run of a plan on the database of the app, whose context is open."""

    def __init__(self, plan: Plan, nursery: Process) -> None:
        self._plan = plan
        self._nursery = nursery
        self._chance = random.Random(plan.seed)
        self._awake: list[int] = []
        self._frozen: list[threading.Timer] = []
        self.kills = 0
        self.freezes = 0
        self.deserters: list[int] = []

    def run(self) -> None:
        """Put all letters in while workers are killed, then wait until none is on its way."""
        plan = self._plan
        first = plan.letters // 2
        self._put_letters(range(first))
        assert self._nursery.says() == "ready"
        self._fill_up()
        for turn in range(plan.kills):
            if plan.outage is not None and turn == plan.kills // 2:
                plan.outage()
            # The rest of the letters comes in portions, so that there is work at every kill.
            portion = range(
                first + turn * (plan.letters - first) // plan.kills,
                first + (turn + 1) * (plan.letters - first) // plan.kills,
            )
            self._put_letters(portion)
            time.sleep(self._chance.uniform(*BETWEEN_KILLS_SECONDS))
            self._strike()
            self._fill_up()
        for timer in self._frozen:
            timer.join()
        self._drain()
        for number in self._awake:
            self._order("kill", number)

    def _put_letters(self, keys: range) -> None:
        for key in keys:
            address = address_of(key, self._chance)
            content = (
                f"Subject: Letter {key}\r\nFrom: notify@hub.example.org\r\nTo: {address}\r\n"
                f"Message-ID: {message_id(key)}\r\nX-Torture-Key: {key}\r\n\r\n" + "Invented words.\r\n" * 40
            )
            letter = Letter(address, f"Letter {key}", message_id(key), content.encode())
            put(letter, dedup_key=f"torture-{key}", kind="torture", user_id=None)
        db.session.commit()

    def _fill_up(self) -> None:
        while len(self._awake) < self._plan.workers:
            self._awake.append(int(self._nursery.asked("start")))

    def _strike(self) -> None:
        # One number of chance, however many are awake: equal seeds go on equally.
        victim = self._awake.pop(int(self._chance.random() * len(self._awake)))
        if self._chance.uniform(0, 100) < self._plan.freezes_in_hundred:
            self.freezes += 1
            self._order("freeze", victim)
            # A timer, because a worker that is frozen in a transaction may keep this very thread waiting.
            timer = threading.Timer(1.5 * self._plan.lease_seconds, self._thaw, [victim])
            timer.daemon = True
            timer.start()
            self._frozen.append(timer)
        else:
            self.kills += 1
            self._order("kill", victim)

    def _thaw(self, number: int) -> None:
        self._order("thaw", number)
        self._awake.append(number)

    def _order(self, word: str, number: int) -> None:
        if self._nursery.asked(f"{word} {number}") == "gone":
            self.deserters.append(number)

    def _drain(self) -> None:
        last, since = None, time.monotonic()
        while (state := _state())[0]:
            if state != last:
                last, since = state, time.monotonic()
            elif time.monotonic() - since > STUCK_SECONDS:
                return  # The verdict names the letters that are still on their way.
            time.sleep(0.1)


def torture(app: flask.Flask, folder: Path, plan: Plan) -> Verdict:
    """Carry out the plan on the app's database, settle what is uncertain, and return what log and table say.

    The context of the app is open; `folder` takes the log and what the processes say on standard error.
    """
    started = time.monotonic()
    log, errors = folder / "judge.log", folder / "errors.txt"
    log.touch()
    slow_seconds = 1.5 * plan.lease_seconds
    with running("judge", log, plan.seed, slow_seconds, errors=errors, environ={}) as judge:
        environ = _environ(app, plan, judge.says())
        # Workers on one SQLite file are on one machine, with one clock. A minute and a half, scaled as the leases are.
        skew_seconds = 0.75 * plan.lease_seconds if app.config["DATABASE_URL"] else 0
        with running("nursery", plan.lease_seconds, skew_seconds, errors=errors, environ=environ) as nursery:
            run = Torture(plan, nursery)
            run.run()
    verdict = read_verdict(
        log,
        seed=plan.seed,
        kills=run.kills,
        freezes=run.freezes,
        senders=plan.senders,
        in_an_outage=plan.workers * plan.senders * plan.letters_in_doubt if plan.outage else 0,
        deserters=run.deserters,
        errors=errors,
        seconds=time.monotonic() - started,
    )
    settle_uncertain(app, folder, verdict)
    return verdict


def _environ(app: flask.Flask, plan: Plan, port: str) -> Mapping[str, str]:
    return {
        "HUB_DATA": app.config["HUB_DATA"],
        "HUB_URL": app.config["HUB_URL"],
        "DATABASE_URL": app.config["DATABASE_URL"],
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": port,
        "MAIL_SENDERS": str(plan.senders),
        "MAIL_HOST_CONNECTIONS": str(4 * plan.workers * plan.senders),
        "LOG_LEVEL": "ERROR",
    }


def _state() -> tuple[int, Counter[str]]:
    """Return how many letters are on their way, and all counts, to see whether anything moves."""
    rows = db.session.execute(
        select(OutgoingEmail.status, OutgoingEmail.attempts, func.count()).group_by(
            OutgoingEmail.status, OutgoingEmail.attempts
        )
    ).all()
    db.session.rollback()
    return (
        sum(count for status, _, count in rows if status in ON_THE_WAY),
        Counter({f"{status} {attempts}": count for status, attempts, count in rows}),
    )
