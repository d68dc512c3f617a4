"""Digests: 10,000 members with ten notifications each, and their requests, built and put into the outbox.

Both databases, with one sender and with two at once. "All due" is what the worker does at the worst hour of the day.
Statements are those of one batch of 100 people; memory is the most that the sending process held.
"""

import multiprocessing
import resource
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import flask
from sqlalchemy import delete, event, func, insert, select, text, update

from bench.measuring import verdict
from config import settings_from
from coordhub import clock, create_app
from coordhub.accounts.models import Role, User
from coordhub.coordination.models import CoordinationRequest, Status
from coordhub.db import db
from coordhub.home.actions import due_digests
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.digests import PEOPLE_AT_ONCE
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import Digest, Notification, Preference
from coordhub.places.states import STATES
from coordhub.serve import prepare
from tests.databases import make_database, start_postgres

MEMBERS, EACH, REQUESTS = 10_000, 10, 10_000
ROUNDS = 3
LEAST_A_SECOND, MOST_MB = 500, 300
EVENTS = 2_000  # things that happened; each is told to many
AT_ONCE = 5_000
YESTERDAY = date(2020, 1, 1)


def run(members: int = MEMBERS, rounds: int = ROUNDS) -> None:
    """Print a line for each database and number of senders."""
    print(f"{members:,} members, {members * EACH:,} notifications, {REQUESTS:,} open requests; best of {rounds}")
    with tempfile.TemporaryDirectory() as folder:
        postgres = start_postgres(Path(folder) / "postgres")
        for name in ("SQLite", "PostgreSQL"):
            address = make_database(postgres, "bench_digests") if name == "PostgreSQL" else ""
            environ = {"HUB_DATA": str(Path(folder) / name), "LOG_LEVEL": "ERROR", "HUB_DEMO": "0"}
            environ |= {"DATABASE_URL": address} if address else {}
            _apart(_fill, environ, members)
            for senders in (1, 2):
                results = [_round(environ, senders) for _ in range(rounds)]
                _row(name, senders, members, results)


def _row(name: str, senders: int, members: int, results: list[tuple[float, list[tuple[int, float, int]]]]) -> None:
    took, parts = min(results, key=lambda one: one[0])
    written, memory = sum(one[0] for one in parts), max(one[1] for one in parts)
    rate = members / took
    others = ", ".join(f"{members / one[0]:.0f}" for one in results)
    print(
        f"{name:12}{senders} sender(s): {written:,} digests, {rate:.0f} people a second (rounds {others}), "
        f"{memory:.0f} MB, {parts[0][2]} statements a batch; {verdict(rate, at_least=LEAST_A_SECOND)}, "
        f"{verdict(memory, at_most=MOST_MB, unit=' MB')}"
    )


def _round(environ: dict[str, str], senders: int) -> tuple[float, list[tuple[int, float, int]]]:
    """Return how long it took until all senders were done, and what each did."""
    _apart(_again, environ)
    context = multiprocessing.get_context("spawn")
    answers: Any = context.Queue()
    ready, go = context.Barrier(senders + 1), context.Event()
    workers = [context.Process(target=_send, args=(environ, answers, ready, go)) for _ in range(senders)]
    for one in workers:
        one.start()
    ready.wait(120)
    start = time.perf_counter()
    go.set()
    found = [answers.get(timeout=600) for _ in workers]
    took = time.perf_counter() - start
    for one in workers:
        one.join(60)
    return took, found


def _send(environ: dict[str, str], answers: Any, ready: Any, go: Any) -> None:
    app = create_app(settings_from(environ))
    with app.app_context():
        counted: list[int] = [0]
        event.listen(db.engine, "before_cursor_execute", lambda *given: counted.__setitem__(0, counted[0] + 1))
        db.session.execute(text("SELECT 1"))
        db.session.rollback()
        ready.wait(120)
        go.wait(120)
        counted[0] = looked = written = 0
        for one in due_digests(clock.now()):
            looked, written = looked + 1, written + one.sent
        batches = max(1, -(-looked // PEOPLE_AT_ONCE))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        answers.put((written, memory, round(counted[0] / batches)))


def _apart(act: Any, environ: dict[str, str], *given: object) -> None:
    """Do something to the hub in a process of its own, whose memory is not measured."""
    context = multiprocessing.get_context("spawn")
    worker = context.Process(target=_within, args=(act, environ, given))
    worker.start()
    worker.join()
    if worker.exitcode:
        raise RuntimeError(f"{act.__name__} failed")


def _within(act: Any, environ: dict[str, str], given: tuple[object, ...]) -> None:
    app = create_app(settings_from(environ))
    with app.app_context():
        act(app, *given)
        db.session.commit()
        db.session.remove()


def _again(app: flask.Flask) -> None:
    """Make everybody due and everything untold."""
    db.session.execute(update(Notification).values(told_at=None, digest_id=None))
    db.session.execute(delete(Digest).where(Digest.local_date > YESTERDAY))
    db.session.execute(delete(OutgoingEmail).where(OutgoingEmail.kind != "old"))
    db.session.execute(update(Preference).values(next_digest_at=clock.now() - timedelta(minutes=5), digested_on=None))
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if db.engine.dialect.name == "postgresql" else "ANALYZE"))


def _fill(app: flask.Flask, members: int) -> None:
    prepare(app)
    now, states = clock.now(), sorted(STATES)[:48]
    known = db.session.scalar(select(func.max(User.id))) or 0
    ids = range(known + 1, known + 1 + members)
    _put(User, [
        {"id": id_, "email": f"p{id_}@example.org", "display_name": f"Person {id_} Álvarez",
         "state_code": states[id_ % 48],
         "role": Role.DIRECTOR if id_ % 13 == 0 else Role.COORDINATOR, "fs_uniquifier": f"digest-{id_}",
         "time_zone": "America/Chicago", "created_at": now, "confirmed_at": now, "approved_at": now}
        for id_ in ids
    ])  # fmt: skip
    _put(Preference, [{"user_id": id_, "next_digest_at": now} for id_ in ids])
    # A hub that runs has sent some before. PostgreSQL plans the checks of foreign keys by what was there at first.
    _put(OutgoingEmail, [_letter(id_, now) for id_ in ids])
    _put(Digest, [{"user_id": id_, "local_date": YESTERDAY, "created_at": now} for id_ in ids])
    _put(Notification, [_notification(id_, number, now) for id_ in ids for number in range(EACH)])
    _put(CoordinationRequest, [_request(number, ids, states, now) for number in range(1, REQUESTS + 1)])


def _letter(user_id: int, now: datetime) -> dict[str, Any]:
    return {
        "dedup_key": f"old-{user_id}", "kind": "old", "user_id": user_id, "address": f"p{user_id}@example.org",
        "domain": "example.org", "subject": "Old", "message_id": f"<old-{user_id}@hub>",
        "status": "sent", "next_at": now, "created_at": now,
    }  # fmt: skip


def _notification(user_id: int, number: int, now: datetime) -> dict[str, Any]:
    happened = (user_id * 7 + number * 211) % EVENTS
    return {
        "user_id": user_id, "event_key": f"topic-{happened}.{number}",
        "kind": "topic-new" if number % 2 else "topic-reply",
        "subject": Subject.TOPIC if number % 2 else Subject.REPLY, "way": Way.WEEKLY if number == 9 else Way.DAILY,
        "about": f"topic-{happened}", "title": f"What to do in week {happened} of the summer in the two counties",
        "url": f"/board/topics/{happened}", "reason": "you follow new topics", "created_at": now,
    }  # fmt: skip


def _request(number: int, ids: range, states: list[str], now: datetime) -> dict[str, Any]:
    sender, owner = ids[number % len(ids)], ids[(number * 17 + 1) % len(ids)]
    due: date = now.date() + timedelta(days=number % 12 - 2)
    sending, asked = states[sender % 48], states[owner % 48]
    return {
        "number": f"R-2026-{number:05}", "sending_key": f"digest-{number}", "type_code": "MOVE",
        "status": (Status.SENT, Status.IN_PROGRESS, Status.WAITING)[number % 3], "from_state": sending,
        "to_state": asked if asked != sending else states[(owner + 1) % 48], "sender_id": sender, "owner_id": owner,
        "time_zone": "America/Chicago", "routed_because": "takes what has no other owner", "children_count": 3,
        "grade_bands": [], "flags": [], "language": "", "urgency": "normal", "details": {}, "acknowledge_by": due,
        "due_on": due, "sent_at": now, "last_position": 1, "changed_at": now,
    }  # fmt: skip


def _put(model: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(model), rows[start : start + AT_ONCE])
    db.session.commit()
