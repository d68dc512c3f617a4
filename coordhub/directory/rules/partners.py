"""Decisions about partner states: how many a member keeps, which ones, and what to suggest at first."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from coordhub.directory.models import StateProgram
from coordhub.places.points import straight_line_miles

PARTNERS_AT_MOST = 5
Code = TypeVar("Code")


def suggested(own_code: str, programs: Iterable[StateProgram]) -> list[StateProgram]:
    """Return the states to begin with: those of the same stream first, then the nearest by capital.

    Families mostly move along a stream. Only states that take part are suggested, never the member's own.
    """
    known = {one.state_code: one for one in programs}
    own = known.get(own_code)
    others = [one for one in known.values() if one.takes_part and one.state_code != own_code]
    if own is None or own.point is None:
        return sorted(others, key=lambda one: one.name)[:PARTNERS_AT_MOST]
    here, stream = own.point, own.stream
    return sorted(
        (one for one in others if one.point is not None),
        key=lambda one: (one.stream != stream, straight_line_miles(here, one.point or here), one.state_code),
    )[:PARTNERS_AT_MOST]


def partner_problem(codes: Sequence[str], own_code: str | None, takes_part: Iterable[str]) -> str | None:
    """Return what is wrong with a list of partner states, as a sentence; None when it may be kept."""
    if len(codes) > PARTNERS_AT_MOST:
        return f"Five states fit on the page. Take one away, then add the other ({len(codes)} were named)."
    if len(set(codes)) < len(codes):
        return "This state is on your page already."
    if own_code in codes:
        return "Your own state is not among your partner states."
    if set(codes) - set(takes_part):
        return "Choose a state that takes part in the program."
    return None


def moved_up(codes: Sequence[Code], code: Code) -> list[Code]:
    """Return the list with one of its members a place earlier; unchanged when it is first or not on it."""
    found = list(codes)
    if code in found and found.index(code) > 0:
        at = found.index(code)
        found[at - 1], found[at] = found[at], found[at - 1]
    return found
