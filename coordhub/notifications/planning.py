"""Which letters a person gets now: one for each thing, a round-up for many, and what waits. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coordhub.notifications.rules import LETTERS_AN_HOUR

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Thing:
    """What waits for a letter about one thing: whether it is urgent, and whether it was made to wait before."""

    about: str
    is_urgent: bool = False
    was_held: bool = False


@dataclass(frozen=True)
class Lately:
    """The letters at once of a person in the hour before now, the oldest first, and the last round-up among them."""

    letters_at: Sequence[datetime] = ()
    round_up_at: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """Each of `letters` is written now, about one thing or several; what is in `waits` is looked at again `at`."""

    letters: Sequence[Sequence[str]]
    waits: Sequence[str]
    at: datetime | None


def plan(
    things: Sequence[Thing],
    lately: Lately,
    now: datetime,
    *,
    quiet_until: datetime | None = None,
    lets_emergencies_through: bool = True,
) -> Plan:
    """Decide what becomes of the things whose letters are due, the oldest first.

    At most LETTERS_AN_HOUR letters leave in any hour, round-ups counted, and at most one round-up; the rest waits until
    the hour has passed and leaves together. So does what quiet hours held. Urgent things wait for neither: when they
    are more than there is room for, they leave together.
    """
    pass_now = quiet_until is None or lets_emergencies_through
    urgent = [one.about for one in things if one.is_urgent and pass_now]
    others = [one for one in things if one.about not in urgent]
    room = max(0, LETTERS_AN_HOUR - len(lately.letters_at))
    first = [[one] for one in urgent] if len(urgent) <= max(room, 1) else [urgent]
    if quiet_until is not None:
        return Plan(first, [one.about for one in others], quiet_until)
    lately = Lately([*lately.letters_at, *(now for _ in first)], lately.round_up_at)
    rest = _within(max(0, room - len(first)), others, lately)
    return Plan([*first, *rest.letters], rest.waits, rest.at)


def _within(room: int, things: Sequence[Thing], lately: Lately) -> Plan:
    held = [one.about for one in things if one.was_held]
    fresh = [one.about for one in things if not one.was_held]
    if len(held) <= 1 and len(things) <= room:
        return Plan([[one.about] for one in things], [], None)
    if lately.round_up_at is not None:
        return Plan([[one] for one in fresh[:room]], [*fresh[room:], *held], lately.round_up_at + HOUR)
    if not room:
        leaves = lately.letters_at[len(lately.letters_at) - LETTERS_AN_HOUR]  # with it out of the hour there is room
        return Plan([], [*fresh, *held], leaves + HOUR)
    own = fresh[: room - 1]
    return Plan([*([one] for one in own), [*fresh[room - 1 :], *held]], [], None)
