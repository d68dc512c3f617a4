"""What the compose page answers before sending: who gets it, why, and by when; or who to ask instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from coordhub.coordination import queries, rules
from coordhub.coordination.types import RequestType
from coordhub.directory.models import Office
from coordhub.directory.queries import state_office, state_program, who_instead
from coordhub.formats import day
from coordhub.places.gazetteer import Gazetteer
from coordhub.places.locate import locate


@dataclass
class Destination:
    """Where a request would go. Without a `route` the page says why and offers the `offices`."""

    state_code: str = ""
    state_name: str = ""
    time_zone: str = "America/New_York"
    county_code: str | None = None
    county_name: str | None = None
    route: rules.Route | None = None
    targets: rules.Targets | None = None
    problem: str = ""
    field: str = "to_state"
    offices: Sequence[Office] = ()
    is_news: bool = False

    @property
    def words(self) -> str:
        """The acknowledgement's target in words."""
        return day(self.targets.acknowledge_by) if self.targets else ""

    @property
    def fingerprint(self) -> str:
        """What the sender has seen: another person or date gives another fingerprint."""
        if self.route is None or self.targets is None:
            return ""
        return f"{self.state_code}/{self.county_code}/{self.route.person.id}/{self.targets.acknowledge_by}"


def destination_of(
    state_code: str, county: str, type_: RequestType, gazetteer: Gazetteer, now: datetime
) -> Destination:
    """Work out who of the state would get a request sent now."""
    program = state_program(state_code) if state_code else None
    if program is None:
        return Destination()
    found = Destination(state_code=state_code, state_name=program.name, time_zone=program.time_zone)
    if not program.takes_part:
        found.offices = who_instead(state_code)
        found.problem = (
            f"{program.name} takes no part in the program (school year {program.status_year}), so nobody there can "
            "answer. The offices beside this form can help instead."
        )
        return found
    if county and not _understood(found, county, gazetteer):
        return found
    today = rules.local_date(now, program.time_zone)
    found.route = queries.route_for(state_code, type_, found.county_code, found.county_name, today=today)
    if found.route is None:
        office = state_office(state_code)
        found.offices = [office] if office else []
        found.problem = (
            f"Nobody from {program.name} uses coordhub yet, so a request would lie unread. "
            "Call or write to the state office beside this form."
        )
        return found
    found.targets = rules.targets(type_, now, program.time_zone, closed=found.route.closed)
    return found


def _understood(found: Destination, county: str, gazetteer: Gazetteer) -> bool:
    """Take the county from what was typed, a county or a town of the state, or say what is wrong with it."""
    located = locate(gazetteer, f"{county}, {found.state_code}" if found.state_code not in county.split() else county)
    place = located.place
    if place and place.state_code == found.state_code and place.county_code:
        found.county_code, found.county_name = place.county_code, place.county_name
        return True
    found.field = "county"
    offered = [one.label for one in located.alternatives if one.state_code == found.state_code][:4]
    hint = f" Did you mean {' or '.join(offered)}?" if offered else " Leave it empty and we route it for you."
    found.problem = f"“{county}” is no county or town that we know in {found.state_name}.{hint}"
    return False
