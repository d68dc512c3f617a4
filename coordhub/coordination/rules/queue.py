"""What a work queue is asked for, and on which dates its requests are late."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from coordhub.accounts.models import User
from coordhub.coordination.models import CoordinationRequest, Way
from coordhub.coordination.rules.parties import Side, side_of
from coordhub.coordination.rules.steps import RECEIVER_TO_MOVE, SENDER_TO_MOVE
from coordhub.coordination.types import TYPES, URGENCIES
from coordhub.places.states import STATES
from coordhub.places.zones import ZONES

ROWS_A_PAGE = 25
PAGES_AT_MOST = 40  # whoever needs the thousandth row filters
NUMBER_LENGTH = 20
YEARS_OF_NUMBERS = 4  # shells of requests are kept for three years after their end
FILTERS_AT_MOST = 20  # saved ones of a person
FILTER_NAME_LENGTH = 60

_NUMBER = re.compile(r"(?:R-?)?(?:(\d{4})-)?(\d{1,5})", re.ASCII | re.IGNORECASE)


class Whose(StrEnum):
    """Whose requests a queue shows."""

    MINE = "mine"
    OFFICE = "office"
    STATE = "state"


class Show(StrEnum):
    """Which of them."""

    TODO = "todo"
    WAITING = "waiting"
    UNREAD = "unread"
    OVERDUE = "overdue"
    ALL = "all"
    ENDED = "ended"


# What lists showed before there was a queue; links to them still lead somewhere.
_OLD_SHOW = {"mine": (Whose.MINE, Show.ALL), "state": (Whose.STATE, Show.ALL), "ended": (Whose.STATE, Show.ENDED)}


@dataclass(frozen=True)
class QueueFilter:
    """What is asked of a queue; empty words ask for everything. `number` is looked up in all requests of the state."""

    whose: Whose = Whose.MINE
    show: Show = Show.TODO
    type_code: str = ""
    partner: str = ""
    way: str = ""
    urgency: str = ""
    number: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves out something of its tab."""
        return bool(self.type_code or self.partner or self.way or self.urgency)

    def words(self, **changes: Any) -> dict[str, str]:
        """Return it, with `changes`, as the words of a query string, those that say nothing left out."""
        one = replace(self, **changes)
        found = {
            "whose": one.whose.value,
            "show": one.show.value,
            "type": one.type_code,
            "partner": one.partner,
            "way": one.way,
            "urgency": one.urgency,
            "q": one.number,
        }
        return {name: word for name, word in found.items() if word}


def queue_filter(words: Mapping[str, str]) -> QueueFilter:
    """Return what the words of a query string ask for; what nobody knows counts as not asked."""
    show, whose = words.get("show", ""), words.get("whose", "")
    if show in _OLD_SHOW and not whose:
        return QueueFilter(*_OLD_SHOW[show])
    return QueueFilter(
        whose=Whose(whose) if whose in set(Whose) else Whose.MINE,
        show=Show(show) if show in set(Show) else Show.TODO,
        type_code=_known(words.get("type"), TYPES),
        partner=_known(words.get("partner", "").upper(), STATES),
        way=_known(words.get("way"), set(Way)),
        urgency=_known(words.get("urgency"), dict(URGENCIES)),
        number=" ".join(words.get("q", "").replace("\x00", " ").split())[:NUMBER_LENGTH],
    )


def page_number(typed: str) -> int:
    """Return the page that was asked for, the first when that is no number, the last one allowed when it is beyond."""
    if not (typed.isascii() and typed.isdecimal()):
        return 1
    return min(max(int(typed[:6]), 1), PAGES_AT_MOST)


def numbers_meant(typed: str, year: int) -> Sequence[str]:
    """Return the request numbers that somebody may mean who types R-2026-00131, 2026-131 or 131 in `year`."""
    found = _NUMBER.fullmatch(typed.strip())
    if found is None:
        return ()
    years = (int(found[1]),) if found[1] else range(year, year - YEARS_OF_NUMBERS, -1)
    return [f"R-{one}-{int(found[2]):05}" for one in years]


def side_to_move(request: CoordinationRequest) -> Side | None:
    """Return whose move is next, None when what is open waits for the hub, or nothing is open."""
    if request.status in RECEIVER_TO_MOVE:
        return Side.RECEIVER
    return Side.SENDER if request.status in SENDER_TO_MOVE else None


def zones_by_date(now: datetime) -> Mapping[date, Sequence[str]]:
    """Return the dates that clocks in the states show at `now`, two or three, each with its zones, earliest first."""
    found: dict[date, list[str]] = defaultdict(list)
    for name, zone in ZONES.items():
        found[now.astimezone(zone).date()].append(name)
    return dict(sorted(found.items()))


def is_unread(user: User, request: CoordinationRequest, read_to: int | None) -> bool:
    """Say whether a request is news to `user`, who read it to the step `read_to`, or never when that is None.

    What somebody never looked at is news only if it is theirs, or if their state is to move.
    """
    if read_to is not None:
        return read_to < request.last_position
    return user.id in (request.owner_id, request.sender_id) or side_to_move(request) == side_of(user, request)


def _known(word: str | None, choices: Any) -> str:
    return word if word and word in choices else ""
