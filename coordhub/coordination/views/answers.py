"""What the compose page answers before sending: who gets it, why, and by when; or who to ask instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from coordhub.accounts.models import User
from coordhub.coordination import queries, rules
from coordhub.coordination.models import CoordinationRequest
from coordhub.coordination.types import RequestType
from coordhub.directory.models import Entry, Office
from coordhub.directory.queries import state_office, state_program, who_instead
from coordhub.formats import day
from coordhub.places.gazetteer import Gazetteer
from coordhub.places.locate import locate


@dataclass
class Destination:
    """Where a request would go. Without a `route` the page says why and offers the `offices`.

    `similar` are requests of the own state that look like this one: they are part of what the sender must have seen.
    `told` are move notices of the other state about the same children. `closures` are stretches of days on which the
    office is closed, `closures_move` whether they move the target.
    """

    state_code: str = ""
    state_name: str = ""
    time_zone: str = "America/New_York"
    county_code: str | None = None
    county_name: str | None = None
    entry: Entry | None = None
    route: rules.Route | None = None
    targets: rules.Targets | None = None
    problem: str = ""
    field: str = "to_state"
    offices: Sequence[Office] = ()
    too_near: str = ""
    days_that_run: Sequence[str] = ()
    closures: Sequence[tuple[date, date]] = ()
    closures_move: bool = False
    similar: Sequence[CoordinationRequest] = ()
    told: Sequence[CoordinationRequest] = ()
    is_news: bool = False

    @property
    def words(self) -> str:
        """The acknowledgement's target in words."""
        return day(self.targets.acknowledge_by) if self.targets else ""

    @property
    def fingerprint(self) -> str:
        """What the sender has seen: another person, date or similar request gives another fingerprint."""
        if self.route is None or self.targets is None:
            return ""
        seen = (
            self.state_code,
            self.county_code,
            self.route.person.id,
            self.targets.acknowledge_by,
            self.targets.due_on,
            *(one.number for one in self.similar),
        )
        return "/".join(map(str, seen))


def destination_of(
    state_code: str,
    county: str,
    type_: RequestType,
    gazetteer: Gazetteer,
    now: datetime,
    *,
    details: Mapping[str, Any] | None = None,
    entry: Entry | None = None,
) -> Destination:
    """Work out who of a state would get a request sent now; `entry` is whom the sender chose in the directory."""
    program = state_program(state_code) if state_code else None
    if program is None:
        return Destination()
    found = Destination(state_code=state_code, state_name=program.name, time_zone=program.time_zone)
    if entry is not None and entry.state_code == state_code:
        found.entry = entry
    if not program.takes_part:
        found.offices = who_instead(state_code)
        found.problem = (
            f"{program.name} takes no part in the program (school year {program.status_year}), so nobody there can "
            "answer. The offices beside this form can help instead."
        )
        return found
    if county and not _understood(found, county, gazetteer):
        return found
    _choose(found, type_, now, details or {})
    return found


def look_for_similar(
    found: Destination,
    asker: User,
    type_: RequestType,
    *,
    children_count: int = 0,
    move_month: str | None = None,
    msix_ids: Sequence[str] = (),
) -> None:
    """Add to a destination what the two states have told each other already."""
    if found.route is None:
        return
    found.similar = queries.similar_requests(
        asker,
        to_state=found.state_code,
        type_code=type_.code,
        county_code=found.county_code,
        children_count=children_count,
        move_month=move_month,
        msix_ids=msix_ids,
    )
    found.told = queries.told_already(asker, from_state=found.state_code, msix_ids=msix_ids)


def _choose(found: Destination, type_: RequestType, now: datetime, details: Mapping[str, Any]) -> None:
    today = rules.local_date(now, found.time_zone)
    found.route = queries.route_for(
        found.state_code, type_, found.county_code, found.county_name, today=today, entry=found.entry
    )
    if found.route is None:
        office = state_office(found.state_code)
        found.offices = [office] if office else []
        found.problem = (
            f"Nobody from {found.state_name} uses coordhub yet, so a request would lie unread. "
            "Call or write to the state office beside this form."
        )
        return
    closed = found.route.closed
    found.targets = rules.targets(type_, now, found.time_zone, details=details, closed=closed)
    found.too_near = rules.too_near(type_, details, found.targets)
    found.days_that_run = rules.days_that_run(type_, details)
    found.closures, found.closures_move = rules.closures_in_the_way(type_, closed, found.targets)


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
