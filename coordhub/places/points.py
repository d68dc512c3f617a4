"""Points, straight-line miles and the boxes around a point."""

from dataclasses import dataclass
from math import asin, cos, degrees, pi, radians, sin

from geopy.distance import geodesic

EARTH_RADIUS_MILES = 3958.7613  # mean radius R1 of the WGS 84 ellipsoid (IUGG), 6371.0088 km


@dataclass(frozen=True)
class Point:
    """A place on earth in WGS 84 decimal degrees, latitude first. Raises ValueError when out of range."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"no point on earth: {self.latitude}, {self.longitude}")

    @property
    def unit_vector(self) -> tuple[float, float, float]:
        """The point on a sphere of radius 1: the dot product of two is the cosine of their angle."""
        latitude, longitude = radians(self.latitude), radians(self.longitude)
        return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


@dataclass(frozen=True)
class Box:
    """A rectangle of latitudes and longitudes, in degrees, south before north and west before east."""

    south: float
    north: float
    west: float
    east: float


def straight_line_miles(one: Point, other: Point) -> float:
    """Return the geodesic distance in statute miles (WGS 84): exact, slow (0.2 ms), so only for rows shown."""
    return float(geodesic((one.latitude, one.longitude), (other.latitude, other.longitude)).miles)


def cos_radius(radius_miles: float) -> float:
    """Return the cosine of the angle that `radius_miles` spans at the earth's center.

    A point is within the radius when the dot product of both unit vectors is at least this much. On the sphere, that
    is up to 0.5 % off the geodesic distance (study "directory and map", section 4).
    """
    return cos(min(radius_miles / EARTH_RADIUS_MILES, pi))


def boxes_around(point: Point, radius_miles: float) -> list[Box]:
    """Return the boxes that hold every point within `radius_miles`: one, or two when they cross ±180°.

    A box around a pole or wider than a hemisphere spans all longitudes. Raises ValueError for a negative radius.
    """
    if radius_miles < 0:
        raise ValueError(f"no radius: {radius_miles}")
    angle = radius_miles / EARTH_RADIUS_MILES
    south, north = point.latitude - degrees(angle), point.latitude + degrees(angle)
    reach = sin(angle) / max(cos(radians(point.latitude)), 1e-12)
    if north >= 90 or south <= -90 or reach >= 1 or angle >= pi / 2:
        return [Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)]
    # Meridians come closer toward the poles, so that a circle is wider than at its center.
    wide = degrees(asin(reach))
    west, east = point.longitude - wide, point.longitude + wide
    if west < -180:
        return [Box(south, north, west + 360, 180.0), Box(south, north, -180.0, east)]
    if east > 180:
        return [Box(south, north, west, 180.0), Box(south, north, -180.0, east - 360)]
    return [Box(south, north, west, east)]
