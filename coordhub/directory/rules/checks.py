"""Decisions about letters that ask for a check: when one is owed, how long its link holds, what counts as a bounce."""

import re
from datetime import date, timedelta
from enum import StrEnum

# Days after the due day on which a letter asks (domain guide, section 6): before, on it, and once more.
STEPS = (-30, 0, 21)
LAST_STEP = STEPS[-1]
# An entry whose next letter is this near goes along with another one to the same address, and a letter that is late
# stands for the next one.
GOES_ALONG = timedelta(days=7)
# What has been due for longer is no matter for a letter out of the blue: the keeper's desk shows it. So the first start
# of a hub writes to none of the mailboxes of its starter data, whose sources are years old.
TOO_LATE = timedelta(days=60)
LINK_HOLDS = timedelta(days=90)
ENTRIES_A_LETTER = 20

# RFC 3463: class 5 is permanent, subject 7 is the receiver's policy, which says nothing about the address.
_BOUNCE = re.compile(r"5\d\d (?!5\.7\.)")


def step_on(due: date, day: date) -> int | None:
    """Return the newest step of an entry due on `due` that has come by `day`; None before the first."""
    passed = [step for step in STEPS if due + timedelta(days=step) <= day]
    return passed[-1] if passed else None


def step_asked(due: date, today: date) -> int | None:
    """Return the step that a letter of today stands for: the newest, or the next when that is within GOES_ALONG.

    So there are never two letters at once, and after a pause only the newest; none TOO_LATE after the last step.
    """
    if is_too_late(due, today):
        return None
    return step_on(due, today + GOES_ALONG)


def is_too_late(due: date, today: date) -> bool:
    """Say whether an entry has been due for so long that no letter asks for it any more."""
    return today > due + timedelta(days=LAST_STEP) + TOO_LATE


class LinkState(StrEnum):
    """What the link of a letter still opens."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REPLACED = "replaced"
    MOVED = "moved"
    EXPIRED = "expired"


def link_state(
    *, sent_on: date, today: date, verified_on: date | None, replaced_on: date | None, is_still_theirs: bool
) -> LinkState:
    """Return what a link sent on `sent_on` opens today; `is_still_theirs`: the address still stands in the entry.

    Who is asked was not confirmed that day before, so a confirmation of that day came after the letter.
    """
    if replaced_on is not None:
        return LinkState.REPLACED
    if verified_on is not None and verified_on >= sent_on:
        return LinkState.CONFIRMED
    if today - sent_on > LINK_HOLDS:
        return LinkState.EXPIRED
    return LinkState.OPEN if is_still_theirs else LinkState.MOVED


def is_hard_bounce(reply: str) -> bool:
    """Say whether a mail server's last reply means that nobody has this address."""
    return _BOUNCE.match(reply) is not None
