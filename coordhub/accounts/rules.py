"""Decisions about people."""

from datetime import datetime

from coordhub import clock
from coordhub.accounts.models import Absence, User


def is_away(absence: Absence, person: User, now: datetime) -> bool:
    """Say whether `absence`, which is that of `person`, holds at `now`, by the date where they are."""
    return absence.first_day <= clock.date_in(person.time_zone, now) <= absence.last_day
