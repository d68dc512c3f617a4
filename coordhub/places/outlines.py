"""Outlines of the states, and whether a point lies inside one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import inf, sqrt
from pathlib import Path

LINES = Path(__file__).parent / "lines" / "states.json"
COAST_DEGREES = 0.06  # about 4 miles: outlines are simplified, and harbor towns stand at the water
Ring = Sequence[tuple[float, float]]


@cache
def outlines() -> Mapping[str, Sequence[Ring]]:
    """Return the rings of every state and island area by its code, each point as (longitude, latitude)."""
    read = json.loads(LINES.read_text(encoding="utf-8"))
    return {code: [[(x, y) for x, y in ring] for ring in rings] for code, rings in read.items()}


def inside_state(state_code: str, latitude: float, longitude: float) -> bool:
    """Say whether a point lies in a state, or within COAST_DEGREES of its outline. Raises KeyError for no state."""
    rings = outlines()[state_code]
    return is_inside(rings, longitude, latitude) or distance_to(rings, longitude, latitude) < COAST_DEGREES


def is_inside(rings: Iterable[Ring], x: float, y: float) -> bool:
    """Say whether the point lies within the rings; one in a hole does not."""
    inside = False
    for ring in rings:
        ax, ay = ring[-1]
        for bx, by in ring:
            # Count the sides that a ray to the east crosses (even-odd rule).
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
            ax, ay = bx, by
    return inside


def distance_to(rings: Iterable[Ring], x: float, y: float) -> float:
    """Return how far the point is from the nearest of the rings, in degrees on a flat map."""
    nearest = inf
    for ring in rings:
        ax, ay = ring[-1]
        for bx, by in ring:
            length = (bx - ax) ** 2 + (by - ay) ** 2
            along = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0.0
            nearest = min(nearest, (ax + along * (bx - ax) - x) ** 2 + (ay + along * (by - ay) - y) ** 2)
            ax, ay = bx, by
    return sqrt(nearest)
