"""Build the map lines from us-atlas: outlines for the server's drawings, lines for the search map.

    python tools/build_lines.py FOLDER   where FOLDER holds states-10m.json and counties-10m.json of us-atlas 3.0.1

Writes coordhub/places/lines/states.json (longitude, latitude rings by state code), coordhub/static/directory/lines/
states.json (GeoJSON) and one GeoJSON file of counties per state. Coordinates are rounded and lightly simplified.
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STATE_OF = dict(
    zip(
        [
            "01",
            "02",
            "04",
            "05",
            "06",
            "08",
            "09",
            "10",
            "11",
            "12",
            "13",
            "15",
            "16",
            "17",
            "18",
            "19",
            "20",
            "21",
            "22",
            "23",
            "24",
            "25",
            "26",
            "27",
            "28",
            "29",
            "30",
            "31",
            "32",
            "33",
            "34",
            "35",
            "36",
            "37",
            "38",
            "39",
            "40",
            "41",
            "42",
            "44",
            "45",
            "46",
            "47",
            "48",
            "49",
            "50",
            "51",
            "53",
            "54",
            "55",
            "56",
            "60",
            "66",
            "69",
            "72",
            "78",
        ],
        [
            "AL",
            "AK",
            "AZ",
            "AR",
            "CA",
            "CO",
            "CT",
            "DE",
            "DC",
            "FL",
            "GA",
            "HI",
            "ID",
            "IL",
            "IN",
            "IA",
            "KS",
            "KY",
            "LA",
            "ME",
            "MD",
            "MA",
            "MI",
            "MN",
            "MS",
            "MO",
            "MT",
            "NE",
            "NV",
            "NH",
            "NJ",
            "NM",
            "NY",
            "NC",
            "ND",
            "OH",
            "OK",
            "OR",
            "PA",
            "RI",
            "SC",
            "SD",
            "TN",
            "TX",
            "UT",
            "VT",
            "VA",
            "WA",
            "WV",
            "WI",
            "WY",
            "AS",
            "GU",
            "MP",
            "PR",
            "VI",
        ],
        strict=True,
    )
)
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


def feature(properties: dict[str, str], rings: list[Ring]) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
    }


def write(path: Path, value: Any) -> None:
    """Write compact JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")


def main(folder: Path) -> None:
    """Build all files."""
    topology = json.loads((folder / "states-10m.json").read_text(encoding="utf-8"))
    # Arcs are simplified before they are joined, so that neighbors keep one line between them.
    arcs = [simplified(arc, 0.012) for arc in arcs_of(topology)]
    states = {}
    for geometry in topology["objects"]["states"]["geometries"]:
        states[STATE_OF[str(geometry["id"]).zfill(2)]] = rounded(rings_of(geometry, arcs), 3)
    write(ROOT / "coordhub/places/lines/states.json", dict(sorted(states.items())))
    features = [feature({"state": code}, rings) for code, rings in sorted(states.items())]
    write(ROOT / "coordhub/static/directory/lines/states.json", {"type": "FeatureCollection", "features": features})
    topology = json.loads((folder / "counties-10m.json").read_text(encoding="utf-8"))
    arcs = [simplified(arc, 0.008) for arc in arcs_of(topology)]
    counties: dict[str, list[Any]] = {}
    for geometry in topology["objects"]["counties"]["geometries"]:
        code = str(geometry["id"]).zfill(5)
        properties = {"county": code, "name": geometry["properties"]["name"]}
        counties.setdefault(STATE_OF[code[:2]], []).append(feature(properties, rounded(rings_of(geometry, arcs), 3)))
    for state, found in counties.items():
        write(
            ROOT / f"coordhub/static/directory/lines/counties/{state}.json",
            {"type": "FeatureCollection", "features": found},
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
