"""Measure delivery of stored letters, both phases committed, against plain smtplib on one reused connection.

Both talk to the same `smtp-sink` of Postfix in the same run, in turn, so that a busy machine slows both. Claims wait
for the disk, marks do not (docs/mail.md). Four senders are four processes, as four workers are; the threads of a single
worker share one interpreter, which is told beside. The ratio is the median of the rounds' ratios, with the lowest one.

The sink has a processor of its own, as a relay would, and plain smtplib another; the hub runs where it likes. On the
sink's own processor plain smtplib is nearly twice as fast, since there they wake each other for less, and Linux, left
to itself, puts them there at times. That decides the ratios, so it is told, too; the first line is the one that counts.
"""

import base64
import multiprocessing
import os
import smtplib
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import flask
import psycopg
from sqlalchemy import insert, text

from bench.measuring import seconds, verdict
from config import settings_from
from coordhub import clock, create_app
from coordhub.db import db
from coordhub.mail.delivery import deliver
from coordhub.mail.models import Delivery, LetterContent, OutgoingEmail, Priority
from tests.databases import make_database, start_postgres
from tools.find_postfix import ADVICE, smtp_sink

LETTERS = 1000
ROUNDS = 5
BYTES = 20_000
WORKERS = 4
PROCESSORS = os.sched_getaffinity(0)
SINKS = {max(PROCESSORS)}
LEAST_WITH_ONE, LEAST_WITH_FOUR = 60.0, 100.0


def run() -> None:
    """Print the rates and ratios for both databases."""
    with sink() as port, tempfile.TemporaryDirectory() as folder:
        load, cores = os.getloadavg()[0], os.cpu_count()
        postgres = start_postgres(Path(folder) / "postgres")
        wait_for_the_disk(postgres)
        print(f"{LETTERS} letters of {BYTES // 1000} kB, {ROUNDS} rounds in turn; {cores} processors, load {load:.1f}")
        print(f"{'':42}{'letters/s':>10}{'of plain':>10}{'lowest':>8}")
        for name, address in (("SQLite", ""), ("PostgreSQL", make_database(postgres, "bench_mail"))):
            environ = environ_of(Path(folder) / name, address, port)
            app = hub(environ)
            with app.app_context(), workers(environ) as lines:
                table(name, app, port, lines)
                db.session.remove()
                db.engine.dispose()


def table(name: str, app: flask.Flask, port: int, lines: Sequence[Connection]) -> None:
    """Print the lines of one database."""
    acts: list[tuple[str, float, Callable[[], float]]] = [
        ("plain smtplib", 0.0, lambda: plain_rate(port, PROCESSORS - SINKS)),
        ("plain, on the sink's processor", 0.0, lambda: plain_rate(port, SINKS)),
        ("one sender", LEAST_WITH_ONE, lambda: hub_rate(lambda: look(app, 1))),
        ("four senders", LEAST_WITH_FOUR, lambda: hub_rate(lambda: look_together(lines))),
        ("four threads", 0.0, lambda: hub_rate(lambda: look(app, WORKERS))),
    ]
    # The first round only warms up: it finds no connection open and no statement prepared.
    rounds = [[act() for _, _, act in acts] for _ in range(1 + ROUNDS)][1:]
    for (words, least, _), rates in zip(acts, zip(*rounds, strict=True), strict=True):
        ratios = [100 * rate / plain for rate, (plain, *_) in zip(rates, rounds, strict=True)]
        ratio = statistics.median(ratios)
        told = verdict(ratio, at_least=least, unit=" %") if least else ""
        rate = statistics.median(rates)
        print(f"{name + ', ' + words:42}{rate:10.0f}{ratio:9.0f}%{min(ratios):7.0f}%  {told}")


def plain_rate(port: int, processors: set[int]) -> float:
    """Return how many letters a second smtplib hands over by one connection, when it runs on these processors."""
    content = a_letter()
    os.sched_setaffinity(0, processors or PROCESSORS)
    try:
        with smtplib.SMTP("127.0.0.1", port) as smtp:
            return LETTERS / seconds(
                lambda: [smtp.sendmail("notify@example.org", ["ben@example.org"], content) for _ in range(LETTERS)]
            )
    finally:
        os.sched_setaffinity(0, PROCESSORS)


def hub_rate(looking: Callable[[], object]) -> float:
    """Return how many stored letters a second the hub hands over."""
    fill()
    took = seconds(looking)
    assert db.session.query(OutgoingEmail).filter_by(status=Delivery.SENT).count() == LETTERS
    db.session.rollback()
    return LETTERS / took


def look(app: flask.Flask, senders: int) -> None:
    """Deliver by the threads of this process."""
    app.config["MAIL_SENDERS"] = senders
    deliver(clock.now(), owner="bench", limit=LETTERS)


def look_together(lines: Sequence[Connection]) -> None:
    """Let all workers deliver at once, and wait for the last one."""
    for line in lines:
        line.send("look")
    for line in lines:
        line.recv()


@contextmanager
def workers(environ: Mapping[str, str]) -> Iterator[Sequence[Connection]]:
    """Run workers that deliver with one sender each when they are told to, and answer when they did."""
    apart = multiprocessing.get_context("spawn")
    pairs = [apart.Pipe() for _ in range(WORKERS)]
    running = [apart.Process(target=work, args=(environ, theirs), daemon=True) for _, theirs in pairs]
    for one in running:
        one.start()
    lines = [ours for ours, _ in pairs]
    for line in lines:
        line.recv()
    yield lines
    for line, one in zip(lines, running, strict=True):
        line.send("stop")
        one.join()


def work(environ: Mapping[str, str], line: Connection) -> None:
    """Be one of the workers."""
    app = hub(environ)
    with app.app_context():
        line.send("ready")
        while line.recv() == "look":
            look(app, 1)
            line.send("done")


def fill() -> None:
    """Store the letters anew."""
    now, content = clock.now(), a_letter()
    db.session.execute(text("DELETE FROM outgoing_email"))
    row: dict[str, Any] = {
        "kind": "bench",
        "address": "ben@example.org",
        "domain": "example.org",
        "priority": Priority.PLAIN,
        "subject": "x",
        "status": Delivery.QUEUED,
        "next_at": now,
        "created_at": now,
        "attempts": 0,
        "host": "",
        "smtp_reply": "",
        "last_error": "",
    }
    rows = [row | {"dedup_key": f"{number}", "message_id": f"<{number}@hub>"} for number in range(LETTERS)]
    ids = db.session.scalars(insert(OutgoingEmail).returning(OutgoingEmail.id), rows).all()
    db.session.execute(insert(LetterContent), [{"letter_id": one, "content": content} for one in ids])
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # What autovacuum would have done by the time a next wave comes.
            connection.execute(text("VACUUM ANALYZE"))


def a_letter() -> bytes:
    """Return a letter of BYTES, in lines."""
    lines = [base64.b64encode(os.urandom(54)) for _ in range(BYTES // 74)]
    return b"Subject: bench\r\n\r\n" + b"\r\n".join(lines) + b"\r\n"


def environ_of(folder: Path, address: str, port: int) -> Mapping[str, str]:
    """Return the settings of a hub that hands its letters to the sink."""
    folder.mkdir()
    (folder / "coordhub.db").touch()
    environ = {
        "HUB_DATA": str(folder),
        "LOG_LEVEL": "ERROR",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(port),
        "MAIL_HOST_CONNECTIONS": str(WORKERS),
    }
    return environ | ({"DATABASE_URL": address} if address else {})


def hub(environ: Mapping[str, str]) -> flask.Flask:
    """Return a hub, with its tables."""
    app = create_app(settings_from(environ))
    with app.app_context():
        db.create_all()
    return app


def wait_for_the_disk(server: str) -> None:
    """Undo what makes PostgreSQL quick in tests."""
    with psycopg.connect(server, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM RESET {setting}")
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def sink() -> Iterator[int]:
    """Run `smtp-sink` on a free port and return it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    path = smtp_sink()
    if path is None:
        raise SystemExit(ADVICE)
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen([path, *user, f"127.0.0.1:{port}", "100"]) as running:
        try:
            wait_until_it_listens(port)
            os.sched_setaffinity(running.pid, SINKS)
            yield port
        finally:
            running.terminate()


def wait_until_it_listens(port: int) -> None:
    """Return when somebody answers on the port."""
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("smtp-sink does not start.")
