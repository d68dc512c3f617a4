"""A grid of one-degree cells, so that an index on one number finds what lies around a point on every database."""

from math import floor

from coordhub.places.points import Point, boxes_around

CELLS_AT_MOST = 2_000  # a circle that touches more of them is asked without the grid


def cell_of(point: Point) -> int:
    """Return the number of the cell that holds `point`: rows of 360 from the south pole, each from 180° west."""
    return _number(floor(point.latitude), floor(point.longitude))


def cells_around(point: Point, radius_miles: float) -> list[int] | None:
    """Return the cells that a circle around `point` may touch, in order; None when that is a good part of the earth."""
    cells: set[int] = set()
    for box in boxes_around(point, radius_miles):
        rows = range(floor(box.south), floor(box.north) + 1)
        columns = range(floor(box.west), floor(box.east) + 1)
        if len(rows) * len(columns) > CELLS_AT_MOST:
            return None
        cells |= {_number(row, column) for row in rows for column in columns}
    return sorted(cells)


def _number(row: int, column: int) -> int:
    # 180° east is the meridian of 180° west.
    return (row + 90) * 360 + (column + 180) % 360
