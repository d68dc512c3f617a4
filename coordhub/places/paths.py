"""Lines as SVG paths, as short as the eye allows."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

Pair = tuple[float, float]


def path_of(lines: Iterable[Sequence[Pair]], *, close: bool, seen: float) -> str:
    """Return the path of some lines in relative steps of a tenth of a unit.

    Points closer than `seen` units (along both axes together) to the one before are left out, and lines of which then
    nothing is left; the last point of an open line stays.
    """
    parts = []
    for line in lines:
        kept = _thinned(line, seen)
        if not close and kept[-1] != line[-1]:
            kept.append(line[-1])
        if len(kept) < (3 if close else 2):
            continue
        tenths = [(round(x * 10), round(y * 10)) for x, y in kept]
        steps = " ".join(f"{_tenth(x - px)} {_tenth(y - py)}" for (px, py), (x, y) in pairwise(tenths))
        parts.append(f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}l{steps}{'z' if close else ''}")
    return "".join(parts)


def _thinned(line: Sequence[Pair], seen: float) -> list[Pair]:
    kept = [line[0]]
    for point in line[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > seen:
            kept.append(point)
    return kept


def _tenth(value: int) -> str:
    return f"{value / 10:g}"
