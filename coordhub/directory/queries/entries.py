"""Questions about entries of a state, of PASS and between states, and about courses."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import aliased

from coordhub.db import db
from coordhub.directory.kinds import (
    STATE_WIDE,
    ChannelKind,
    ContactRole,
    EntryKind,
    OfficeKind,
    Participation,
    SiteStatus,
    Visibility,
)
from coordhub.directory.models import Channel, Contact, Course, Entry, EntryCourse, Office, Site, StateProgram
from coordhub.directory.queries.loading import for_cards, for_pages
from coordhub.directory.queries.nearby import standing
from coordhub.directory.rules.entries import may_be_key

ENTRIES_LISTED = 200
INSTEAD_STATES = 3
NATIONAL_KEY = "us-ome"

_office_rank = case(
    {OfficeKind.STATE: 0, OfficeKind.DELEGATED: 1, OfficeKind.LOCAL: 2, OfficeKind.INTERSTATE: 3},
    value=Office.office_kind,
    else_=4,
)
_has_phone = exists().where(
    Channel.entry_id == Entry.id, Channel.kind == ChannelKind.PHONE, Channel.visibility == Visibility.PUBLIC
)
# Of two alike, the one with a telephone: somebody must be reachable.
_first_to_ask = (_office_rank, case((_has_phone, 0), else_=1), Office.name, Office.id)
_status_rank = case({SiteStatus.ACTIVE: 0, SiteStatus.UNKNOWN: 1}, value=Site.status, else_=2)
_PUBLIC = Visibility.PUBLIC


def entry_by_key(key: str, *, sight: Visibility = _PUBLIC) -> Entry | None:
    """Return an entry that this reader may see, ready for its page, also one that was replaced; None for no key."""
    if not may_be_key(key):
        return None
    found = select(Entry).where(Entry.key == key, Entry.visibility.in_(sight.seen)).options(*for_pages(sight))
    return db.session.scalar(found.execution_options(populate_existing=True))


def offices_of(state_code: str, *, sight: Visibility = _PUBLIC) -> Sequence[Office]:
    """Return the offices of a state: the state office first, then state-wide ones, then regional ones."""
    return _offices(Office.state_code == state_code, *_first_to_ask, sight=sight)


def offices_between_states(*, sight: Visibility = _PUBLIC) -> Sequence[Office]:
    """Return the offices of no state: national, interstate and consortium ones, by kind and name."""
    return _offices(Office.state_code.is_(None), Office.office_kind, Office.name, Office.id, sight=sight)


def contacts_of(state_code: str, *, sight: Visibility = _PUBLIC) -> Sequence[Contact]:
    """Return the people and vacant positions of a state, directors first, then by role and name."""
    found = select(Contact).where(Contact.state_code == state_code, standing(sight)).options(*for_cards(sight))
    order = (case((Contact.role == ContactRole.DIRECTOR, 0), else_=1), Contact.role, Contact.name, Contact.id)
    return db.session.scalars(found.order_by(*order).limit(ENTRIES_LISTED)).all()


def sites_of(state_code: str, *, sight: Visibility = _PUBLIC) -> Sequence[Site]:
    """Return the PASS sites of a state, running ones first."""
    return _sites(Site.state_code == state_code, sight=sight)


def pass_sites(*, sight: Visibility = _PUBLIC) -> Sequence[Site]:
    """Return all PASS sites, running ones first."""
    return _sites(Site.entry_kind == EntryKind.SITE, sight=sight)


def state_office(state_code: str) -> Office | None:
    """Return the office to ask first: the one in the state agency, else the one that works for the whole state."""
    return state_offices([state_code]).get(state_code)


def state_offices(state_codes: Sequence[str]) -> dict[str, Office]:
    """Return the office to ask first of each of the states, by state code; a state without one is left out."""
    found = (
        select(Office)
        .where(Office.state_code.in_(state_codes), Office.office_kind.in_(STATE_WIDE), standing(_PUBLIC))
        .options(*for_cards(_PUBLIC))
    )
    offices: dict[str, Office] = {}
    for office in db.session.scalars(found.order_by(*_first_to_ask)):
        offices.setdefault(office.state_code or "", office)
    return offices


def entries_by_state(*, sight: Visibility = _PUBLIC) -> dict[str, int]:
    """Return how many entries each state has, practice ones aside; states without one are left out."""
    found = select(Entry.state_code, func.count()).where(
        standing(sight), Entry.state_code.is_not(None), Entry.is_demo.is_(False)
    )
    rows = db.session.execute(found.group_by(Entry.state_code)).all()
    return {code: number for code, number in rows if code}


def national_office() -> Office | None:
    """Return the Office of Migrant Education, for questions that no state can answer."""
    found = select(Office).where(Office.key == NATIONAL_KEY, standing(_PUBLIC)).options(*for_cards(_PUBLIC))
    return db.session.scalar(found)


def who_instead(state_code: str) -> list[Office]:
    """Return who to ask about a state without a program: state offices of the nearest states that take part.

    Nearest by capital, INSTEAD_STATES of them, the national office last. Empty for an unknown state.
    """
    state = db.session.get(StateProgram, state_code)
    if state is None or state.ux is None or state.uy is None or state.uz is None:
        return []
    closeness = StateProgram.ux * state.ux + StateProgram.uy * state.uy + StateProgram.uz * state.uz
    office = aliased(Office)
    nearest = (
        select(StateProgram.state_code)
        .where(
            StateProgram.participation == Participation.YES,
            StateProgram.state_code != state_code,
            exists().where(
                office.state_code == StateProgram.state_code,
                office.office_kind.in_(STATE_WIDE),
                office.visibility == _PUBLIC,
                office.replaced_on.is_(None),
            ),
        )
        .order_by(closeness.desc(), StateProgram.state_code)
        .limit(INSTEAD_STATES)
    )
    codes = list(db.session.scalars(nearest))
    offices = state_offices(codes)
    national = national_office()
    return [offices[code] for code in codes] + ([national] if national else [])


def courses_of(state_code: str) -> Sequence[Course]:
    """Return the PASS courses of a state's catalogue, by subject and title."""
    found = select(Course).where(Course.state_code == state_code)
    return db.session.scalars(_in_order(found).limit(ENTRIES_LISTED)).all()


def pass_courses() -> Sequence[Course]:
    """Return all PASS courses, by subject and title."""
    return db.session.scalars(_in_order(select(Course)).limit(ENTRIES_LISTED)).all()


def offered_courses() -> Sequence[Course]:
    """Return the courses that some site offers, by subject and title."""
    offered = exists().where(EntryCourse.course_id == Course.id)
    return db.session.scalars(_in_order(select(Course).where(offered)).limit(ENTRIES_LISTED)).all()


def _in_order(found: Select[Course]) -> Select[Course]:
    return found.order_by(Course.subject, Course.title, Course.semester, Course.id)


def _offices(condition: ColumnElement[bool], *order: object, sight: Visibility) -> Sequence[Office]:
    found = select(Office).where(condition, standing(sight)).options(*for_cards(sight))
    return db.session.scalars(found.order_by(*order).limit(ENTRIES_LISTED)).all()  # type: ignore[arg-type]


def _sites(condition: ColumnElement[bool], *, sight: Visibility) -> Sequence[Site]:
    found = select(Site).where(condition, standing(sight)).options(*for_cards(sight))
    return db.session.scalars(found.order_by(_status_rank, Site.name, Site.id).limit(ENTRIES_LISTED)).all()
