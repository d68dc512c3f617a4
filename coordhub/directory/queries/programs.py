"""Questions about state programs, figures and loaded files."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from coordhub.db import db
from coordhub.directory.kinds import FactKind, Measure, Participation
from coordhub.directory.models import ChildFigure, StarterFile, StateFact, StateProgram
from coordhub.directory.rules.facts import newest

PROGRAMS_LISTED = 100  # the 56 states and areas, and some room
FIGURES_LISTED = 500


def state_program(state_code: str) -> StateProgram | None:
    """Return the program of a state by its USPS code; None for an unknown code."""
    # PostgreSQL refuses a NUL, which an address can carry.
    if not (state_code.isascii() and state_code.isalpha()):
        return None
    return db.session.get(StateProgram, state_code)


def state_programs(*, taking_part: bool | None = None) -> Sequence[StateProgram]:
    """Return all states by name; with `taking_part`, only those that do or, with False, that do not."""
    found = select(StateProgram)
    if taking_part is True:
        found = found.where(StateProgram.participation == Participation.YES)
    elif taking_part is False:
        found = found.where(StateProgram.participation != Participation.YES)
    return db.session.scalars(found.order_by(StateProgram.name, StateProgram.state_code).limit(PROGRAMS_LISTED)).all()


def state_codes() -> frozenset[str]:
    """Return the USPS codes that the directory knows."""
    return frozenset(db.session.scalars(select(StateProgram.state_code)))


def child_figures(state_code: str) -> Sequence[ChildFigure]:
    """Return every figure about a state, by measure, school year and population; None-valued ones are gaps."""
    found = select(ChildFigure).where(ChildFigure.state_code == state_code)
    order = (ChildFigure.measure, ChildFigure.school_year, ChildFigure.population, ChildFigure.id)
    return db.session.scalars(found.order_by(*order).limit(FIGURES_LISTED)).all()


def figure(measure: Measure, population: str, *, state_code: str | None = None) -> ChildFigure | None:
    """Return the newest printed figure of a measure and population; of the nation unless a state is named."""
    found = select(ChildFigure).where(
        ChildFigure.measure == measure,
        ChildFigure.population == population,
        ChildFigure.state_code.is_(None) if state_code is None else ChildFigure.state_code == state_code,
        ChildFigure.value.is_not(None),
    )
    return db.session.scalar(found.order_by(ChildFigure.school_year.desc(), ChildFigure.id).limit(1))


def starter_files() -> dict[str, StarterFile]:
    """Return what was loaded from which starter file, by the file's name."""
    return {file.name: file for file in db.session.scalars(select(StarterFile).order_by(StarterFile.name))}


def rows_by_key(model: type[Any], key: str) -> dict[str, Any]:
    """Return every row of one of the directory's tables by the column `key`; for imports only."""
    return {getattr(row, key): row for row in db.session.scalars(select(model).order_by(getattr(model, key)))}


def facts_of(state_code: str) -> Sequence[StateFact]:
    """Return what is known of a state, newest first."""
    found = select(StateFact).where(StateFact.state_code == state_code)
    order = (StateFact.kind, StateFact.as_of.desc(), StateFact.value, StateFact.id)
    return db.session.scalars(found.order_by(*order).limit(FIGURES_LISTED)).all()


def fact_exists(state_code: str, kind: FactKind, value: str, as_of: str) -> bool:
    """Say whether this very fact is recorded."""
    found = select(StateFact.id).where(
        StateFact.state_code == state_code, StateFact.kind == kind, StateFact.value == value, StateFact.as_of == as_of
    )
    return db.session.scalar(found) is not None


def newest_facts(kind: FactKind) -> dict[str, list[StateFact]]:
    """Return the newest facts of a kind by state; a state of which nothing is known is left out."""
    by_state: dict[str, list[StateFact]] = {}
    for fact in db.session.scalars(select(StateFact).where(StateFact.kind == kind).order_by(StateFact.id)):
        by_state.setdefault(fact.state_code, []).append(fact)
    return {code: newest(facts, kind) for code, facts in by_state.items()}
