"""The border lines that maps draw, from the files that browser and server both read (`tools/build_lines.py`)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static" / "directory" / "lines" / "counties"
Line = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Borders:
    """A state and its counties. `arcs` holds every border once, each point as (longitude, latitude).

    `shapes` names the arcs around the state, by its code, and around each county, by its FIPS code; `names` are those
    of the counties.
    """

    arcs: Sequence[Line]
    shapes: Mapping[str, Sequence[Sequence[int]]]
    names: Mapping[str, str]

    def rings(self, code: str) -> list[Line]:
        """Return the rings around the state or a county; none when it has no shape."""
        return [self._ring(indexes) for indexes in self.shapes.get(code, ())]

    def inner_arcs(self, code: str) -> list[Line]:
        """Return the borders that are not around `code`: of a state, the lines between its counties."""
        around = {max(index, ~index) for ring in self.shapes[code] for index in ring}
        return [arc for number, arc in enumerate(self.arcs) if number not in around]

    def _ring(self, indexes: Sequence[int]) -> Line:
        ring: list[tuple[float, float]] = []
        for index in indexes:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            # An arc begins where the one before it ended.
            ring += arc[1:] if ring else arc
        return ring


@cache
def borders_of(state_code: str) -> Borders:
    """Return the borders of a state or island area. Raises KeyError for no state."""
    file = FOLDER / f"{state_code}.json"
    if not state_code.isalpha() or not file.exists():
        raise KeyError(state_code)
    read = json.loads(file.read_text(encoding="utf-8"))
    return Borders([_line(steps, read["scale"]) for steps in read["arcs"]], read["shapes"], read["names"])


def _line(steps: Sequence[int], scale: int) -> Line:
    x = y = 0
    points = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / scale, y / scale))
    return points
