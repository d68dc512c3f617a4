"""Questions about what is near a point.

Every circle is asked the same way on both databases: the index finds the rows of a box of degrees, the dot product of
unit vectors keeps those inside the circle and orders them, and the exact distance is computed for shown rows only
(study “directory and map”, section 4). The sphere and the ellipsoid differ by at most 0.5 %.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, func, literal, or_, select, union_all

from coordhub.db import db
from coordhub.directory import rules
from coordhub.directory.kinds import EntryKind, SiteStatus
from coordhub.directory.models import Office, Site
from coordhub.places.points import Point, boxes_around, cos_radius, straight_line_miles

ENTRIES_SHOWN = 25
ALL_KINDS = frozenset(EntryKind)
_MODELS: Mapping[EntryKind, type[Office] | type[Site]] = {EntryKind.OFFICE: Office, EntryKind.SITE: Site}


@dataclass(frozen=True)
class EntryNearby:
    """An office or PASS site and its straight-line distance; None where the entry has no point."""

    entry: Office | Site
    kind: EntryKind
    distance_miles: float | None


@dataclass(frozen=True)
class EntriesAround:
    """What a search around a point found.

    `radius_miles` is the circle that was used, None when no circle held enough and these are the nearest anywhere.
    `counts` tells how many entries of each kind the circle holds, also of kinds that were not asked for.
    """

    entries: list[EntryNearby]
    radius_miles: int | None
    counts: Mapping[EntryKind, int]
    total: int


def entries_near(
    point: Point,
    *,
    radius_miles: float | None,
    kinds: Collection[EntryKind] = ALL_KINDS,
    state_code: str | None = None,
    limit: int = ENTRIES_SHOWN,
) -> list[EntryNearby]:
    """Return the public entries within `radius_miles` of `point`, nearest first, by name at a tie.

    None as the radius means anywhere. With `state_code`, only that state's entries. Three queries at most.
    """
    if not kinds:
        return []
    near = union_all(*(_rows(kind, point, radius_miles, state_code) for kind in sorted(kinds))).subquery()
    order = (near.c.closeness.desc(), near.c.name, near.c.kind, near.c.id)
    hits = db.session.execute(select(near.c.kind, near.c.id).order_by(*order).limit(limit)).all()
    entries = {
        kind: {one.id: one for one in _load(kind, [row.id for row in hits if row.kind == kind])} for kind in kinds
    }
    found = [_nearby(point, entries[EntryKind(kind)][id_]) for kind, id_ in hits]
    return sorted(found, key=lambda one: one.distance_miles or 0.0)


def circle_counts(
    point: Point, *, radii_miles: Sequence[int], state_code: str | None = None
) -> dict[int, dict[EntryKind, int]]:
    """Return how many public entries of each kind each circle around `point` holds, in one query."""
    widest = max(radii_miles)
    near = union_all(*(_rows(kind, point, widest, state_code) for kind in EntryKind)).subquery()
    inside = [func.sum(case((near.c.closeness >= cos_radius(miles), 1), else_=0)) for miles in radii_miles]
    counts = {miles: dict.fromkeys(EntryKind, 0) for miles in radii_miles}
    for kind, *numbers in db.session.execute(select(near.c.kind, *inside).group_by(near.c.kind)):
        for miles, number in zip(radii_miles, numbers, strict=True):
            counts[miles][EntryKind(kind)] = int(number)
    return counts


def entries_around(
    point: Point, *, asked_miles: int | None = None, kinds: Collection[EntryKind] = ALL_KINDS
) -> EntriesAround:
    """Return the entries of the smallest circle that holds enough, or of the one asked for unless it is empty.

    When not even the widest circle holds enough of `kinds`, these are the nearest five anywhere. Four queries.
    """
    counts = circle_counts(point, radii_miles=rules.RADII_MILES)
    totals = {miles: sum(by_kind[kind] for kind in kinds) for miles, by_kind in counts.items()}
    radius = rules.radius_to_show(totals, asked_miles=asked_miles)
    limit = ENTRIES_SHOWN if radius else rules.NEAREST_ANYWHERE
    found = entries_near(point, radius_miles=radius, kinds=kinds, limit=limit)
    held = counts[radius] if radius else {kind: sum(one.kind == kind for one in found) for kind in EntryKind}
    return EntriesAround(found, radius, held, totals[radius] if radius else len(found))


def nearest_sites(point: Point, *, limit: int = 1) -> list[EntryNearby]:
    """Return the nearest PASS sites that ran when their source was read, wherever they are."""
    near = _rows(EntryKind.SITE, point, None, None).where(Site.status == SiteStatus.ACTIVE).subquery()
    found = select(near.c.id).order_by(near.c.closeness.desc(), near.c.name, near.c.id).limit(limit)
    sites = _load(EntryKind.SITE, list(db.session.scalars(found)))
    return sorted((_nearby(point, one) for one in sites), key=lambda one: one.distance_miles or 0.0)


def _rows(
    kind: EntryKind, point: Point, radius_miles: float | None, state_code: str | None
) -> Select[*tuple[Any, ...]]:
    model = _MODELS[kind]
    x, y, z = point.unit_vector
    closeness = model.ux * x + model.uy * y + model.uz * z
    rows: Select[*tuple[Any, ...]] = select(
        literal(kind.value, String).label("kind"), model.id, model.name, closeness.label("closeness")
    ).where(model.is_public, model.lat.is_not(None))
    if radius_miles is not None:
        rows = rows.where(_in_boxes(model, point, radius_miles), closeness >= cos_radius(radius_miles))
    if state_code is not None:
        rows = rows.where(model.state_code == state_code)
    return rows


def _in_boxes(model: type[Office] | type[Site], point: Point, radius_miles: float) -> ColumnElement[bool]:
    return or_(
        *(
            and_(model.lat.between(box.south, box.north), model.lon.between(box.west, box.east))
            for box in boxes_around(point, radius_miles)
        )
    )


def _load(kind: EntryKind, ids: Sequence[int]) -> Sequence[Any]:
    if not ids:
        return []
    model = _MODELS[kind]
    return db.session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id)).all()


def _nearby(point: Point, entry: Office | Site) -> EntryNearby:
    assert entry.point is not None  # rows without a point are not searched
    return EntryNearby(entry, entry.entry_kind, straight_line_miles(point, entry.point))
