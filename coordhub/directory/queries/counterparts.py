"""Questions about counterparts: the candidates of some states, and who of them is to be asked.

The number of statements is the same for one state and for five, for one entry and for thousands: candidates are read as
bare columns, and only those shown are loaded whole.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, select, union_all

from coordhub import places
from coordhub.db import db
from coordhub.directory import facets
from coordhub.directory.kinds import ChannelKind, EntryKind, Visibility
from coordhub.directory.models import Channel, Closure, Entry, EntryCounty
from coordhub.directory.queries.entries import NATIONAL_KEY
from coordhub.directory.queries.loading import loaded
from coordhub.directory.queries.nearby import standing
from coordhub.directory.queries.programs import state_program
from coordhub.directory.rules import ages
from coordhub.directory.rules.counterparts import (
    Candidate,
    Choice,
    Question,
    Rung,
    Side,
    choose,
)
from coordhub.directory.tasks import Task

CANDIDATES_AT_MOST = 10_000
PASSED_SHOWN = 4


@dataclass(frozen=True)
class Answering:
    """An entry to ask, why it is this one, and the id of the entry for which it stands in."""

    entry: Entry
    rung: Rung
    why: str
    instead_of_id: int | None = None


@dataclass(frozen=True)
class Tried:
    """A rung that was tried: whom it looks for, and whether somebody is on it who cannot answer today."""

    words: str
    has_somebody: bool


@dataclass(frozen=True)
class Counterpart:
    """The answer to a question with its entries: whom to ask, who is next, what was tried, which fallback was used.

    `passed_over` are the first of those who cannot answer today, each with the reason, and `passed_more` is how many
    more there are.
    """

    question: Question
    first: Answering | None
    next_in_line: Sequence[Answering]
    tried: Sequence[Tried]
    passed_over: Sequence[tuple[Entry, str]]
    passed_more: int
    fallback: str


def counterparts(questions: Sequence[Question], *, sight: Visibility, today: date) -> list[Counterpart]:
    """Return the answers in the order of the questions, from what a reader of this sight may see."""
    if not questions:
        return []
    candidates = list(
        _candidates(
            {one.state_code for one in questions},
            {one.county_code for one in questions if one.county_code},
            sight,
            today,
        )
    )
    choices = [choose(one, candidates, today) for one in questions]
    entries = {one.id: one for one in loaded(sorted({id_ for one in choices for id_ in _shown(one)}), sight)}
    return [_with_entries(one, entries) for one in choices]


def first_to_ask(
    state_code: str, county_code: str | None, task: Task | None, *, sight: Visibility, today: date
) -> Counterpart | None:
    """Return who receives what is asked of a state, for “ask here first”; None for an unknown state or for nobody."""
    program = state_program(state_code)
    if program is None:
        return None
    county = places.the_gazetteer().county(county_code) if county_code else None
    question = Question(
        Side.RECEIVES,
        program.state_code,
        program.name,
        county.county_code if county else None,
        county.long_name if county else None,
        task,
    )
    (found,) = counterparts([question], sight=sight, today=today)
    return found if found.first else None


def _candidates(
    state_codes: Collection[str], county_codes: Collection[str], sight: Visibility, today: date
) -> Iterator[Candidate]:
    """Return whoever of the states can stand on a rung, the national office, and the chains of their fallbacks."""
    seeds = _seeds(state_codes, county_codes, sight).cte("seeds")
    chain = select(seeds.c.id, seeds.c.fallback_id).cte("chain", recursive=True)
    following = select(Entry.id, Entry.fallback_id).join(chain, Entry.id == chain.c.fallback_id)
    chain = chain.union(following.where(standing(sight)))
    closed_until = select(func.max(Closure.ends_on)).where(
        Closure.entry_id == Entry.id, Closure.starts_on <= today, Closure.ends_on >= today
    )
    found = (
        select(
            *(getattr(Entry, name) for name in _COLUMNS),
            Entry.facets,
            Entry.verified_on,
            Entry.due_on,
            _is_local().label("is_local"),
            _is_reachable(sight).label("is_reachable"),
            closed_until.scalar_subquery().label("closed_until"),
        )
        .where(Entry.id.in_(select(chain.c.id)))
        .order_by(Entry.id)
        .limit(CANDIDATES_AT_MOST)
    )
    covers = _covered(county_codes)
    for row in db.session.execute(found):
        yield Candidate(
            **{name: getattr(row, name) for name in _COLUMNS},
            specialties=frozenset(facets.values_in(row.facets).get(facets.SPECIALTY, ())),
            covers=covers.get(row.id, frozenset()),
            is_local=bool(row.is_local),
            is_reachable=bool(row.is_reachable),
            closed_until=row.closed_until,
            age=ages.age_of(row.verified_on, row.due_on, today),
        )


_COLUMNS = (
    "id", "entry_kind", "name", "state_code", "role", "office_kind", "site_kind", "is_vacant", "sends", "receives",
    "season_starts", "season_ends", "fallback_id",
)  # fmt: skip


def _seeds(
    state_codes: Collection[str], county_codes: Collection[str], sight: Visibility
) -> CompoundSelect[int, int | None]:
    """Return who can stand on some rung, each branch by an index of its own: no hundreds of others are read."""
    found = select(Entry.id, Entry.fallback_id).where(standing(sight))
    of_states = found.where(Entry.state_code.in_(state_codes))
    branches = [of_states.where(Entry.only_by_county.is_(False)), found.where(Entry.key == NATIONAL_KEY)]
    if county_codes:
        covering = select(EntryCounty.entry_id).where(EntryCounty.county_code.in_(county_codes))
        branches.append(of_states.where(Entry.id.in_(covering), Entry.entry_kind != EntryKind.SITE))
    return union_all(*branches)


def _is_local() -> ColumnElement[bool]:
    return _some(select(EntryCounty.entry_id).where(EntryCounty.entry_id == Entry.id))


def _is_reachable(sight: Visibility) -> ColumnElement[bool]:
    ways = (ChannelKind.PHONE, ChannelKind.EMAIL)
    found = select(Channel.id).where(Channel.entry_id == Entry.id, Channel.kind.in_(ways))
    return _some(found.where(Channel.visibility.in_(sight.seen)))


def _some(found: Select[int]) -> ColumnElement[bool]:
    # EXISTS would let PostgreSQL read the whole table once for a hash, 30 ms at 100,000 entries, for a hundred answers.
    return found.limit(1).scalar_subquery().is_not(None)


def _covered(county_codes: Collection[str]) -> dict[int, frozenset[str]]:
    """Return which of the counties each entry covers."""
    found = select(EntryCounty.entry_id, EntryCounty.county_code).where(EntryCounty.county_code.in_(county_codes))
    covered: dict[int, set[str]] = {}
    if not county_codes:
        return {}
    for entry_id, code in db.session.execute(found):
        covered.setdefault(entry_id, set()).add(code)
    return {entry_id: frozenset(codes) for entry_id, codes in covered.items()}


def _shown(choice: Choice) -> Iterator[int]:
    yield from (one.candidate_id for one in choice.steps)
    yield from (one.candidate_id for one in choice.passed_over[:PASSED_SHOWN])


def _with_entries(choice: Choice, entries: Mapping[int, Entry]) -> Counterpart:
    line = [Answering(entries[one.candidate_id], one.rung, one.why, one.instead_of_id) for one in choice.steps]
    return Counterpart(
        question=choice.question,
        first=line[0] if line else None,
        next_in_line=line[1:],
        tried=[Tried(rung.words, bool(rung.passed_over)) for rung in choice.looked],
        passed_over=[(entries[one.candidate_id], one.reason) for one in choice.passed_over[:PASSED_SHOWN]],
        passed_more=max(len(choice.passed_over) - PASSED_SHOWN, 0),
        fallback=choice.fallback,
    )
