"""The one search of the directory: around a point, in a state or by words, narrowed by filters, with counts.

A page of it costs the same number of queries however large the directory is: reach, counts, one page of ids, and what
the cards show of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, union_all
from sqlalchemy.sql.selectable import Subquery

from coordhub.db import db
from coordhub.directory import facets
from coordhub.directory.kinds import SEARCHED_AS, EntryKind, FactKind, OfficeKind, Visibility
from coordhub.directory.models import Closure, Entry
from coordhub.directory.queries.loading import loaded
from coordhub.directory.queries.nearby import EntryNearby, closeness_to, in_circle, standing, with_distances
from coordhub.directory.queries.programs import newest_facts
from coordhub.directory.rules import ages, filters, reach, seasons
from coordhub.directory.rules.filters import Alike, Counted, Filters
from coordhub.places.points import Point
from coordhub.search import Audience, matches

PAGE = 25
HITS_RANKED = 500  # of words that stand in more entries than this, only so many are looked at
_KIND_RANK = case({EntryKind.OFFICE: 0, EntryKind.CONTACT: 1, EntryKind.SITE: 2}, value=Entry.entry_kind, else_=3)
_OFFICE_RANK = case(
    {OfficeKind.STATE: 0, OfficeKind.DELEGATED: 1, OfficeKind.LOCAL: 2}, value=Entry.office_kind, else_=3
)


@dataclass(frozen=True)
class Search:
    """What somebody looks for, all of it together. Without a point, distances are not known.

    `radius_miles` None is as far as needed. `text` is searched in names first, then in the other words. `but_id` is an
    entry that the page shows anyway.
    """

    today: date
    sight: Visibility = Visibility.PUBLIC
    point: Point | None = None
    radius_miles: int | None = None
    state_code: str | None = None
    text: str = ""
    but_id: int | None = None
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True)
class Found:
    """A page of what was found. `radius_miles` is the circle that was used, None for the nearest anywhere."""

    entries: Sequence[EntryNearby]
    counts: Counted
    radius_miles: int | None
    page: int = 1

    @property
    def total(self) -> int:
        """How many entries fit in all."""
        return self.counts.total

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def find(search: Search, *, page: int = 1) -> Found:
    """Return a page of entries, confirmed ones before those not confirmed for a year, nearest or best first.

    Around a point the circle is widened until it holds enough, unless somebody chose one that holds an entry; when
    none does, these are the nearest anywhere.
    """
    streams = _streams()
    radius = _radius(search, streams) if search.point else None
    if search.point and radius is None:
        return _nearest_anywhere(search, streams)
    within = _within(search, radius)
    counts = filters.counted(_alike(_within(replace(search, but_id=None), radius), search, streams), search.filters)
    page = min(max(page, 1), max(1, -(-counts.total // PAGE)))
    ids = _ids(search, within, streams, limit=PAGE, offset=(page - 1) * PAGE)
    return Found(with_distances(loaded(ids, search.sight), search.point), counts, radius, page)


def found_ids(search: Search, *, limit: int) -> Sequence[int]:
    """Return the ids of all that `find` would show on its pages, in their order; for exports."""
    streams = _streams()
    radius = _radius(search, streams) if search.point else None
    if search.point and radius is None:
        limit = reach.NEAREST_ANYWHERE
    return _ids(search, _within(search, radius), streams, limit=limit, offset=0)


def text_total(search: Search, *, at_most: int = 100) -> int:
    """Return how many entries the words alone would find, not counting beyond `at_most`."""
    if not search.text:
        return 0
    some = select(Entry.id).where(*_within(replace(search, point=None), None)).limit(at_most).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _streams() -> Mapping[str, frozenset[str]]:
    """Return the streams of each state, as far as they are known."""
    return {code: frozenset(one.value for one in facts) for code, facts in newest_facts(FactKind.STREAM).items()}


def _radius(search: Search, streams: Mapping[str, frozenset[str]]) -> int | None:
    """Return the circle to show, asking every circle at once whether it holds enough; none counts further than that."""
    assert search.point is not None
    wanted = 1 if search.radius_miles else reach.ENOUGH_ENTRIES
    probes = []
    for miles in reach.RADII_MILES:
        some = select(Entry.id).where(*_within(search, miles), *_narrowed(search, streams)).limit(wanted).subquery()
        probes.append(select(func.count().label("number")).select_from(some))
    # The answers come in any order, but no circle holds more than a wider one.
    totals = dict(zip(reach.RADII_MILES, sorted(db.session.scalars(union_all(*probes))), strict=True))
    return reach.radius_to_show(totals, asked_miles=search.radius_miles)


def _nearest_anywhere(search: Search, streams: Mapping[str, frozenset[str]]) -> Found:
    within = _within(search, None)
    ids = _ids(search, within, streams, limit=reach.NEAREST_ANYWHERE, offset=0, near_first=True)
    found = with_distances(loaded(ids, search.sight), search.point)
    alike = [Alike(one.entry.facets, streams.get(one.entry.state_code or "", frozenset()), True, 1) for one in found]
    return Found(found, filters.counted(alike, search.filters), None)


def _within(search: Search, radius_miles: int | None) -> list[ColumnElement[bool]]:
    """Return the conditions of a search without its filters."""
    conditions = [standing(search.sight)]
    if search.point is not None:
        conditions.append(in_circle(search.point, radius_miles))
    if search.state_code:
        conditions.append(Entry.state_code == search.state_code)
    if search.but_id is not None:
        conditions.append(Entry.id != search.but_id)
    if search.text:
        found = _matching(search)
        conditions.append(false() if found is None else Entry.id.in_(select(found.c.object_id)))
    return conditions


def _matching(search: Search) -> Subquery | None:
    """Return a subquery of (object_id, rank) of what the words of a search find; None when there are no words."""
    found = matches(
        search.text,
        kind=SEARCHED_AS,
        audience=Audience(search.sight.value),
        state_codes=[search.state_code] if search.state_code else None,
        at_most=HITS_RANKED,
    )
    return None if found is None else found.subquery()


def _narrowed(search: Search, streams: Mapping[str, frozenset[str]]) -> list[ColumnElement[bool]]:
    """Return the conditions of the filters."""
    conditions = []
    for group in facets.GROUPS:
        if values := search.filters.of(group):
            tokens = [Entry.facets.contains(facets.token(group, one), autoescape=True) for one in sorted(values)]
            conditions.append(or_(*tokens))
    if wanted := search.filters.of(filters.STREAM):
        conditions.append(Entry.state_code.in_([code for code, found in streams.items() if found & wanted]))
    if search.filters.of(filters.SEASON):
        conditions.append(_in_season(search.today))
    return conditions


def _in_season(today: date) -> ColumnElement[bool]:
    number, starts, ends = seasons.day_of_year(today), Entry.season_starts, Entry.season_ends
    over_new_year = and_(starts > ends, or_(starts <= number, ends >= number))
    season = or_(starts.is_(None), and_(starts <= number, ends >= number), over_new_year)
    return and_(season, Entry.id.not_in(_closed(today)))


def _closed(today: date) -> Select[int]:
    return select(Closure.entry_id).where(Closure.starts_on <= today, Closure.ends_on >= today)


def _alike(
    within: Sequence[ColumnElement[bool]], search: Search, streams: Mapping[str, frozenset[str]]
) -> Iterator[Alike]:
    season = case((_in_season(search.today), 1), else_=0)
    apart = func.count(case((Entry.id == search.but_id, 1)))
    found = select(Entry.facets, Entry.state_code, season, func.count(), apart).where(*within)
    for text, state_code, in_season, number, beside in db.session.execute(
        found.group_by(Entry.facets, Entry.state_code, season)
    ):
        yield Alike(text, streams.get(state_code, frozenset()), bool(in_season), number, beside)


def _ids(
    search: Search,
    within: Sequence[ColumnElement[bool]],
    streams: Mapping[str, frozenset[str]],
    *,
    limit: int,
    offset: int,
    near_first: bool = False,
) -> Sequence[int]:
    stale = case((Entry.verified_on >= ages.stale_before(search.today), 0), else_=1)
    narrowed = _narrowed(search, streams)
    order: list[Any] = [] if near_first else [stale]
    best = _matching(search) if search.point is None and search.text else None
    if search.point is not None:
        found = select(Entry.id).where(*within, *narrowed)
        order.append(closeness_to(search.point).desc())
    elif best is not None:
        # The join says already which words an entry holds: they are not asked for twice.
        plain = _within(replace(search, text=""), None)
        found = select(Entry.id).join(best, best.c.object_id == Entry.id).where(*plain, *narrowed)
        order.append(best.c.rank.desc())
    else:
        found = select(Entry.id).where(*within, *narrowed)
        order = [_KIND_RANK, stale, _OFFICE_RANK]
    return db.session.scalars(found.order_by(*order, Entry.name, Entry.id).limit(limit).offset(offset)).all()
