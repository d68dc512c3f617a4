"""A state with its partners, ready for its page: two directions, each by partner and by type, and the seasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from coordhub.coordination.models import Tally, Way
from coordhub.coordination.presenting.plots import Plot, plot
from coordhub.coordination.rules.figures import ANY
from coordhub.coordination.types import TYPES
from coordhub.places.states import STATES


@dataclass(frozen=True)
class Row:
    """A line of a table: what it is about, its figures, and its bar as a share of the longest, in percent."""

    name: str
    code: str
    tally: Tally
    share: int


@dataclass(frozen=True)
class Direction:
    """What a state asked, or was asked, in a season; `total` is None when there was nothing."""

    way: Way
    total: Tally | None
    partners: Sequence[Row]
    types: Sequence[Row]


@dataclass(frozen=True)
class SeasonRow:
    """A season of the trend; None where nothing was counted."""

    season: int
    sent: Tally | None
    received: Tally | None


@dataclass(frozen=True)
class Report:
    """The page of a state, with all partners or with one."""

    season: int
    season_now: int
    directions: Sequence[Direction]
    seasons: Sequence[SeasonRow]
    plots: Sequence[Plot]
    counted_at: datetime | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked in either direction in this season."""
        return all(one.total is None for one in self.directions)


def report(
    season: int,
    season_now: int,
    tallies: Sequence[Tally],
    totals: Sequence[Tally],
    *,
    counted_at: datetime | None,
    partner: str = ANY,
) -> Report:
    """Return the page of a season from its `tallies` and the `totals` of all seasons; of one partner when given."""
    seasons = _seasons(totals)
    return Report(
        season=season,
        season_now=season_now,
        directions=[_direction(way, tallies, partner) for way in Way],
        seasons=seasons,
        plots=_plots(seasons),
        counted_at=counted_at,
    )


def type_label(code: str) -> str:
    """Return what a type is called."""
    return TYPES[code].label if code in TYPES else code


def _direction(way: Way, tallies: Sequence[Tally], partner: str) -> Direction:
    found = [one for one in tallies if one.way == way and one.requests]
    # With one partner each row has it, so only what tells rows apart is asked.
    partners = [one for one in found if one.partner and not one.type_code] if partner == ANY else []
    types = [one for one in found if one.type_code and one.partner == partner]
    total = next((one for one in found if not one.type_code and one.partner == partner), None)
    return Direction(
        way,
        total,
        _rows([(STATES[one.partner].name, one.partner, one) for one in partners]),
        _rows([(type_label(one.type_code), one.type_code, one) for one in types]),
    )


def _rows(named: Sequence[tuple[str, str, Tally]]) -> list[Row]:
    most = max((tally.requests for _, _, tally in named), default=1)
    ordered = sorted(named, key=lambda one: (-one[2].requests, one[0]))
    return [Row(name, code, tally, round(100 * tally.requests / most)) for name, code, tally in ordered]


def _seasons(totals: Sequence[Tally]) -> list[SeasonRow]:
    """Return the seasons from the first with a request to the last; one without requests between them stays a gap."""
    found = {(one.season, one.way): one for one in totals if one.requests}
    if not found:
        return []
    known = sorted({season for season, _ in found})
    return [
        SeasonRow(season, found.get((season, Way.SENT)), found.get((season, Way.RECEIVED)))
        for season in range(known[0], known[-1] + 1)
    ]


def _plots(rows: Sequence[SeasonRow]) -> list[Plot]:
    seasons = [one.season for one in rows]
    ways = (("We asked", [one.sent for one in rows]), ("Asked of us", [one.received for one in rows]))
    requests = plot("Requests", seasons, [(name, [one.requests if one else 0 for one in line]) for name, line in ways])
    answered = plot(
        "Median working days to answer",
        seasons,
        [(name, [one.answer_median if one else None for one in line]) for name, line in ways],
    )
    return [one for one in (requests, answered) if one is not None]
