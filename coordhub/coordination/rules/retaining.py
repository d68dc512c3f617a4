"""When a request closes by itself, its private part is wiped, its shell deleted (domain guide, sections 4 and 5)."""

from datetime import date, datetime, timedelta

from coordhub import workdays
from coordhub.coordination.models import CoordinationRequest
from coordhub.coordination.rules.clocks import local_date
from coordhub.coordination.rules.steps import ANSWERED, ENDED

CLOSES_AFTER = 10  # working days without a word against the answer
WIPED_AFTER = timedelta(days=90)  # after the end
KEPT_FOR = timedelta(days=3 * 365 + 1)  # shell and audit trail; never less than three years, leap day or not
LETTERS_KEPT_FOR = timedelta(days=90)


def closes_on(request: CoordinationRequest) -> date | None:
    """Return the last day on which the sender can speak up against an answer; None while there is no answer.

    The day after, the hub closes the request. Working days of the receiving state; no closure weeks, since it is the
    sender who has the time.
    """
    if request.status not in ANSWERED or request.answered_at is None:
        return None
    return workdays.add_working_days(local_date(request.answered_at, request.time_zone), CLOSES_AFTER)


def closes_by_itself(request: CoordinationRequest, now: datetime) -> bool:
    """Say whether nobody spoke up against the answer for long enough."""
    last = closes_on(request)
    return last is not None and last < local_date(now, request.time_zone)


def is_to_be_wiped(request: CoordinationRequest, now: datetime) -> bool:
    """Say whether the private part of `request` has to go: long ended, not held, not wiped yet."""
    if request.status not in ENDED or request.closed_at is None or request.wiped_at or request.held_at:
        return False
    return now - request.closed_at >= WIPED_AFTER


def is_to_be_deleted(request: CoordinationRequest, now: datetime) -> bool:
    """Say whether even the shell of `request` has to go."""
    if request.status not in ENDED or request.closed_at is None or request.held_at:
        return False
    return now - request.closed_at >= KEPT_FOR


def without_county(because: str, county_name: str | None) -> str:
    """Return why a request went to its owner in words that name no county, fit to follow "because"."""
    stem = (county_name or "").rsplit(" ", 1)[0].casefold()
    names_it = "county" in because.casefold() or (stem and stem in because.casefold())
    return "covers the county" if names_it else because
