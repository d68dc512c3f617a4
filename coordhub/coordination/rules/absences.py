"""Decisions about who arranges what for whom in a state's team: offices, absences, backup and default."""

from collections.abc import Iterable
from datetime import date, timedelta

from coordhub.accounts.models import Absence, Role, User
from coordhub.coordination.rules.parties import may_take_over
from coordhub.formats import plain_day

BEGUN_BEFORE = timedelta(days=31)  # an illness is often entered late
AHEAD = timedelta(days=366)
LONGEST = timedelta(days=366)


def may_arrange(by: User, person: User) -> bool:
    """Say whether `by` may set the office and the absences of `person`: they themself, and their director."""
    return by.is_member and (by.id == person.id or may_direct(by, person.state_code))


def may_direct(by: User, state_code: str | None) -> bool:
    """Say whether `by` says who is backup and who takes what has no other owner: the director of the state."""
    return by.is_member and by.role == Role.DIRECTOR and by.state_code == state_code


def faults_of_absence(
    person: User, first: date, last: date, delegate: User | None, others: Iterable[Absence], today: date
) -> dict[str, list[str]]:
    """Return what is wrong with an absence, sentences by field; `others` are the person's absences already there."""
    faults: dict[str, list[str]] = {}
    if last < first:
        faults["last_day"] = ["The last day lies before the first one. Choose the same day or a later one."]
    elif last < today:
        faults["last_day"] = ["This is over already. Choose a last day from today on."]
    elif last - first >= LONGEST:
        faults["last_day"] = ["A year is the longest. Whoever leaves for good hands their requests over."]
    if first < today - BEGUN_BEFORE:
        faults["first_day"] = ["Choose a first day that is no more than a month ago."]
    elif first > today + AHEAD:
        faults["first_day"] = ["Choose a first day within a year from now."]
    else:
        same = next((one for one in others if one.first_day <= last and first <= one.last_day), None)
        if same is not None and "last_day" not in faults:
            days = f"{plain_day(same.first_day)} to {plain_day(same.last_day)}"
            faults["first_day"] = [f"{days} is entered already. Choose other days, or take that absence off first."]
    if delegate is not None and delegate.id == person.id:
        faults["delegate"] = ["Choose a colleague: nobody stands in for themself."]
    elif delegate is not None and not may_take_over(delegate, person):
        faults["delegate"] = ["Choose somebody of your own state who works on the hub."]
    return faults


def away_together(absence: Absence, of_delegate: Iterable[Absence]) -> Absence | None:
    """Return the first absence of the delegate on days of `absence`, None when they are there all the time."""
    return next(
        (one for one in of_delegate if one.first_day <= absence.last_day and absence.first_day <= one.last_day), None
    )
