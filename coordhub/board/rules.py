"""Who may read and write on the board, and whom its forums concern."""

from collections.abc import Mapping

from coordhub.accounts.models import Role, Specialty, User
from coordhub.board.models import Forum

ANNOUNCERS = frozenset({Role.DIRECTOR, Role.OBSERVER, Role.ADMINISTRATOR})
# The specialties that topics of a forum are for, by its slug; people follow them by interest.
SPECIALTIES: Mapping[str, tuple[Specialty, ...]] = {
    "pass": (Specialty.PASS,),
    "recruitment": (Specialty.RECRUITMENT,),
    "records": (Specialty.RECORDS,),
    "youth": (Specialty.YOUTH,),
    "summer": (Specialty.SUMMER,),
}


def may_read(user: User) -> bool:
    """Say whether the board is open to this person: to everybody who was approved, of whatever state."""
    return user.is_approved


def may_start_topic(user: User, forum: Forum) -> bool:
    """Say who begins a topic: members, and in the announcements those who speak for a state, OME or the hub."""
    if forum.is_for_announcements:
        return user.is_approved and user.role in ANNOUNCERS
    return user.is_member or user.is_administrator


def may_reply(user: User, forum: Forum) -> bool:
    """Say who answers: members and administrators everywhere, federal observers below announcements only."""
    if user.role == Role.OBSERVER:
        return user.is_approved and forum.is_for_announcements
    return user.is_member or user.is_administrator
