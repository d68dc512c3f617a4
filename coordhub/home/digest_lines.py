"""The sections of digests that other features know: requests, closed offices, events, a director's figures.

A batch of people at a time, in a number of statements that does not grow with them. A line says number, type, states
and dates, nothing that anybody typed into a request.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from coordhub.accounts.models import Role, User
from coordhub.coordination import queries, rules
from coordhub.coordination.models import CoordinationRequest, Tally
from coordhub.coordination.models import Way as Direction
from coordhub.coordination.presenting import due_words, status_of, working_days
from coordhub.coordination.presenting.numbers import UNDER_TEN
from coordhub.coordination.rules.figures import season_of
from coordhub.directory.queries import closures_of_partners
from coordhub.directory.rules.figures import SMALL_NUMBER, may_print
from coordhub.formats import count, day
from coordhub.home.agenda import is_soon
from coordhub.notifications.digests import DigestLine, Due, Lines, Section
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import DigestKind
from coordhub.places.states import STATES
from coordhub.resources.queries import next_events

LOOK_AHEAD = timedelta(days=14)


def others(due: Sequence[Due], now: datetime) -> Mapping[int, Lines]:
    """Return the sections of these people, by their ids, but for what is new."""
    found: dict[int, dict[Section, Sequence[DigestLine]]] = {one.user.id: {} for one in due}
    written: dict[int, DigestLine] = {}
    agendas = queries.agendas_of(_who_wants(due, Subject.AGENDA), now)
    for user_id, agenda in agendas.items():
        for section, requests in ((Section.NEEDS_YOU, agenda.to_do), (Section.WAITING, agenda.waiting)):
            found[user_id][section] = [_line(one, now, written) for one in requests]
    events = _events(_who_wants(due, Subject.EVENT), now)
    closed = _closures(_who_wants(due, Subject.DIRECTORY), now)
    for user_id in {*events, *closed}:
        found[user_id][Section.EVENTS] = [*events.get(user_id, ()), *closed.get(user_id, ())]
    for user_id, lines in _figures([one for one in due if _wants_figures(one)]).items():
        found[user_id][Section.FIGURES] = lines
    return found


def _events(people: Sequence[User], now: datetime) -> Mapping[int, Sequence[DigestLine]]:
    return {
        user_id: [DigestLine("Event", one.title, one.when_words, one.url_path) for one in coming]
        for user_id, coming in next_events(people, now).items()
    }


def _who_wants(due: Sequence[Due], subject: Subject) -> list[User]:
    """Return those who want a subject in this digest; the weekly one holds what comes daily, too."""
    ways = {DigestKind.DAILY: (Way.DAILY, Way.AT_ONCE), DigestKind.WEEKLY: (Way.WEEKLY, Way.DAILY, Way.AT_ONCE)}
    return [one.user for one in due if one.wishes.way(subject) in ways[one.kind]]


def _line(request: CoordinationRequest, now: datetime, written: dict[int, DigestLine]) -> DigestLine:
    """Return what a letter may say of a request: number, type, state codes, date; its two readers share one."""
    if request.id not in written:
        today = rules.local_date(now, request.time_zone)
        kind, lead = status_of(request, today)
        state = "overdue" if kind == "overdue" else "soon" if is_soon(request, now) else "plain"
        if state == "soon":
            lead = "Due today" if rules.target_now(request) == today else "Due tomorrow"
        asks = request.status in rules.RECEIVER_TO_MOVE
        written[request.id] = DigestLine(
            label=request.number,
            title=request.short_title,
            words=due_words(request) if asks else "",
            url_path=f"/coordination/{request.number}",
            state=state,
            lead=lead,
            waits=STATES[request.from_state if asks else request.to_state].name,
        )
    return written[request.id]


def _closures(people: Sequence[User], now: datetime) -> dict[int, list[DigestLine]]:
    """Return the days on which offices of people's partner states are closed; by state, as names may hold a county."""
    found: dict[int, list[DigestLine]] = {}
    first, ids = now.date(), [one.id for one in people]
    for user_id, code, starts_on, ends_on in closures_of_partners(ids, first, first + LOOK_AHEAD):
        days = day(starts_on) if starts_on == ends_on else f"{day(starts_on)} to {day(ends_on)}"
        line = DigestLine("Closed", f"An office in {STATES[code].name}", days, "/directory/partners")
        found.setdefault(user_id, []).append(line)
    return found


def _wants_figures(due: Due) -> bool:
    is_theirs = due.user.role == Role.DIRECTOR and due.user.state_code is not None
    return is_theirs and due.kind == DigestKind.WEEKLY and due.wishes.way(Subject.FIGURES) == Way.WEEKLY


def _figures(due: Sequence[Due]) -> dict[int, list[DigestLine]]:
    """Return the figures of the present season of each director's state, no count under 10 among them."""
    if not due:
        return {}
    season = season_of(max(one.today for one in due))
    of_states: dict[str, list[DigestLine]] = {}
    for tally in queries.totals_of({one.user.state_code or "" for one in due}, season):
        if tally.requests:
            of_states.setdefault(tally.state_code, []).append(_figure_line(tally))
    return {one.user.id: of_states[one.user.state_code or ""] for one in due if one.user.state_code in of_states}


def _figure_line(tally: Tally) -> DigestLine:
    label = "Received" if tally.way == Direction.RECEIVED else "Sent"
    if tally.requests < SMALL_NUMBER:
        return DigestLine(label, f"{UNDER_TEN} requests this season", "", "/coordination/partners")
    words = [f"{tally.overdue if may_print(tally.overdue) else UNDER_TEN} overdue"]
    if tally.acknowledge_median is not None:
        words.append(f"acknowledged in {working_days(tally.acknowledge_median)}")
    if tally.answer_median is not None:
        words.append(f"answered in {working_days(tally.answer_median)}")
    title = f"{count(tally.requests, 'request', 'requests')} this season"
    return DigestLine(label, title, " · ".join(words), "/coordination/partners")
