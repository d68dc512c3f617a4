"""Breaking the glass: opening a request of others, for a while, with a reason that both states hear of."""

from datetime import timedelta

from coordhub.accounts.models import Role, User

GLASS_LASTS = timedelta(minutes=60)
REASON_AT_LEAST = 20  # characters: a word is no reason


def may_break_glass(user: User) -> bool:
    """Say whether `user` may open requests of others with a reason: observers and administrators, no state's member."""
    return user.is_approved and user.role in (Role.OBSERVER, Role.ADMINISTRATOR)
