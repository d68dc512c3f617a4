"""The results of a search, drawn as SVG on the server: what stands in the page without scripts, and what print shows.

The frame is equirectangular around its middle, so that a mile is as long to the east as to the north; borders come
from the files that the search map loads, clipped to the frame and thinned to what can be seen.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, radians, sin

from coordhub.places.borders import Line, borders_of
from coordhub.places.outlines import outlines
from coordhub.places.paths import Pair, path_of
from coordhub.places.points import EARTH_RADIUS_MILES, Point
from coordhub.places.states import STATES

WIDTH, HEIGHT = 400, 400
MARGIN = 32  # pins at the rim stay whole
PIN = 12  # radius of a pin
TIP = 17  # from the middle of an office's drop to its tip, which stands at the place
STATES_WITH_COUNTIES = 3
LEAST_DEGREES = 0.4  # about 28 miles: closer, the lines are too coarse
COUNTIES_FROM = 18  # units a degree; below, counties would be a gray haze
SEEN = 2.5  # units: points closer to the one before are left out
MILES_A_DEGREE = EARTH_RADIUS_MILES * pi / 180
COUNTRY = [(-124.7, 24.5), (-67.0, 49.4)]  # the contiguous states
_STATE_OF = {state.fips: code for code, state in STATES.items()}


@dataclass(frozen=True)
class Result:
    """An entry to draw: `number` is that of its card, `kind` is office, contact or site."""

    number: int
    kind: str
    name: str
    point: Point


@dataclass(frozen=True)
class ResultPin:
    """A numbered pin; `place` is where it belongs when it had to move aside for others, else None."""

    number: int
    kind: str
    name: str
    x: float
    y: float
    place: Pair | None


@dataclass(frozen=True)
class ResultsDrawing:
    """Paths and pins in a frame of `width` by `height`; `here` and `ring` are None where no place was typed."""

    width: int
    height: int
    land: str
    county_lines: str
    covered: str
    here: Pair | None
    ring: float | None
    pins: Sequence[ResultPin]


def results_drawing(
    place_point: Point | None,
    radius_miles: float | None,
    pins: Sequence[Result],
    state_codes: Sequence[str],
    covered: Collection[str] = (),
) -> ResultsDrawing:
    """Return the drawing of `pins` around the typed place, every pin in it.

    Without `place_point` the frame holds the first of `state_codes` whole. County lines are those of `state_codes`,
    unless these are more than STATES_WITH_COUNTIES or the frame is wide. Counties whose FIPS code is in `covered` are
    filled.
    """
    frame = _frame_of(_held(place_point, radius_miles, pins, state_codes) or COUNTRY)
    known = tuple(code for code in state_codes if code in STATES)
    land, county_lines = _lines(frame, known)
    here = frame.place(place_point.longitude, place_point.latitude) if place_point else None
    ring = round(radius_miles / MILES_A_DEGREE * frame.units, 1) if here and radius_miles else None
    filled = _covered(frame, tuple(sorted(covered)))
    return ResultsDrawing(WIDTH, HEIGHT, land, county_lines, filled, here, ring, _pins(frame, pins))


@dataclass(frozen=True)
class _Frame:
    """The middle in degrees, and how many units a degree of latitude is long."""

    longitude: float
    latitude: float
    units: float

    def place(self, longitude: float, latitude: float) -> Pair:
        # Across ±180° the way is short: the Aleutians go on westward.
        east = (longitude - self.longitude + 180) % 360 - 180
        x = WIDTH / 2 + east * _narrowing(self.latitude) * self.units
        return round(x, 1), round(HEIGHT / 2 - (latitude - self.latitude) * self.units, 1)


def _frame_of(held: Sequence[Pair]) -> _Frame:
    """Return the frame that holds some points, each (longitude, latitude)."""
    first = held[0]
    easts = [(x - first[0] + 180) % 360 - 180 for x, _ in held]
    west, east, south, north = min(easts), max(easts), min(y for _, y in held), max(y for _, y in held)
    latitude = (south + north) / 2
    wide, high = (east - west) * _narrowing(latitude), north - south
    units = min((WIDTH - 2 * MARGIN) / max(wide, LEAST_DEGREES), (HEIGHT - 2 * MARGIN) / max(high, LEAST_DEGREES))
    return _Frame(round(first[0] + (west + east) / 2, 3), round(latitude, 3), round(units, 2))


def _held(
    place_point: Point | None, radius_miles: float | None, pins: Sequence[Result], state_codes: Sequence[str]
) -> list[Pair]:
    """Return what the frame must hold: place, pins, and the rim of the circle; else a state, else the country."""
    held = [(one.point.longitude, one.point.latitude) for one in pins]
    if place_point is None:
        return (
            [*(point for ring in outlines().get(state_codes[0], ()) for point in ring), *held] if state_codes else held
        )
    x, y = place_point.longitude, place_point.latitude
    north = (radius_miles or 0) / MILES_A_DEGREE
    east = north / _narrowing(y)
    return [(x, y), (x - east, y), (x + east, y), (x, y - north), (x, y + north), *held]


def _narrowing(latitude: float) -> float:
    """Return how long a degree of longitude is, compared to one of latitude."""
    return max(0.1, cos(radians(latitude)))


@lru_cache(maxsize=256)
def _lines(frame: _Frame, state_codes: tuple[str, ...]) -> tuple[str, str]:
    """Return the land and the county lines of some states; the finer outline is used where county lines meet it."""
    fine = state_codes if len(state_codes) <= STATES_WITH_COUNTIES and frame.units >= COUNTIES_FROM else ()
    land = []
    for code in outlines():
        land += _polygons(frame, borders_of(code).rings(code) if code in fine else outlines()[code])
    inner = [arc for code in fine for arc in borders_of(code).inner_arcs(code)]
    return path_of(land, close=True, seen=SEEN), path_of(_runs(frame, inner), close=False, seen=SEEN)


@lru_cache(maxsize=256)
def _covered(frame: _Frame, county_codes: tuple[str, ...]) -> str:
    rings: list[Line] = []
    for county_code in county_codes:
        if state_code := _STATE_OF.get(county_code[:2]):
            rings += borders_of(state_code).rings(county_code)
    return path_of(_polygons(frame, rings), close=True, seen=SEEN)


def _polygons(frame: _Frame, rings: Iterable[Line]) -> list[list[Pair]]:
    """Return the parts of rings that lie in the frame or a little around it, where their cut sides are not seen."""
    found = []
    for ring in rings:
        points = [frame.place(x, y) for x, y in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if min(xs) > WIDTH or max(xs) < 0 or min(ys) > HEIGHT or max(ys) < 0:
            continue
        for axis, limit, sign in ((0, -2.0, 1), (0, WIDTH + 2.0, -1), (1, -2.0, 1), (1, HEIGHT + 2.0, -1)):
            points = _cut(points, axis, limit, sign)
        if len(points) > 2:
            found.append(points)
    return found


def _cut(points: list[Pair], axis: int, limit: float, sign: int) -> list[Pair]:
    """Return the part of a polygon on one side of a line along an axis (Sutherland and Hodgman, 1974)."""
    found = []
    before = points[-1] if points else (0.0, 0.0)
    for point in points:
        inside, was_inside = (point[axis] - limit) * sign >= 0, (before[axis] - limit) * sign >= 0
        if inside != was_inside:
            part = (limit - before[axis]) / (point[axis] - before[axis])
            found.append((before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])))
        if inside:
            found.append(point)
        before = point
    return found


def _runs(frame: _Frame, lines: Iterable[Line]) -> list[list[Pair]]:
    """Return the stretches of lines that have a point in the frame, with one point beyond at both ends."""
    found: list[list[Pair]] = []
    for line in lines:
        points = [frame.place(x, y) for x, y in line]
        seen = [0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points]
        run: list[Pair] = []
        for at, point in enumerate(points):
            if any(seen[max(0, at - 1) : at + 2]):
                run.append(point)
            elif run:
                found.append(run)
                run = []
        found += [run] if len(run) > 1 else []
    return found


def _pins(frame: _Frame, results: Iterable[Result]) -> list[ResultPin]:
    """Put each pin at its place, or aside where others stand already."""
    taken: list[Pair] = []
    pins = []
    for one in results:
        place = frame.place(one.point.longitude, one.point.latitude)
        home = (place[0], round(place[1] - TIP, 1)) if one.kind == "office" else place
        spot = next((spot for spot in _spots(home) if _is_free(spot, taken)), home)
        taken.append(spot)
        pins.append(ResultPin(one.number, one.kind, one.name, *spot, None if spot == home else place))
    return pins


def _spots(home: Pair) -> Iterable[Pair]:
    """Yield where a pin would stand, then the spots around it, nearest first."""
    yield home
    for circle in range(1, 8):
        for turn in range(8 * circle):
            angle = 2 * pi * turn / (8 * circle)
            away = circle * (2 * PIN + 2)
            yield round(home[0] + away * cos(angle), 1), round(home[1] + away * sin(angle), 1)


def _is_free(spot: Pair, taken: Iterable[Pair]) -> bool:
    x, y = spot
    inside = PIN < x < WIDTH - PIN and PIN < y < HEIGHT - PIN
    return inside and all((x - a) ** 2 + (y - b) ** 2 >= (2 * PIN) ** 2 for a, b in taken)
