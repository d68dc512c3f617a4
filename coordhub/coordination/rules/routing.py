"""Who of the receiving state gets a request, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coordhub.accounts.models import Role, User
from coordhub.coordination.types import RequestType
from coordhub.directory.models import Entry


@dataclass(frozen=True)
class Route:
    """Who gets a request, and why, in words that follow "because".

    `passed_over` are colleagues who would come first but cannot answer now, each with the reason. `backup` hears when
    the acknowledgment is late. `closed` are coming days on which the `office` is closed.
    """

    person: User
    because: str
    office: Entry | None = None
    backup: User | None = None
    passed_over: tuple[tuple[str, str], ...] = ()
    closed: frozenset[date] = frozenset()


def route(people: Sequence[User], type_: RequestType, county_code: str | None, county_name: str | None) -> Route | None:
    """Choose who of the receiving state's `people` gets a request; None when nobody of the state is on the hub.

    Order (domain guide, section 4): covers the county and has the specialty; covers the county; has the specialty;
    is the state's default; directs the state; then anybody of the state. Ties go to the first by name.
    """
    covering = [one for one in people if county_code and any(c.county_code == county_code for c in one.counties)]
    skilled = [one for one in people if any(s.specialty in type_.specialties for s in one.specialties)]
    covers = f"covers {county_name}"
    ladder: tuple[tuple[Sequence[User], str], ...] = (
        ([one for one in covering if one in skilled], covers),
        (covering, covers),
        (skilled, f"answers for {' and '.join(one.value for one in type_.specialties)}"),
        ([one for one in people if one.is_state_default], "takes what has no other owner in the state"),
        ([one for one in people if one.role == Role.DIRECTOR], "directs the state’s program"),
        (people, "is the one person of the state on the hub"),
    )
    for group, because in ladder:
        if group:
            return Route(group[0], because)
    return None
