"""Questions about what is near a point.

Every circle is asked the same way on both databases: an index over one-degree cells finds the rows that may lie in it,
the dot product of unit vectors keeps those inside and orders them, and the exact distance is computed for shown rows
only (study “directory and map”, section 4). The sphere and the ellipsoid differ by at most 0.5 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Float, and_, func, select, true, type_coerce

from coordhub.db import db
from coordhub.directory.kinds import EntryKind, SiteStatus, Visibility
from coordhub.directory.models import Entry
from coordhub.directory.queries.loading import loaded
from coordhub.places.grid import cells_around
from coordhub.places.points import Point, cos_radius, straight_line_miles


@dataclass(frozen=True)
class EntryNearby:
    """An entry and its straight-line distance; None where it has no point or no place was asked for."""

    entry: Entry
    distance_miles: float | None

    @property
    def kind(self) -> EntryKind:
        """What kind of entry it is."""
        return self.entry.entry_kind


def closeness_to(point: Point) -> ColumnElement[float]:
    """Return the cosine of the angle between an entry and `point`: the larger, the nearer."""
    x, y, z = point.unit_vector
    return type_coerce(Entry.ux * x + Entry.uy * y + Entry.uz * z, Float)


def in_circle(point: Point, radius_miles: float | None) -> ColumnElement[bool]:
    """Return the condition that an entry lies within `radius_miles` of `point`; None means anywhere on the map."""
    if radius_miles is None:
        return Entry.ux.is_not(None)
    cells = cells_around(point, radius_miles)
    inside = closeness_to(point) >= cos_radius(radius_miles)
    return inside if cells is None else and_(Entry.cell.in_(cells), inside)


def standing(sight: Visibility) -> ColumnElement[bool]:
    """Return the condition that an entry stands in the directory for a reader of this sight: seen and not replaced."""
    return and_(Entry.visibility.in_(sight.seen), Entry.replaced_on.is_(None))


def nearest_with_total(
    point: Point, radius_miles: float, *, limit: int, sight: Visibility = Visibility.PUBLIC
) -> tuple[Sequence[int], int]:
    """Return the ids of the nearest entries within `radius_miles` of `point`, and how many lie there in all."""
    found = (
        select(Entry.id, func.count().over())
        .where(in_circle(point, radius_miles), standing(sight))
        .order_by(closeness_to(point).desc(), Entry.id)
        .limit(limit)
    )
    rows = db.session.execute(found).all()
    return [id_ for id_, _ in rows], rows[0][1] if rows else 0


def nearest_entries(
    point: Point,
    *,
    radius_miles: float | None,
    limit: int,
    sight: Visibility = Visibility.PUBLIC,
    only: ColumnElement[bool] | None = None,
) -> list[EntryNearby]:
    """Return the entries within `radius_miles` of `point`, nearest first, by name at a tie; `only` narrows them."""
    found = (
        select(Entry.id)
        .where(in_circle(point, radius_miles), standing(sight), true() if only is None else only)
        .order_by(closeness_to(point).desc(), Entry.name, Entry.id)
        .limit(limit)
    )
    return with_distances(loaded(db.session.scalars(found).all(), sight), point)


def nearest_sites(point: Point, *, limit: int = 1) -> list[EntryNearby]:
    """Return the nearest PASS sites that ran when their source was read, wherever they are."""
    running = and_(Entry.entry_kind == EntryKind.SITE, Entry.status == SiteStatus.ACTIVE)
    return nearest_entries(point, radius_miles=None, limit=limit, only=running)


def with_distances(entries: Sequence[Entry], point: Point | None) -> list[EntryNearby]:
    """Return the entries with their exact distances from `point`, in their order."""
    return [
        EntryNearby(one, None if point is None or one.point is None else straight_line_miles(point, one.point))
        for one in entries
    ]
