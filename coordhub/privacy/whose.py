"""Whose a phone number or an address is: told by the word that stands nearest."""

import re

# What follows counts less than what goes before: "863-555-0142, the school knows".
_BEHIND = 8


def whose(cues: re.Pattern[str], text: str, start: int, end: int, *, before: int, after: int) -> str | None:
    """Return the group of `cues` found nearest to `start` and `end` in `text`: "family" or "office", the nearer one.

    "weak" (her, cell, moved) only when neither stands within reach, None when nothing does.
    """
    near: dict[str, int] = {}
    for match in cues.finditer(text, max(0, start - before), start):
        near[match.lastgroup or ""] = start - match.end()
    for match in cues.finditer(text, end, end + after):
        far = match.start() - end + _BEHIND
        near[match.lastgroup or ""] = min(far, near.get(match.lastgroup or "", far))
    office, family = near.get("office"), near.get("family")
    if family is not None and (office is None or family < office):
        return "family"
    if office is not None:
        return "office"
    return "weak" if "weak" in near else None
