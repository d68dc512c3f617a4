"""Deeds on what is known of a state: whether it takes part in the program and in PASS, and its streams.

Facts are dated and never overwritten: the newest of a kind is shown, the older ones stay as its history.
"""

from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.kinds import FactKind, Participation, SiteStatus
from coordhub.directory.models import StateFact, StateProgram
from coordhub.directory.rules.ages import first_day
from coordhub.directory.rules.facts import fact_problem
from coordhub.directory.rules.sight import may_keep_state
from coordhub.errors import Conflict, NotAllowed
from coordhub.privacy.checks import check_text
from coordhub.privacy.surfaces import Surface

BY_CONVENTION = "The usual convention; no source gives it state by state."


def record_fact(
    program: StateProgram,
    kind: FactKind,
    value: str,
    *,
    as_of: str,
    source: str,
    note: str = "",
    by: User | None = None,
) -> StateFact | None:
    """Add what `source` said of a state as of a year, month, day or school year; None when it stands there already.

    Raises NotAllowed for somebody who does not answer for the state, or with a sentence for a wrong value or date,
    PrivacyRefusal for a person's note that may not be public, and Conflict.
    """
    if by is not None and not may_keep_state(by, program.state_code):
        raise NotAllowed("Only the state’s director or a hub administrator records what is known of it.")
    problem = fact_problem(kind, value, as_of, source)
    if problem:
        raise NotAllowed(problem)
    if by is not None:
        check_text({"note": note, "source": source}, Surface.PUBLIC, confirmed=True)
    if queries.fact_exists(program.state_code, kind, value, as_of):
        return None
    fact = StateFact(
        state_code=program.state_code, kind=kind, value=value, as_of=as_of, source=source, note=note,
        recorded_at=clock.now(),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(fact)
    except IntegrityError as error:
        raise Conflict("Somebody has just recorded this. Look at what is known, then try again.") from error
    if kind == FactKind.MEP and as_of >= program.status_year:
        program.participation, program.status_year, program.status_source = Participation(value), as_of, source
    if by is not None:
        record(by.id, "fact-recorded", program.state_code, f"{kind}={value}")
    return fact


def record_starter_facts() -> int:
    """Record what the starter rows say of each state, and return how many facts are new.

    A state takes part in PASS when a source found a site running; an old source or none leaves that unknown.
    """
    number = 0
    running = {
        site.state_code: site
        for site in reversed(queries.pass_sites())
        if site.status == SiteStatus.ACTIVE and site.source_date and first_day(site.source_date)
    }
    for program in queries.state_programs():
        found = [
            (
                FactKind.MEP,
                program.participation.value,
                program.status_year,
                program.status_source,
                program.status_note,
            ),
            (FactKind.STREAM, program.stream.value, program.status_year, BY_CONVENTION, None),
        ]
        site = running.get(program.state_code)
        if site is not None and site.source_date:
            found.append((FactKind.PASS, "yes", site.source_date, site.source, f"{site.name} ran when it was read."))
        for kind, value, as_of, source, note in found:
            number += record_fact(program, kind, value, as_of=as_of, source=source, note=note or "") is not None
    return number
