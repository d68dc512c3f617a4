"""Build the map lines from us-atlas: outlines for the server's drawings, lines for the search map.

    python tools/build_lines.py FOLDER   where FOLDER holds states-10m.json and counties-10m.json of us-atlas 3.0.1

Writes coordhub/places/lines/states.json (longitude, latitude rings by state code) for the check that a point lies in
its state, and for drawings coordhub/static/directory/lines/states.json and one file of counties per state, which
holds the finer outline of the state too. The latter keep every border once, as arcs that shapes name:

    {"scale": 100, "arcs": [[x, y, dx, dy, ...], ...], "shapes": {"MI": [[3, -1, 8]]}, "names": {...}}

in 1/scale degrees; -1 is arc 0 backward, -2 arc 1 backward. States come with `codes` (FIPS to USPS) instead of names.
A search page loads the coarse states at once (13 KB gzip) and the counties of a state or two later (4 KB on average),
so each has its own tolerance, in degrees (0.01 is about half a mile): the coarse lines are good to zoom 6, the fine
ones to zoom 10.
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DRAWN = ROOT / "coordhub/static/directory/lines"
OUTLINE_DEGREES, COARSE_DEGREES, FINE_DEGREES = 0.012, 0.03, 0.008
# FIPS and USPS codes of the states and island areas (Census Bureau, ANSI codes).
CODES = (
    "01AL 02AK 04AZ 05AR 06CA 08CO 09CT 10DE 11DC 12FL 13GA 15HI 16ID 17IL 18IN 19IA 20KS 21KY 22LA 23ME 24MD 25MA "
    "26MI 27MN 28MS 29MO 30MT 31NE 32NV 33NH 34NJ 35NM 36NY 37NC 38ND 39OH 40OK 41OR 42PA 44RI 45SC 46SD 47TN 48TX "
    "49UT 50VT 51VA 53WA 54WV 55WI 56WY 60AS 66GU 69MP 72PR 78VI"
)
STATE_OF = {pair[:2]: pair[2:] for pair in CODES.split()}
Ring = list[tuple[float, float]]


def arcs_of(topology: dict[str, Any]) -> list[Ring]:
    """Decode the delta-coded, quantized arcs to degrees."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def rings_of(geometry: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    """Join the arcs of a (multi)polygon to rings; holes are rings like others, which even-odd filling handles."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    rings = []
    for polygon in polygons:
        for indexes in polygon:
            ring: Ring = []
            for index in indexes:
                points = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring += points if not ring else points[1:]
            rings.append(ring)
    return rings


def simplified(points: Ring, tolerance: float) -> Ring:
    """Leave out points that lie within `tolerance` degrees of the line through their neighbors (Douglas-Peucker)."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        worst, at = 0.0, first
        for middle in range(first + 1, last):
            x, y = points[middle]
            if length:
                away = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
            else:
                away = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
            if away > worst:
                worst, at = away, middle
        if worst > tolerance:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [points[index] for index in sorted(keep)]


def rounded(rings: list[Ring], digits: int) -> list[Ring]:
    """Round, and drop islands too small to see."""
    found = []
    for ring in rings:
        ring = [(round(x, digits), round(y, digits)) for x, y in ring]
        ring = [point for at, point in enumerate(ring) if at == 0 or point != ring[at - 1]]
        if len(ring) > 3:
            found.append(ring)
    return found or [[(round(x, 3), round(y, 3)) for x, y in max(rings, key=len)]]


def lines(geometries: dict[str, dict[str, Any]], arcs: list[Ring], scale: int) -> dict[str, Any]:
    """Return the compact form of some shapes: the arcs they use, and by its code the arcs around each shape."""
    used: dict[int, int] = {}
    shapes = {}
    for code, geometry in geometries.items():
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        rings = [ring for polygon in polygons for ring in polygon]
        # The largest ring stays whatever its size, so that no island area vanishes.
        seen = [ring for ring in rings if len(ring) > 1 or len(steps(arcs[max(ring[0], ~ring[0])], scale)) > 6]
        seen = seen or [max(rings, key=lambda ring: len(arcs[max(ring[0], ~ring[0])]))]
        shapes[code] = [[renumbered(index, used) for index in ring] for ring in seen]
    return {"scale": scale, "arcs": [steps(arcs[index], scale) for index in used], "shapes": shapes}


def renumbered(index: int, used: dict[int, int]) -> int:
    """Return the number of an arc among those used; one's complement still means backward."""
    arc = max(index, ~index)
    number = used.setdefault(arc, len(used))
    return number if index >= 0 else ~number


def steps(arc: Ring, scale: int) -> list[int]:
    """Return the first point and then the steps from point to point, in whole units; steps of nothing are left out."""
    found: list[int] = []
    x = y = 0
    for longitude, latitude in arc:
        dx, dy = round(longitude * scale) - x, round(latitude * scale) - y
        if dx or dy or not found:
            found += [dx, dy]
        x, y = x + dx, y + dy
    return found


def write(path: Path, value: Any) -> None:
    """Write compact JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")


def main(folder: Path) -> None:
    """Build all files."""
    topology = json.loads((folder / "states-10m.json").read_text(encoding="utf-8"))
    # Arcs are simplified before they are joined, so that neighbors keep one line between them.
    arcs = [simplified(arc, OUTLINE_DEGREES) for arc in arcs_of(topology)]
    geometries = {STATE_OF[str(one["id"]).zfill(2)]: one for one in topology["objects"]["states"]["geometries"]}
    geometries = dict(sorted(geometries.items()))
    states = {code: rounded(rings_of(one, arcs), 3) for code, one in geometries.items()}
    write(ROOT / "coordhub/places/lines/states.json", states)
    coarse = [simplified(arc, COARSE_DEGREES) for arc in arcs_of(topology)]
    write(DRAWN / "states.json", {**lines(geometries, coarse, 100), "codes": STATE_OF})
    topology = json.loads((folder / "counties-10m.json").read_text(encoding="utf-8"))
    fine = [simplified(arc, FINE_DEGREES) for arc in arcs_of(topology)]
    outlines = {STATE_OF[str(one["id"]).zfill(2)]: one for one in topology["objects"]["states"]["geometries"]}
    for state, outline in outlines.items():
        counties = {
            str(one["id"]).zfill(5): one
            for one in topology["objects"]["counties"]["geometries"]
            if STATE_OF[str(one["id"]).zfill(5)[:2]] == state
        }
        names = {code: one["properties"]["name"] for code, one in counties.items()}
        write(DRAWN / f"counties/{state}.json", {**lines({state: outline, **counties}, fine, 250), "names": names})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
