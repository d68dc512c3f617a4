"""The team of a state in words: what each would get today, and who would get each type."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordhub.accounts.models import Absence
from coordhub.coordination import rules
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
    """Who would get some types today, and the one reason for all of them; `route` None when nobody is on the hub."""

    types: Sequence[RequestType]
    route: rules.Route | None

    @property
    def words(self) -> Sequence[str]:
        """The types in words, one word for all of them."""
        return ["Every type"] if len(self.types) == len(TYPES) else [one.label for one in self.types]


def lines(team: Team, counties: Mapping[str, str], absences: Sequence[Absence]) -> list[Line]:
    """Return the people of a team; `counties` are the names of all counties of the state by code."""
    moves, without_county = _moves(team, counties), _without_county(team)
    return [
        Line(
            colleague=one,
            counties=_county_words([counties.get(c.county_code, c.county_code) for c in one.user.counties]),
            gets=_gets(moves[one.user.id], without_county.get(one.user.id, []), moves.total()),
            reason=team.reason_against(one),
            coming=[absence for absence in absences if absence.user_id == one.user.id],
        )
        for one in team.people
    ]


def answers(team: Team, county_code: str | None, county_name: str | None) -> list[Answer]:
    """Return who would get each type for a county today, or for no county; alike ones together."""
    alike: dict[object, Answer] = {}
    for type_ in TYPES.values():
        found = rules.route_in(team, type_, county_code, county_name)
        way = (found.person.id, found.because, found.note) if found else None
        before = alike[way].types if way in alike else ()
        alike[way] = Answer((*before, type_), found)
    return list(alike.values())


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
            found.setdefault(one.route.person.id, []).extend(one.types)
    return found


def _gets(counties: int, types: Sequence[RequestType], covered: int) -> list[str]:
    """Return what somebody would get: `counties` of those `covered`, and `types` where no county is named."""
    others = [one for one in types if one.code != "MOVE"]
    takes_the_rest = len(others) < len(types)
    found = [f"move notices for {count(counties, 'county', 'counties')}"] if counties else []
    if takes_the_rest and counties == covered:
        found = ["move notices for every county"]
    elif takes_the_rest:
        found.append("move notices for every county that nobody covers")
    if len(others) == len(TYPES) - 1:
        found.append("every other type")
    elif others:
        found.append(f"without a county: {'; '.join(one.label for one in others)}")
    return found


def _county_words(names: Sequence[str]) -> str:
    named = ", ".join(names[:COUNTIES_NAMED])
    more = len(names) - COUNTIES_NAMED
    return f"{named} and {more} more" if more > 0 else named
