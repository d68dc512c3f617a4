"""The team of a state in words: what each would get today, and who would get each type."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordhub.coordination import rules
from coordhub.coordination.models import Absence
from coordhub.coordination.rules import Colleague, Team
from coordhub.coordination.types import TYPES, RequestType
from coordhub.formats import count

COUNTIES_NAMED = 4


@dataclass(frozen=True)
class Line:
    """A person of the team as the page shows them; `coming` are their absences that are not over."""

    colleague: Colleague
    counties: str
    gets: Sequence[str]
    reason: str
    coming: Sequence[Absence]


@dataclass(frozen=True)
class Answer:
    """Who would get a type today; `route` None when nobody of the state is on the hub."""

    type: RequestType
    route: rules.Route | None


def lines(team: Team, counties: Mapping[str, str], absences: Sequence[Absence]) -> list[Line]:
    """Return the people of a team; `counties` are the names of all counties of the state by code."""
    moves, without_county = _moves(team, counties), _without_county(team)
    rest = "move notices for every other county" if moves else "move notices for every county"
    return [
        Line(
            colleague=one,
            counties=_county_words([counties.get(c.county_code, c.county_code) for c in one.user.counties]),
            gets=_gets(moves[one.user.id], without_county.get(one.user.id, []), rest),
            reason=team.reason_against(one),
            coming=[absence for absence in absences if absence.user_id == one.user.id],
        )
        for one in team.people
    ]


def answers(team: Team, county_code: str | None, county_name: str | None) -> list[Answer]:
    """Return who would get each type for a county today, or for no county."""
    return [Answer(one, rules.route_in(team, one, county_code, county_name)) for one in TYPES.values()]


def _moves(team: Team, counties: Mapping[str, str]) -> Counter[int]:
    """Count the counties whose move notices each person would get, of those that somebody or some office covers."""
    covered = {one.county_code for person in team.people for one in person.user.counties}
    covered |= {one.county_code for person in team.people if person.office for one in person.office.counties}
    routes = (rules.route_in(team, TYPES["MOVE"], code, name) for code, name in counties.items() if code in covered)
    return Counter(one.person.id for one in routes if one)


def _without_county(team: Team) -> dict[int, list[RequestType]]:
    found: dict[int, list[RequestType]] = {}
    for one in answers(team, None, None):
        if one.route is not None:
            found.setdefault(one.route.person.id, []).append(one.type)
    return found


def _gets(counties: int, types: Sequence[RequestType], rest: str) -> list[str]:
    others = [one for one in types if one.code != "MOVE"]
    found = [f"move notices for {count(counties, 'county', 'counties')}"] if counties else []
    if len(others) < len(types):
        found.append(rest)
    if len(others) == len(TYPES) - 1:
        found.append("every other type")
    elif others:
        found.append(f"{', '.join(one.label for one in others)} without a county")
    return found


def _county_words(names: Sequence[str]) -> str:
    named = ", ".join(names[:COUNTIES_NAMED])
    more = len(names) - COUNTIES_NAMED
    return f"{named} and {more} more" if more > 0 else named
