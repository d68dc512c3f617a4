"""What people hear who never said: ways by role, and the floor under what must not get lost."""

from collections.abc import Mapping

from coordhub.accounts.models import STATE_ROLES, Role, User
from coordhub.notifications.kinds import Subject, Way

_OF_EVERYBODY: Mapping[Subject, Way] = {
    Subject.AGENDA: Way.DAILY,
    Subject.TO_ME: Way.AT_ONCE,
    Subject.TO_OFFICE: Way.DAILY,
    Subject.TO_STATE: Way.NOTHING,
    Subject.MINE: Way.AT_ONCE,
    Subject.WATCHED: Way.AT_ONCE,
    Subject.LATE: Way.AT_ONCE,
    Subject.MENTION: Way.AT_ONCE,
    Subject.REPLY: Way.DAILY,
    Subject.TOPIC: Way.DAILY,
    Subject.ENTRY: Way.AT_ONCE,
    Subject.DIRECTORY: Way.WEEKLY,
    Subject.EVENT: Way.WEEKLY,
    Subject.UPDATE: Way.DAILY,
    Subject.FIGURES: Way.NOTHING,
    Subject.ACCOUNT: Way.HUB,
}
# Where a role lives differently (domain guide, section 2): a director from the digest, whoever is on the road weekly.
_OF_ROLES: Mapping[Role, Mapping[Subject, Way]] = {
    Role.DIRECTOR: {Subject.TO_STATE: Way.DAILY, Subject.WATCHED: Way.DAILY, Subject.FIGURES: Way.WEEKLY},
    Role.RECRUITER: {Subject.TOPIC: Way.WEEKLY, Subject.UPDATE: Way.WEEKLY},
    Role.SITE_MANAGER: {Subject.TOPIC: Way.WEEKLY, Subject.UPDATE: Way.WEEKLY},
}
# The least that reaches the hub, whatever was chosen.
FLOORS: Mapping[Subject, Way] = {
    Subject.TO_ME: Way.HUB,
    Subject.MINE: Way.HUB,
    Subject.LATE: Way.HUB,
    Subject.MENTION: Way.HUB,
    Subject.ACCOUNT: Way.HUB,
}
_OF_REQUESTS = frozenset(
    {Subject.AGENDA, Subject.TO_ME, Subject.TO_OFFICE, Subject.TO_STATE, Subject.MINE, Subject.WATCHED, Subject.LATE}
)
# The table of choices, in its groups; the hub's own word to a person (ACCOUNT) is no choice.
GROUPS: Mapping[str, tuple[Subject, ...]] = {
    "Requests": (Subject.AGENDA, Subject.TO_ME, Subject.TO_OFFICE, Subject.TO_STATE, Subject.MINE, Subject.WATCHED,
                 Subject.LATE),
    "Board": (Subject.MENTION, Subject.REPLY, Subject.TOPIC),
    "Directory": (Subject.ENTRY, Subject.DIRECTORY),
    "Federal site and hub": (Subject.EVENT, Subject.UPDATE, Subject.FIGURES),
}  # fmt: skip
_EVERY_WAY = tuple(Way)
_OF_DIGESTS = (Way.NOTHING, Way.WEEKLY, Way.DAILY)


def default_way(role: Role, subject: Subject) -> Way:
    """Return how somebody of this role hears of a subject who never said."""
    return _OF_ROLES.get(role, {}).get(subject, _OF_EVERYBODY[subject])


def subjects_for(role: Role) -> tuple[Subject, ...]:
    """Return the subjects that mean something to a role, in the order of the table; the hub’s own is no choice."""
    left_out = {Subject.ACCOUNT}
    if role not in STATE_ROLES:
        left_out |= _OF_REQUESTS | {Subject.DIRECTORY}
    if role != Role.DIRECTOR:
        left_out |= {Subject.FIGURES}
    return tuple(one for one in Subject if one not in left_out)


def groups_for(role: Role) -> dict[str, tuple[Subject, ...]]:
    """Return the groups of the table, less what means nothing to a role and groups of which nothing is left."""
    fitting = subjects_for(role)
    groups = {name: tuple(one for one in group if one in fitting) for name, group in GROUPS.items()}
    return {name: group for name, group in groups.items() if group}


def usual_ways(subject: Subject) -> dict[Way, list[Role]]:
    """Return how the people of a state usually hear of a subject: the ways, and the roles that have each."""
    found: dict[Way, list[Role]] = {}
    for role in Role:
        if role in STATE_ROLES and subject in subjects_for(role):
            found.setdefault(default_way(role, subject), []).append(role)
    return found


def may_set_for_state(user: User) -> bool:
    """Say whether somebody sets what the people of their state hear who chose nothing: its director."""
    return user.is_member and user.role == Role.DIRECTOR


def ways_for(subject: Subject) -> tuple[Way, ...]:
    """Return the ways that can be chosen for a subject, from the least on."""
    if subject == Subject.AGENDA:
        return _OF_DIGESTS
    if subject == Subject.FIGURES:
        return (Way.NOTHING, Way.WEEKLY)
    floor = FLOORS.get(subject, Way.NOTHING)
    return tuple(one for one in _EVERY_WAY if one.rank >= floor.rank)


def at_least(subject: Subject, way: Way) -> Way:
    """Return `way`, or the floor of the subject when that is more."""
    floor = FLOORS.get(subject, Way.NOTHING)
    return way if way.rank >= floor.rank else floor
