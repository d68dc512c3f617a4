"""Questions about offices, PASS sites and courses: only public entries, sources newest first where it matters."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, case, select, true
from sqlalchemy.orm import joinedload

from coordhub.db import db
from coordhub.directory.kinds import STATE_WIDE, OfficeKind, Participation, SiteStatus
from coordhub.directory.models import Course, Office, Site, StateProgram
from coordhub.directory.rules import may_be_key

ENTRIES_LISTED = 200
INSTEAD_STATES = 3
_NATIONAL_KEY = "us-ome"

_office_rank = case(
    {OfficeKind.STATE: 0, OfficeKind.DELEGATED: 1, OfficeKind.LOCAL: 2, OfficeKind.INTERSTATE: 3},
    value=Office.kind,
    else_=4,
)
# Of two alike, the one with a telephone: somebody must be reachable.
_first_to_ask = (_office_rank, Office.phone.is_(None), Office.name, Office.id)
_status_rank = case({SiteStatus.ACTIVE: 0, SiteStatus.UNKNOWN: 1}, value=Site.status, else_=2)


def offices_of(state_code: str) -> Sequence[Office]:
    """Return the public offices of a state: the state office first, then state-wide ones, then regional ones."""
    found = select(Office).where(Office.state_code == state_code, Office.is_public)
    return db.session.scalars(found.order_by(*_first_to_ask).limit(ENTRIES_LISTED)).all()


def office_by_key(key: str) -> Office | None:
    """Return a public office with its state; None for anything that is no key."""
    if not may_be_key(key):
        return None
    found = select(Office).where(Office.key == key, Office.is_public).options(joinedload(Office.state))
    return db.session.scalar(found)


def site_by_key(key: str) -> Site | None:
    """Return a public PASS site with its state; None for anything that is no key."""
    if not may_be_key(key):
        return None
    found = select(Site).where(Site.key == key, Site.is_public).options(joinedload(Site.state))
    return db.session.scalar(found)


def state_office(state_code: str) -> Office | None:
    """Return the office to ask first: the one in the state agency, else the one that works for the whole state."""
    return state_offices([state_code]).get(state_code)


def state_offices(state_codes: Sequence[str]) -> dict[str, Office]:
    """Return the office to ask first of each of the states, by state code; a state without one is left out."""
    found = select(Office).where(Office.state_code.in_(state_codes), Office.kind.in_(STATE_WIDE), Office.is_public)
    offices: dict[str, Office] = {}
    for office in db.session.scalars(found.order_by(*_first_to_ask)):
        offices.setdefault(office.state_code or "", office)
    return offices


def national_office() -> Office | None:
    """Return the Office of Migrant Education, for questions that no state can answer."""
    return office_by_key(_NATIONAL_KEY)


def offices_between_states() -> Sequence[Office]:
    """Return the public offices of no state: national, interstate and consortium ones, by kind and name."""
    found = select(Office).where(Office.state_code.is_(None), Office.is_public)
    return db.session.scalars(found.order_by(Office.kind, Office.name, Office.id).limit(ENTRIES_LISTED)).all()


def who_instead(state_code: str) -> list[Office]:
    """Return who to ask about a state without a program: state offices of the nearest states that take part.

    Nearest by capital, INSTEAD_STATES of them, the national office last. Empty for an unknown state.
    """
    state = db.session.get(StateProgram, state_code)
    if state is None or state.ux is None or state.uy is None or state.uz is None:
        return []
    closeness = StateProgram.ux * state.ux + StateProgram.uy * state.uy + StateProgram.uz * state.uz
    nearest = (
        select(StateProgram.state_code)
        .where(
            StateProgram.participation == Participation.YES,
            StateProgram.state_code != state_code,
            StateProgram.state_code.in_(select(Office.state_code).where(Office.kind.in_(STATE_WIDE), Office.is_public)),
        )
        .order_by(closeness.desc(), StateProgram.state_code)
        .limit(INSTEAD_STATES)
    )
    codes = list(db.session.scalars(nearest))
    offices = state_offices(codes)
    national = national_office()
    return [offices[code] for code in codes] + ([national] if national else [])


def sites_of(state_code: str) -> Sequence[Site]:
    """Return the public PASS sites of a state, running ones first."""
    return _sites(Site.state_code == state_code)


def pass_sites() -> Sequence[Site]:
    """Return all public PASS sites, running ones first."""
    return _sites(true())


def courses_of(state_code: str) -> Sequence[Course]:
    """Return the PASS courses of a state's catalogue, by subject and title."""
    found = select(Course).where(Course.state_code == state_code)
    return db.session.scalars(_in_order(found).limit(ENTRIES_LISTED)).all()


def pass_courses() -> Sequence[Course]:
    """Return all PASS courses, by subject and title."""
    return db.session.scalars(_in_order(select(Course)).limit(ENTRIES_LISTED)).all()


def _in_order(found: Select[Course]) -> Select[Course]:
    return found.order_by(Course.subject, Course.title, Course.semester, Course.id)


def _sites(condition: ColumnElement[bool]) -> Sequence[Site]:
    found = select(Site).where(condition, Site.is_public)
    return db.session.scalars(found.order_by(_status_rank, Site.name, Site.id).limit(ENTRIES_LISTED)).all()
