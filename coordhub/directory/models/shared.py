"""What several tables of the directory have alike: a point on the map, a source."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordhub.db import one_of
from coordhub.directory.kinds import DateBasis
from coordhub.places.points import Point


class OnTheMap:
    """A row with a point: degrees for people and boxes, the unit vector for distances in SQL."""

    lat: Mapped[float | None]
    lon: Mapped[float | None]
    ux: Mapped[float | None]
    uy: Mapped[float | None]
    uz: Mapped[float | None]
    point_basis: Mapped[str | None]

    @property
    def point(self) -> Point | None:
        """Where the row stands; None when no source says it."""
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


def point_checks() -> tuple[CheckConstraint, ...]:
    """Return the checks of a table whose rows stand on the map."""
    return (
        CheckConstraint(
            "(lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (ux IS NULL)"
            " AND (lat IS NULL) = (uy IS NULL) AND (lat IS NULL) = (uz IS NULL)",
            name="a_point_is_whole",
        ),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="a_point_is_on_earth"),
    )


class Sourced:
    """A row that says who said so, and when."""

    source: Mapped[str]
    source_date: Mapped[str | None]
    source_date_basis: Mapped[DateBasis | None] = mapped_column(one_of(DateBasis, "source_date_basis"))
