"""Decisions about who sees and who keeps which entry (domain guide, sections 2 and 6)."""

from typing import Protocol

from coordhub.accounts.models import Role, User
from coordhub.directory.kinds import Visibility


class Kept(Protocol):
    """What the rules look at of an entry."""

    state_code: str | None
    keeper_id: int | None


class Hidden(Protocol):
    """What the rules look at of an entry that not everybody may see."""

    name: str
    visibility: Visibility


def sight_of(user: User | None) -> Visibility:
    """Return how far somebody sees; None is a visitor."""
    if user is None or not user.is_approved:
        return Visibility.PUBLIC
    return Visibility.ADMINISTRATORS if user.is_administrator else Visibility.MEMBERS


def may_see(user: User | None, entry: Hidden) -> bool:
    """Say whether `user` may see an entry; None is a visitor."""
    return entry.visibility in sight_of(user).seen


def name_for(user: User | None, entry: Hidden) -> str:
    """Return the name of an entry for somebody from whom it may have been hidden since they dealt with it."""
    return entry.name if may_see(user, entry) else "an entry that you may not see"


def may_keep_state(user: User | None, state_code: str | None) -> bool:
    """Say whether `user` answers for all entries of a state: its directors do, and the hub's administrators of any."""
    if user is None or not user.is_approved:
        return False
    if user.is_administrator:
        return True
    return user.role == Role.DIRECTOR and state_code is not None and user.state_code == state_code


def may_edit(user: User | None, entry: Kept) -> bool:
    """Say whether `user` may change an entry: whoever keeps it, and who answers for its state."""
    if user is None or not user.is_approved:
        return False
    return may_keep_state(user, entry.state_code) or (entry.keeper_id is not None and entry.keeper_id == user.id)


def may_move(user: User | None, entry: Kept, state_code: str | None) -> bool:
    """Say whether `user` may leave an entry with this state, None between states: who answers for both of them."""
    stays = entry.state_code == state_code
    return stays or (may_keep_state(user, entry.state_code) and may_keep_state(user, state_code))


def may_claim(user: User | None, entry: Kept) -> bool:
    """Say whether `user` may ask to keep an entry: members of its state who do not keep it yet."""
    if user is None or not user.is_member or entry.state_code is None:
        return False
    return user.state_code == entry.state_code and entry.keeper_id != user.id
