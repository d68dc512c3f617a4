"""What a sender should know before sending: days that are near, closures that move a target, days that run."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from coordhub import workdays
from coordhub.coordination.rules.clocks import Targets
from coordhub.coordination.types import RequestType
from coordhub.formats import day


def too_near(type_: RequestType, details: Mapping[str, Any], targets: Targets) -> str:
    """Say that the day which an answer must come before is too near for it; empty when there is time enough."""
    last_day = type_.last_day(details)
    if last_day is None or type_.before is None:
        return ""
    wanted = type_.before.working_days
    left = workdays.working_days_between(targets.sent_on, last_day)
    if wanted and left < wanted:
        return (
            f"Until {day(last_day)} there are {max(left, 0)} working days, and {wanted} are agreed. "
            "Send it, and call them today as well."
        )
    if workdays.add_working_days(targets.sent_on, type_.due_days) > last_day:
        return f"{day(last_day)} comes before the usual target. Send it, and call them today as well."
    return ""


def closures_in_the_way(
    type_: RequestType, closed: Collection[date], targets: Targets
) -> tuple[list[tuple[date, date]], bool]:
    """Return the stretches on which the office is closed before the answer is due, and whether they move the target."""
    in_the_way = [
        one for one in sorted(closed) if targets.sent_on <= one <= targets.due_on and workdays.is_working_day(one)
    ]
    return list(_stretches(in_the_way)), bool(in_the_way) and not type_.mirrors_rule


def days_that_run(type_: RequestType, details: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each date among the answers from which calendar days run."""
    return [
        question.runs_words.format(day=day(date.fromisoformat(said) + timedelta(days=question.runs_days)))
        for question in type_.questions
        if question.runs_days and (said := details.get(question.name))
    ]


def _stretches(days: list[date]) -> Iterator[tuple[date, date]]:
    """Join days between which no working day lies; `days` are sorted working days."""
    first = last = None
    for one in days:
        if last is not None and workdays.working_days_between(last, one) > 1:
            assert first is not None
            yield first, last
            first = None
        first, last = first or one, one
    if first is not None and last is not None:
        yield first, last
