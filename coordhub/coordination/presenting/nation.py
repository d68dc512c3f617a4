"""The figures of the nation, ready for everybody's eyes: counts under 10 are kept back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coordhub.coordination.models import Tally
from coordhub.coordination.presenting.numbers import NOT_SHOWN, days_words, kept_back_words
from coordhub.coordination.presenting.plots import Plot, plot
from coordhub.coordination.presenting.report import type_label
from coordhub.coordination.rules.masking import Masked, masked


@dataclass(frozen=True)
class NationRow:
    """A line of a table in words; `share` is that of the longest bar in percent, None where the count is kept back."""

    name: str
    code: str
    requests: str
    share: int | None
    acknowledge: str
    answer: str
    states: str = ""


@dataclass(frozen=True)
class Nation:
    """The page: the types of one season, and all seasons."""

    season: int
    season_now: int
    total: NationRow | None
    types: Sequence[NationRow]
    seasons: Sequence[NationRow]
    plots: Sequence[Plot]
    counted_at: datetime | None
    keeps_back: bool


def nation(
    season: int,
    season_now: int,
    tallies: Sequence[Tally],
    states: Mapping[int, int],
    *,
    counted_at: datetime | None,
) -> Nation:
    """Return the page of a season. `tallies` are totals and types of all seasons, `states` how many took part."""
    by_season = {
        one: [tally for tally in tallies if tally.season == one] for one in {tally.season for tally in tallies}
    }
    shown = {one: _masked(some) for one, some in by_season.items() if _total(some).requests}
    seasons = _season_rows(by_season, shown, states)
    types = _type_rows(by_season[season], shown[season]) if season in shown else []
    return Nation(
        season=season,
        season_now=season_now,
        total=next((one for one in seasons if one.code == str(season)), None),
        types=types,
        seasons=seasons,
        plots=_plots(by_season, shown),
        counted_at=counted_at,
        keeps_back=any(one.share is None for one in (*types, *seasons)),
    )


def _total(tallies: Sequence[Tally]) -> Tally:
    return next(one for one in tallies if not one.type_code)


def _masked(tallies: Sequence[Tally]) -> Masked:
    return masked({one.type_code: one.requests for one in tallies if one.type_code})


def _type_rows(tallies: Sequence[Tally], shown: Masked) -> list[NationRow]:
    """Return a row a type, the largest first; those kept back stand last by name, so that their order says nothing."""
    types = {one.type_code: one for one in tallies if one.type_code}
    most = max((number for number in shown.counts.values() if number), default=1)
    rows = [
        _row(type_label(code), code, types[code], number, most, is_small=code in shown.small)
        for code, number in shown.counts.items()
    ]
    return sorted(rows, key=lambda one: (-(shown.counts[one.code] or 0), one.name))


def _season_rows(
    by_season: Mapping[int, Sequence[Tally]], shown: Mapping[int, Masked], states: Mapping[int, int]
) -> list[NationRow]:
    most = max((one.total for one in shown.values() if one.total), default=1)
    return [
        _row(
            str(season), str(season), _total(by_season[season]), table.total, most,
            is_small=table.total_is_small, states=states.get(season, 0),
        )
        for season, table in sorted(shown.items())
    ]  # fmt: skip


def _row(
    name: str, code: str, tally: Tally, number: int | None, most: int, *, is_small: bool, states: int = 0
) -> NationRow:
    taking_part = kept_back_words(is_small=True) if states < 10 else str(states)
    if number is None:
        return NationRow(name, code, kept_back_words(is_small=is_small), None, NOT_SHOWN, NOT_SHOWN, taking_part)
    medians = (days_words(tally.acknowledge_median), days_words(tally.answer_median))
    return NationRow(name, code, f"{number:,}", round(100 * number / most), *medians, taking_part)


def _plots(by_season: Mapping[int, Sequence[Tally]], shown: Mapping[int, Masked]) -> list[Plot]:
    if not shown:
        return []
    seasons = list(range(min(shown), max(shown) + 1))
    totals = [shown[one].total if one in shown else 0 for one in seasons]
    answered = [
        _total(by_season[one]).answer_median if one in shown and shown[one].total is not None else None
        for one in seasons
    ]
    found = (
        plot("Requests", seasons, [("All states", totals)]),
        plot("Median working days to answer", seasons, [("All states", answered)]),
    )
    return [one for one in found if one is not None]
