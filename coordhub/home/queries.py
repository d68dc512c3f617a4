"""Questions of the public pages: figures as they may be printed, and what a state's page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from coordhub.directory import queries
from coordhub.directory.kinds import FigureFlag, Measure
from coordhub.directory.models import ChildFigure, StateProgram
from coordhub.directory.rules import figures as rules

_GAPS = {
    FigureFlag.SUPPRESSED: "too few to show",
    FigureFlag.NOT_APPLICABLE: "did not apply",
    FigureFlag.NOT_AVAILABLE: "not available",
}
_STATED = (Measure.SAID_ELIGIBLE, Measure.SAID_SERVED, Measure.SAID_ENROLLED)
# ED Data Express spells age bands its own way; these are their words on a page.
_POPULATIONS = {
    "Grades K-3": "grades K–3",
    "Grades 4-5": "grades 4–5",
    "Grades 6-8": "grades 6–8",
    "Grades 9-12": "grades 9–12",
    "Ages 3-5 (not kindergarten)": "ages 3–5, before kindergarten",
    "Sum of ages 3-5, K-3, 4-5, 6-8, 9-12": "five age bands together, a lower bound",
}
_HEADLINES = (("All ages", "children and youth were eligible"), ("Out of school", "of them were youth out of school"))


@dataclass(frozen=True)
class Impact:
    """A headline figure with what it counts, when, and who says so."""

    value: str
    words: str
    when: str
    source: str


@dataclass(frozen=True)
class FigureRow:
    """A school year of a table; `share` is the length of its bar in hundredths of the longest, None for a gap."""

    school_year: str
    words: str
    share: int | None
    source: str


@dataclass(frozen=True)
class FigureTable:
    """One measure of one population over the years; tables are never added up."""

    measure: Measure
    population: str
    rows: Sequence[FigureRow]

    @property
    def title(self) -> str:
        """What was counted, of whom."""
        return f"{self.measure.label}, {self.population}"


@dataclass(frozen=True)
class Statement:
    """A single figure from a page of an agency, which is no statistic."""

    words: str
    when: str
    note: str
    source: str


@dataclass(frozen=True)
class StateFigures:
    """All figures of a state: series of the federal reports, and statements of agencies."""

    tables: Sequence[FigureTable]
    statements: Sequence[Statement]


def impact(programs: Sequence[StateProgram]) -> list[Impact]:
    """Return the headline figures of the nation; those that no source gives are left out."""
    found = []
    for population, words in _HEADLINES:
        one = queries.figure(Measure.ELIGIBLE, population)
        if one is not None and one.value is not None:
            when = f"School year {_years(one.school_year)}, counted once each, MSIX national profile"
            found.append(Impact(f"{one.value:,}", words, when, one.source))
    taking_part = [one for one in programs if one.takes_part]
    if taking_part:
        newest = max(taking_part, key=lambda one: one.status_year)
        when = f"School year {_years(newest.status_year)}, ED Data Express"
        found.append(Impact(str(len(taking_part)), "states run a program", when, newest.status_source))
    return found


def state_figures(state_code: str) -> StateFigures:
    """Return a state's figures ready to print: gaps say why, counts under 10 are not given, nothing is added up."""
    figures = queries.child_figures(state_code)
    series = [one for one in figures if one.measure not in _STATED and one.school_year]
    keyed = sorted(series, key=lambda one: (one.measure.value, one.population, one.school_year or "", one.id))
    tables = [
        FigureTable(measure, _POPULATIONS.get(population, population.lower()), _rows(list(rows), series))
        for (measure, population), rows in groupby(keyed, key=lambda one: (one.measure, one.population))
    ]
    # Longest series first: it says most.
    tables.sort(key=lambda one: (-len([row for row in one.rows if row.share is not None]), one.title))
    statements = [_statement(one) for one in figures if one.measure in _STATED]
    return StateFigures(tables, statements)


def _rows(figures: Sequence[ChildFigure], series: Sequence[ChildFigure]) -> list[FigureRow]:
    by_year: Mapping[str, ChildFigure] = {one.school_year: one for one in figures if one.school_year}
    printed = [one.value for one in figures if _is_printed(one, series)]
    longest = max((value for value in printed if value), default=0)
    rows = []
    for year in _span(by_year):
        one = by_year.get(year)
        if one is None:
            rows.append(FigureRow(_years(year), "no figure", None, ""))
        elif one.value is None:
            rows.append(FigureRow(_years(year), _GAPS[one.flag], None, one.source))
        elif not _is_printed(one, series):
            words = "not shown" if one.flag == FigureFlag.COMPUTED else "under 10"
            rows.append(FigureRow(_years(year), words, None, one.source))
        else:
            rows.append(FigureRow(_years(year), f"{one.value:,}", round(100 * one.value / (longest or 1)), one.source))
    return rows


def _is_printed(one: ChildFigure, series: Sequence[ChildFigure]) -> bool:
    if one.value is None or not rules.may_print(one.value):
        return False
    if one.flag != FigureFlag.COMPUTED:
        return True
    parts = [
        other.value
        for other in series
        if other.measure == one.measure and other.school_year == one.school_year and other is not one
    ]
    return rules.sum_may_be_printed(parts)


def _span(years: Mapping[str, ChildFigure]) -> list[str]:
    """Return every school year between the first and the last, so that a gap is seen as one."""
    first, last = int(min(years)[:4]), int(max(years)[:4])
    return [f"{year}-{(year + 1) % 100:02}" for year in range(first, last + 1)]


def _statement(one: ChildFigure) -> Statement:
    when = f"School year {_years(one.school_year)}" if one.school_year else "Undated"
    value = f"about {one.value:,}" if one.value is not None and rules.may_print(one.value) else "under 10"
    return Statement(f"{one.measure.label}: {value}", when, one.note or "", one.source)


def _years(school_year: str | None) -> str:
    return (school_year or "").replace("-", "–")
