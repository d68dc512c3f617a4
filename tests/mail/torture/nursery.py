"""A process that forks workers, kills and freezes them: a fork is ready in milliseconds, an interpreter is not.

`python -m tests.mail.torture.nursery LEASE_SECONDS SKEW_SECONDS` builds the app that its environment describes, says
`ready`, and then answers one word for each order on its standard input: `start` (the number of the new worker),
`kill N`, `freeze N`, `thaw N` (`done`, or `gone` when the worker had ended by itself). At the end of its input it
kills all. One worker in three has a clock that is slow by SKEW_SECONDS, one a clock that is as fast.
"""

import os
import random
import signal
import sys
import time
import traceback
from contextlib import suppress
from datetime import timedelta

import flask
from sqlalchemy.exc import DBAPIError

from config import settings_from
from coordhub import clock, create_app
from coordhub.db import db
from coordhub.mail import rules
from coordhub.mail.delivery import deliver

LETTERS_A_LOOK = 40
REST_SECONDS = 0.1  # between two looks at the outbox
TRY_AGAIN = timedelta(seconds=0.5)


def shorten(lease_seconds: float) -> None:
    """Let minutes be moments: leases, waits of letters and rests of hosts."""
    rules.LEASE = timedelta(seconds=lease_seconds)
    rules.RENEWED_EVERY = rules.LEASE / 4
    rules.WAITS = (TRY_AGAIN,) * 50
    rules.HOST_WAITS = (TRY_AGAIN,)


def set_clock_wrong(by: timedelta) -> None:
    """Let this process be a machine whose clock is wrong."""
    read = clock._read
    clock._read = lambda: read() + by


def work(app: flask.Flask, name: str) -> None:
    """Deliver until killed. A database that is gone is waited for, as the queue's next sweep would."""
    while True:
        with app.app_context():
            try:
                deliver(clock.now(), owner=name, limit=LETTERS_A_LOOK)
            except DBAPIError as error:
                print(f"{name}: {type(error).__name__}", file=sys.stderr, flush=True)
                time.sleep(5 * REST_SECONDS)
            finally:
                with suppress(DBAPIError):
                    db.session.remove()
        time.sleep(REST_SECONDS)


class Nursery:
    """Children by number."""

    def __init__(self, app: flask.Flask, skew_seconds: float) -> None:
        self._app = app
        self._skew = timedelta(seconds=skew_seconds)
        self._pids: dict[int, int] = {}
        self._started = 0

    def start(self) -> str:
        """Fork a worker."""
        self._started += 1
        pid = os.fork()
        if pid == 0:
            self._child(self._started)
        self._pids[self._started] = pid
        return str(self._started)

    def _child(self, number: int) -> None:
        try:
            random.seed(number)
            set_clock_wrong((number % 3 - 1) * self._skew)
            work(self._app, f"torture-{number}")
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(1)

    def kill(self, number: int) -> str:
        """Kill a worker, as a power cut would."""
        answer = self._signal(number, signal.SIGKILL)
        if answer == "done":
            os.waitpid(self._pids.pop(number), 0)
        return answer

    def freeze(self, number: int) -> str:
        """Stop a worker where it stands."""
        return self._signal(number, signal.SIGSTOP)

    def thaw(self, number: int) -> str:
        """Let a frozen worker go on."""
        return self._signal(number, signal.SIGCONT)

    def _signal(self, number: int, which: signal.Signals) -> str:
        pid = self._pids.get(number)
        if pid is None or os.waitpid(pid, os.WNOHANG)[0]:
            self._pids.pop(number, None)
            return "gone"
        os.kill(pid, which)
        return "done"

    def obey(self, order: str) -> str:
        """Do what one line says and return the answer."""
        word, _, number = order.strip().partition(" ")
        if word == "start":
            return self.start()
        return {"kill": self.kill, "freeze": self.freeze, "thaw": self.thaw}[word](int(number))

    def end(self) -> None:
        """Kill all that are left."""
        for number in list(self._pids):
            self.kill(number)


def main(lease_seconds: float, skew_seconds: float) -> None:
    """Obey until the input ends."""
    shorten(lease_seconds)
    app = create_app(settings_from(os.environ))
    with app.app_context():
        # A look that may take no letter: workers are born with its statements compiled.
        deliver(clock.now(), owner="nursery", limit=0)
        db.session.remove()
        db.engine.dispose()
    nursery = Nursery(app, skew_seconds)
    print("ready", flush=True)
    try:
        for order in sys.stdin:
            print(nursery.obey(order), flush=True)
    finally:
        nursery.end()


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]))
