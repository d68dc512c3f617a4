"""Invented requests in any number, with their steps, messages, read marks and notices, put in by the shortest way.

Most have ended, a few percent are open. Two readers have the same desk whatever the number: one with more open requests
than a page lists, one with three. So a page of a large hub shows as much as one of a small hub, and what is measured is
what it costs to find it.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, text

from coordhub import clock, workdays
from coordhub.accounts.models import Role, User
from coordhub.coordination.types import TYPES
from coordhub.db import db
from coordhub.directory.models import StateProgram
from coordhub.directory.queries import state_programs

SEED = 20260616
PEOPLE_A_STATE = 13
SEASONS_BACK = 4
MESSAGES = 10  # a request
BUSY, QUIET = "busy@example.org", "quiet@example.org"
BUSY_OPEN, QUIET_OPEN = 400, 3
AT_ONCE = 5_000
WORDS = ("bus", "leaves", "seven", "summer", "school", "room", "three", "more", "please", "tell", "office", "thanks")
MONTHS = (2, 2, 3, 6, 8, 14, 13, 11, 8, 7, 3, 2)  # January to December: how many requests are sent
TYPE_WEIGHTS = {"MOVE": 34, "REC": 18, "PASS": 8, "MISS": 7, "CRED": 7, "SUMR": 5, "LEAD": 5, "GEN": 4}
COLUMNS = {
    "coordination_request": (
        "id", "number", "sending_key", "type_code", "status", "from_state", "sender_id", "to_state", "time_zone",
        "to_county_code", "to_county_name", "owner_id", "routed_because", "children_count", "grade_bands", "flags",
        "language", "urgency", "details", "acknowledge_by", "due_on", "outcome_code", "sent_at", "acknowledged_at",
        "waiting_since", "answered_at", "closed_at", "last_position", "changed_at",
    ),
    "step": ("id", "request_id", "position", "deed", "status_after", "actor_id", "code", "at"),
    "message": ("step_id", "text"),
    "request_read": ("request_id", "user_id", "position"),
    "notification": (
        "user_id", "event_key", "kind", "subject", "way", "about", "title", "url", "reason", "created_at", "read_at",
        "is_urgent", "is_held", "is_told_again",
    ),
}  # fmt: skip
Rows = dict[str, list[tuple[Any, ...]]]


def fill(number: int, busy_open: int = BUSY_OPEN) -> str:
    """Put `number` requests with ten times as many messages in, and return the number of one of the busy reader’s."""
    chance = random.Random(SEED)
    states = state_programs(taking_part=True)
    people = _people(states)
    db.session.commit()
    rows: Rows = {name: [] for name in COLUMNS}
    for id_ in range(1, number + 1):
        _add(rows, id_, _Asked(chance, states, people, id_, busy_open))
        if id_ % AT_ONCE == 0 or id_ == number:
            for name, some in rows.items():
                _put(name, some)
                some.clear()
    db.session.commit()
    _go_on_counting()
    return _number(1, clock.now().year)


def _people(states: Sequence[StateProgram]) -> dict[str, list[int]]:
    """Add the people of every state, the first its director; the first of the first two states are the readers."""
    now, rows = clock.now(), []
    for place, program in enumerate(states):
        code = program.state_code
        names = [f"p{seat}.{code.lower()}@example.org" for seat in range(PEOPLE_A_STATE)]
        names[:1] = [(BUSY, QUIET)[place]] if place < 2 else names[:1]
        rows += [
            {
                "email": email, "display_name": f"Person {seat} {code}", "state_code": code,
                "role": Role.COORDINATOR if seat else Role.DIRECTOR, "fs_uniquifier": f"bench-{email}",
                "time_zone": program.time_zone, "created_at": now, "confirmed_at": now, "approved_at": now,
                "active": True, "is_state_default": False, "is_demo": False,
            }
            for seat, email in enumerate(names)
        ]  # fmt: skip
    db.session.execute(insert(User), rows)
    found: dict[str, list[int]] = {}
    ours = select(User.state_code, User.id).where(User.fs_uniquifier.like("bench-%")).order_by(User.id)
    for code, id_ in db.session.execute(ours):
        found.setdefault(code, []).append(id_)
    return found


class _Asked:
    """One invented request: who asks whom for what, when, and how far it got."""

    def __init__(
        self,
        chance: random.Random,
        states: Sequence[StateProgram],
        people: dict[str, list[int]],
        id_: int,
        busy_open: int,
    ) -> None:
        self.chance, self.now = chance, clock.now()
        weights = [60 if place < 2 else 40 - place // 2 for place in range(len(states))]
        kept = id_ <= busy_open + QUIET_OPEN  # on the desk of a reader
        sender, receiver = _two(chance, states, weights)
        if kept:
            receiver = states[0 if id_ <= busy_open else 1]
            sender = chance.choice(states[2:])
        self.sender, self.receiver = sender, receiver
        # The readers have what is theirs and nothing that grows with the hub.
        self.sender_id = chance.choice(people[sender.state_code][1:])
        self.owner_id = people[receiver.state_code][0] if kept else chance.choice(people[receiver.state_code][1:])
        self.type = TYPES[chance.choices(list(TYPES), [TYPE_WEIGHTS.get(one, 2) for one in TYPES])[0]]
        self.sent_at = self._sent_at(recently=kept)
        self.is_open = kept or chance.random() < (0.6 if self.now - self.sent_at < timedelta(days=30) else 0.02)
        self.wrote = chance.randint(MESSAGES - 3, MESSAGES + 4)

    def _sent_at(self, *, recently: bool) -> datetime:
        if recently:
            return self.now - timedelta(hours=self.chance.randint(1, 24 * 25))
        while True:
            day = (self.now - timedelta(days=self.chance.randint(1, 365 * SEASONS_BACK))).date()
            if self.chance.randint(1, max(MONTHS)) <= MONTHS[day.month - 1] and workdays.is_working_day(day):
                return datetime(
                    day.year, day.month, day.day, self.chance.randint(13, 22), self.chance.randint(0, 59), tzinfo=UTC
                )


def _two(chance: random.Random, states: Sequence[StateProgram], weights: Sequence[int]) -> list[StateProgram]:
    while True:
        sender, receiver = chance.choices(states, weights, k=2)
        if sender is not receiver:
            return [sender, receiver]


def _add(rows: Rows, id_: int, asked: _Asked) -> None:
    """Add the rows of one request: sent, acknowledged, talked about, answered and confirmed, as far as it got."""
    chance, at = asked.chance, asked.sent_at
    deeds = [("send", "sent", asked.sender_id)]
    if not asked.is_open or chance.random() < 0.7:
        deeds.append(("acknowledge", "acknowledged", asked.owner_id))
        deeds += [
            ("write", "in_progress", chance.choice((asked.sender_id, asked.owner_id))) for _ in range(asked.wrote - 1)
        ]
    answered = not asked.is_open or (len(deeds) > 1 and chance.random() < 0.2)
    if answered:
        deeds.append(("record_outcome", "resolved", asked.owner_id))
    if not asked.is_open:
        deeds.append(("confirm", "closed", asked.sender_id))
    times = [at]
    for _ in deeds[1:]:
        times.append(min(times[-1] + timedelta(hours=chance.randint(1, 20)), asked.now))
    for position, ((deed, after, actor_id), when) in enumerate(zip(deeds, times, strict=True), start=1):
        step_id = id_ * 100 + position
        rows["step"].append((step_id, id_, position, deed, after, actor_id, "", when))
        if deed in ("send", "write"):
            rows["message"].append((step_id, " ".join(chance.choices(WORDS, k=12))))
    when_of = {deed: when for (deed, _, _), when in zip(deeds, times, strict=True)}
    _add_request(rows, id_, asked, deeds[-1][1], len(deeds), times[-1], when_of)


def _add_request(
    rows: Rows, id_: int, asked: _Asked, status: str, last: int, changed_at: datetime, when_of: dict[str, datetime]
) -> None:
    sent_on = asked.sent_at.date()
    number, to = _number(id_, sent_on.year), asked.receiver
    title = f"{asked.type.label}, {asked.sender.state_code} to {to.state_code}"
    rows["coordination_request"].append((
        id_, number, f"bench-{id_}", asked.type.code, status, asked.sender.state_code, asked.sender_id, to.state_code,
        to.time_zone, None, None, asked.owner_id, "takes what has no other owner in the state", 3, '["K-5"]', "[]", "",
        "normal", "{}", workdays.add_working_days(sent_on, asked.type.acknowledge_days),
        workdays.add_working_days(sent_on, asked.type.due_days), "enrolled" if "record_outcome" in when_of else None,
        asked.sent_at, when_of.get("acknowledge"), None, when_of.get("record_outcome"), when_of.get("confirm"), last,
        changed_at,
    ))  # fmt: skip
    for user_id in {asked.sender_id, asked.owner_id}:
        rows["request_read"].append((id_, user_id, last if not asked.is_open else max(1, last - 1)))
        read_at = None if asked.is_open else changed_at
        rows["notification"].append((
            user_id, f"bench-{id_}", "request-received", "request-to-me", "hub", number, title,
            f"/coordination/{number}", "you answer it", changed_at, read_at, False, False, False,
        ))  # fmt: skip


def _number(id_: int, year: int) -> str:
    return f"R-{year}-{id_:06}"


def _put(table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put rows in as the driver does it fastest: COPY, or many at once."""
    columns = COLUMNS[table]
    driver = db.session.connection().connection.driver_connection
    if db.engine.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(columns))
        driver.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", map(_as_sqlite_keeps_it, rows)
        )


def _as_sqlite_keeps_it(row: Iterable[Any]) -> Iterator[Any]:
    return tuple(
        f"{one:%Y-%m-%d %H:%M:%S.%f}"
        if isinstance(one, datetime)
        else one.isoformat()
        if isinstance(one, date)
        else one
        for one in row
    )  # type: ignore[return-value]


def _go_on_counting() -> None:
    """Let PostgreSQL give the next keys after ours."""
    if db.engine.dialect.name == "postgresql":
        for table in ("coordination_request", "step"):
            db.session.execute(text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"))
        db.session.commit()
