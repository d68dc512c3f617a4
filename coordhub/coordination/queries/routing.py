"""Who would get a request."""

from datetime import date

from coordhub.accounts.queries import members_of
from coordhub.coordination import rules
from coordhub.coordination.types import RequestType
from coordhub.directory.models import Entry


def route_for(
    state_code: str,
    type_: RequestType,
    county_code: str | None,
    county_name: str | None,
    *,
    today: date,
    entry: Entry | None = None,
) -> rules.Route | None:
    """Choose who of a state gets a request, None when nobody of the state is on the hub.

    `entry` is the one that the sender chose in the directory: whoever of the state keeps it gets the request.
    """
    people = members_of(state_code)
    keeper = next((one for one in people if entry is not None and one.id == entry.keeper_id), None)
    if keeper is not None and entry is not None:
        return rules.Route(keeper, f"keeps the entry {entry.name}", office=entry)
    return rules.route(people, type_, county_code, county_name)
