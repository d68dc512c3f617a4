"""Decisions about who becomes the keeper of an entry at once, and who may give it up or away."""

from collections.abc import Collection

from coordhub.accounts.models import User
from coordhub.directory.rules.sight import Kept, may_keep_state

# Anybody can have an address there, so a shared domain proves nothing. Providers with most private mailboxes in the
# United States, from their sign-up pages, 2024.
PUBLIC_MAIL_DOMAINS = frozenset({
    "gmail.com", "googlemail.com", "yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "aim.com", "outlook.com",
    "hotmail.com", "live.com", "msn.com", "icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "pm.me",
    "fastmail.com", "gmx.com", "gmx.us", "mail.com", "zoho.com", "yandex.com", "comcast.net", "xfinity.com",
    "att.net", "sbcglobal.net", "bellsouth.net", "verizon.net", "cox.net", "charter.net", "spectrum.net",
    "earthlink.net", "frontier.com", "centurylink.net", "windstream.net", "juno.com", "netzero.net", "tutanota.com",
    "hey.com", "duck.com",
})  # fmt: skip


def is_of_the_office(user: User, addresses: Collection[str]) -> bool:
    """Say whether somebody's sign-in address is one of an entry's, or of the same organization as one of them."""
    if user.confirmed_at is None:
        return False  # Nobody has shown yet that this address is theirs.
    own = user.email.lower()
    known = {address.lower() for address in addresses}
    domain = own.rpartition("@")[2]
    return own in known or (
        domain not in PUBLIC_MAIL_DOMAINS and domain in {address.rpartition("@")[2] for address in known}
    )


def may_end_keeping(user: User | None, entry: Kept) -> bool:
    """Say whether `user` may take the keeper off an entry: the keeper, and who answers for its state."""
    if user is None or entry.keeper_id is None:
        return False
    return entry.keeper_id == user.id or may_keep_state(user, entry.state_code)


def may_have_desk(user: User | None) -> bool:
    """Say whether somebody can have entries to keep: people of states, and the hub's administrators."""
    return user is not None and (user.is_member or user.is_administrator)
