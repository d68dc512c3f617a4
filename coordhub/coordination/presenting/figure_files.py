"""Figures as CSV files (RFC 4180), with names of columns that a program can use."""

import csv
import io
from collections.abc import Iterable, Sequence

from coordhub.coordination.models import Tally
from coordhub.coordination.presenting.nation import Nation, NationRow
from coordhub.coordination.presenting.report import Report, type_label
from coordhub.directory.exchange.safe_cells import guarded
from coordhub.places.states import STATES

MEDIANS = ("median_days_to_acknowledge", "median_days_to_answer")
FIGURES = ("requests", *MEDIANS, "overdue", "unanswered_moves")


def partners_file(report: Report, table: str) -> bytes:
    """Return one table of a state's report: by state, by type or by season."""
    if table == "season":
        totals = [one for row in report.seasons for one in (row.sent, row.received) if one is not None]
        return _file(("season", "direction", *FIGURES), ([one.season, one.way.value, *_figures(one)] for one in totals))
    rows = (
        [report.season, one.way.value, row.code, row.name, *_figures(row.tally)]
        for one in report.directions
        for row in (one.partners if table == "state" else one.types)
    )
    return _file(("season", "direction", f"{table}_code", table, *FIGURES), rows)


def partner_file(tallies: Sequence[Tally]) -> bytes:
    """Return all figures with one partner, every season and type; an empty type stands for all of them."""
    rows = (
        [one.season, one.way.value, one.partner, STATES[one.partner].name, one.type_code, _type(one), *_figures(one)]
        for one in tallies
    )
    return _file(("season", "direction", "state_code", "state", "type_code", "type", *FIGURES), rows)


def nation_file(nation: Nation, table: str) -> bytes:
    """Return one table of the nation, by type or by season, with the same counts kept back as on the page."""
    if table == "season":
        rows: Iterable[list[object]] = ([row.name, *_shown(row), row.states] for row in nation.seasons)
        return _file(("season", "requests", *MEDIANS, "states_taking_part"), rows)
    by_type = ([nation.season, row.code, row.name, *_shown(row)] for row in nation.types)
    return _file(("season", "type_code", "type", "requests", *MEDIANS), by_type)


def _type(tally: Tally) -> str:
    return type_label(tally.type_code) if tally.type_code else "All types"


def _figures(one: Tally) -> tuple[object, ...]:
    return (one.requests, one.acknowledge_median, one.answer_median, one.overdue, one.unanswered_moves)


def _shown(row: NationRow) -> tuple[str, str, str]:
    return row.requests.replace(",", ""), row.acknowledge, row.answer


def _file(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([guarded("" if cell is None else str(cell)) for cell in row] for row in rows)
    # The mark by which spreadsheet programs know UTF-8.
    return text.getvalue().encode("utf-8-sig")
