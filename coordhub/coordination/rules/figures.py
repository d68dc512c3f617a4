"""How requests are counted: seasons, working days to acknowledge and to answer, medians, what stays unanswered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from coordhub import workdays
from coordhub.coordination.models import Status, Way
from coordhub.coordination.rules.clocks import is_overdue, local_date
from coordhub.coordination.rules.steps import UNDER_WAY

FIRST_MONTH = 2  # planning starts a season in February, winter returns end it in January (domain guide, section 2)
ABOUT_A_MOVE = frozenset({"MOVE", "MISS"})
ANY = ""  # in a key: all partners, or all types


class Counted(NamedTuple):
    """What counting reads of a request: codes, dates and times, nothing that anybody typed."""

    from_state: str
    to_state: str
    type_code: str
    status: Status
    time_zone: str
    sent_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None
    acknowledge_by: date
    due_on: date


class Key(NamedTuple):
    """What a figure is about; ANY as partner or type means all of them."""

    season: int
    way: Way
    partner: str = ANY
    type_code: str = ANY


@dataclass
class Figure:
    """The count of some requests. Days are kept as how often each number occurred, so that a figure stays small."""

    requests: int = 0
    overdue: int = 0
    unanswered_moves: int = 0
    acknowledge_days: Counter[int] = field(default_factory=Counter)
    answer_days: Counter[int] = field(default_factory=Counter)


Figures = defaultdict[Key, Figure]


def no_figures() -> Figures:
    """Return figures of nothing, to count into."""
    return defaultdict(Figure)


def season_of(day: date) -> int:
    """Return the season of a day, named by the year in which it began: February 1 to January 31."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def days_to_acknowledge(request: Counted) -> int | None:
    """Return the working days until the receiving state said that it has the request, None while it has not.

    Holidays are federal, days those of the receiving state; the day of sending does not count. An answer that came
    without a word before it, such as declining at once, was the acknowledgment too.
    """
    said_at = request.acknowledged_at or request.answered_at
    return None if said_at is None else _working_days(request, said_at)


def days_to_answer(request: Counted) -> int | None:
    """Return the working days until the answer that stands, None without one.

    Days on which the receiver waited for the sender count: it is what a family waited, not what an office took.
    """
    return None if request.answered_at is None else _working_days(request, request.answered_at)


def is_unanswered_move(request: Counted, today: date) -> bool:
    """Say whether nobody knows what became of a move though its target has passed, whoever is to do the next step.

    Moves are move notices and questions about families that moved and were not seen; the second does not replace the
    first, as each is to be answered.
    """
    return request.type_code in ABOUT_A_MOVE and request.status in UNDER_WAY and request.due_on < today


def median(days: Mapping[int, int]) -> float | None:
    """Return the median of numbers given with how often each occurs; None of none."""
    total = sum(days.values())
    if not total:
        return None
    low, high = (_nth(days, (total - 1) // 2), _nth(days, total // 2))
    return (low + high) / 2


def count(figures: Figures, requests: Iterable[Counted], way: Way, now: datetime, *, by_partner: bool = True) -> None:
    """Add `requests` that a state sent or received, as `way` says, to `figures`."""
    for request in requests:
        today = _today(request.time_zone, now)
        acknowledged, answered = days_to_acknowledge(request), days_to_answer(request)
        for key in _keys(request, way, by_partner):
            figure = figures[key]
            figure.requests += 1
            figure.overdue += is_overdue(request, today)
            figure.unanswered_moves += is_unanswered_move(request, today)
            if acknowledged is not None:
                figure.acknowledge_days[acknowledged] += 1
            if answered is not None:
                figure.answer_days[answered] += 1


def _keys(request: Counted, way: Way, by_partner: bool) -> Iterator[Key]:
    season = season_of(local_date(request.sent_at, request.time_zone))
    partner = request.to_state if way == Way.SENT else request.from_state
    for one in (ANY, partner) if by_partner else (ANY,):
        yield Key(season, way, one)
        yield Key(season, way, one, request.type_code)


def _working_days(request: Counted, until: datetime) -> int:
    return _days_between(local_date(request.sent_at, request.time_zone), local_date(until, request.time_zone))


def _nth(days: Mapping[int, int], place: int) -> int:
    for number in sorted(days):
        place -= days[number]
        if place < 0:
            return number
    raise ValueError("there are not so many")


@lru_cache(maxsize=50_000)
def _days_between(start: date, end: date) -> int:
    return workdays.working_days_between(start, end)


@lru_cache(maxsize=100)
def _today(time_zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(time_zone)).date()
