"""Drawings of the country and of one state, as SVG paths computed on the server.

Every region has its own conic equal-area projection (Snyder, Map Projections: A Working Manual, USGS 1987, section 14)
and its own frame, so that Alaska does not dwarf Texas and the islands are not lost.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin, sqrt

from coordhub.places.borders import Line, borders_of
from coordhub.places.outlines import outlines
from coordhub.places.paths import Pair, path_of
from coordhub.places.states import STATES

WIDTH, HEIGHT = 960, 660
SEEN = 1.0  # units: points closer to the one before are left out
EARTH_KM = 6371.0088
ISLANDS = {"AK", "HI", "PR", "VI", "GU", "MP", "AS"}


@dataclass(frozen=True)
class Region:
    """A frame of the composite map: its projection and where its center and scale put it."""

    states: frozenset[str]
    center: tuple[float, float]
    parallels: tuple[float, float]
    pixels_per_km: float
    at: tuple[float, float]

    def project(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return the place on the drawing, in its units, y downward."""
        first, second = (radians(one) for one in self.parallels)
        n = (sin(first) + sin(second)) / 2
        c = cos(first) ** 2 + 2 * n * sin(first)
        # Past the date line the Aleutians go on westward.
        west = (longitude - self.center[0] + 180) % 360 - 180
        rho = sqrt(max(0.0, c - 2 * n * sin(radians(latitude)))) / n
        rho0 = sqrt(c - 2 * n * sin(radians(self.center[1]))) / n
        theta = n * radians(west)
        scale = EARTH_KM * self.pixels_per_km
        return self.at[0] + scale * rho * sin(theta), self.at[1] - scale * (rho0 - rho * cos(theta))


_CONTIGUOUS = Region(frozenset(set(STATES) - ISLANDS), (-96.0, 38.0), (29.5, 45.5), 0.19, (452, 296))
REGIONS = (
    _CONTIGUOUS,
    Region(frozenset({"AK"}), (-152.0, 63.0), (55, 65), 0.072, (136, 556)),
    Region(frozenset({"HI"}), (-157.5, 20.6), (8, 18), 0.18, (312, 592)),
    Region(frozenset({"GU", "MP"}), (145.2, 16.6), (12, 20), 0.078, (500, 606)),
    Region(frozenset({"AS"}), (-170.1, -14.25), (-16, -12), 0.36, (588, 606)),
    Region(frozenset({"PR", "VI"}), (-65.9, 18.15), (17, 19), 0.36, (866, 606)),
)
INSETS = (
    ("Alaska", 4, 470, 252, 656),
    ("Hawaii", 262, 540, 384, 656),
    ("GU, CNMI", 456, 566, 540, 656),
    ("Am. Samoa", 550, 566, 636, 656),
    ("Puerto Rico, USVI", 786, 566, 956, 656),
)
# Labels of states too small to hold one: where the word stands, and a line leads to the state.
_LEADERS = {
    "VT": (786, 66),
    "NH": (820, 44),
    "MA": (914, 148),
    "RI": (914, 170),
    "CT": (914, 192),
    "NJ": (880, 232),
    "DE": (880, 254),
    "MD": (880, 276),
    "DC": (880, 298),
}
# Where the middle of the outline is not the middle of the land.
_SHIFTS = {
    "FL": (18, -4), "LA": (-12, 2), "MI": (6, 12), "ID": (0, 16), "CA": (-6, 6), "MN": (-4, 0), "KY": (6, 3),
    "HI": (12, 22), "WV": (-4, 4), "VA": (10, 4), "AK": (8, -8), "PR": (-6, 0), "VI": (27, -11), "AS": (23, 20),
    "GU": (-20, 0), "MP": (22, -6),
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """A state on the overview: its path, where its label stands, and the line that leads there, if any."""

    state_code: str
    name: str
    path: str
    label_x: float
    label_y: float
    leader: tuple[float, float] | None


@dataclass(frozen=True)
class Inset:
    """A frame for land that lies elsewhere."""

    caption: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Overview:
    """The country in a frame of `width` by `height`."""

    width: int
    height: int
    shapes: Sequence[Shape]
    insets: Sequence[Inset]


@dataclass(frozen=True)
class CountyShape:
    """A county on the drawing of its state."""

    county_code: str
    name: str
    path: str
    is_covered: bool


@dataclass(frozen=True)
class StatePin:
    """An entry on the drawing of its state; `kind` is office or site."""

    x: float
    y: float
    kind: str
    name: str


@dataclass(frozen=True)
class StateDrawing:
    """One state: its outline, its counties, the covered ones marked, and pins."""

    width: float
    height: float
    outline: str
    counties: Sequence[CountyShape]
    pins: Sequence[StatePin]


@cache
def overview() -> Overview:
    """Return the drawing of the country; computed once."""
    shapes = [_shape(code) for code in sorted(outlines(), key=lambda code: STATES[code].name)]
    insets = [Inset(caption, x, y, right - x, bottom - y) for caption, x, y, right, bottom in INSETS]
    return Overview(WIDTH, HEIGHT, shapes, insets)


def project(latitude: float, longitude: float, state_code: str) -> tuple[float, float]:
    """Return where a point of a state stands on the overview. Raises KeyError for no state."""
    return _region(state_code).project(longitude, latitude)


def state_drawing(
    state_code: str,
    covered: Collection[str] = (),
    pins: Sequence[tuple[float, float, str, str]] = (),
    size: float = 320,
) -> StateDrawing:
    """Return one state in a frame of `size` on its longer side, with `pins` (latitude, longitude, kind, name).

    Counties whose FIPS code is in `covered` are marked. Pins outside the frame are left out. Raises KeyError.
    """
    drawn, counties, width, height, place = _state_paths(state_code, size)
    found = []
    for latitude, longitude, kind, name in pins:
        x, y = place(longitude, latitude)
        if 0 <= x <= width and 0 <= y <= height:
            found.append(StatePin(round(x, 1), round(y, 1), kind, name))
    marked = [CountyShape(code, name, path, code in covered) for code, name, path in counties]
    return StateDrawing(width, height, drawn, marked, found)


@cache
def _state_paths(state_code: str, size: float):  # type: ignore[no-untyped-def]
    region = _region(state_code)
    borders = borders_of(state_code)
    rings = borders.rings(state_code)
    points = [region.project(x, y) for ring in rings for x, y in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    margin = 8.0
    scale = (size - 2 * margin) / max(right - left, bottom - top)

    def place(longitude: float, latitude: float) -> tuple[float, float]:
        x, y = region.project(longitude, latitude)
        return (x - left) * scale + margin, (y - top) * scale + margin

    counties = [(code, name, _path(borders.rings(code), place, SEEN)) for code, name in borders.names.items()]
    outline = _path(rings, place, SEEN)
    return outline, counties, (right - left) * scale + 2 * margin, (bottom - top) * scale + 2 * margin, place


def _region(state_code: str) -> Region:
    if state_code not in STATES:
        raise KeyError(state_code)
    return next(region for region in REGIONS if state_code in region.states)


def _shape(state_code: str) -> Shape:
    region = _region(state_code)
    rings = outlines()[state_code]
    x, y = _middle([region.project(*point) for point in max(rings, key=_extent)])
    leader = _LEADERS.get(state_code)
    dx, dy = _SHIFTS.get(state_code, (0, 0))
    label = leader or (x + dx, y + dy)
    # Islands of two pixels would vanish with their points.
    path = _path(rings, region.project, 0 if state_code in ISLANDS else SEEN)
    at = (round(x, 1), round(y, 1)) if leader else None
    return Shape(state_code, STATES[state_code].name, path, round(label[0], 1), round(label[1], 1), at)


def _extent(ring: Sequence[tuple[float, float]]) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the center of mass of a ring."""
    area = cx = cy = 0.0
    ax, ay = points[-1]
    for bx, by in points:
        cross = ax * by - bx * ay
        area, cx, cy = area + cross, cx + (ax + bx) * cross, cy + (ay + by) * cross
        ax, ay = bx, by
    return (cx / (3 * area), cy / (3 * area)) if area else points[0]


def _path(rings: Iterable[Line], place: Callable[[float, float], Pair], seen: float) -> str:
    return path_of([[place(x, y) for x, y in ring] for ring in rings], close=True, seen=seen)


__all__ = ["Overview", "StateDrawing", "overview", "project", "state_drawing"]
