"""Decisions about how far to look around a place."""

from collections.abc import Mapping

RADII_MILES = (10, 25, 50, 100, 250)
ENOUGH_ENTRIES = 3  # a circle with fewer is widened, unless somebody chose it
NEAREST_ANYWHERE = 5


def radius_to_show(totals: Mapping[int, int], *, asked_miles: int | None) -> int | None:
    """Return the circle to show, given how many entries each of RADII_MILES holds; None when none holds any.

    A circle somebody asked for is kept while it holds one entry, else widened. Without a wish it is the first one that
    holds ENOUGH_ENTRIES; when none does, the nearest anywhere say more than a nearly empty circle.
    """
    wanted = 1 if asked_miles else ENOUGH_ENTRIES
    for miles in sorted(totals):
        if miles >= (asked_miles or 0) and totals[miles] >= wanted:
            return miles
    return max((miles for miles in totals if totals[miles]), default=None) if asked_miles else None
