"""The kinds of notification: a kind that may be mailed at once is the name of its e-mail folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What people switch on and off together."""

    REQUESTS = "requests"
    BOARD = "board"
    DIRECTORY = "directory"


@dataclass(frozen=True)
class NotificationKind:
    """A kind: what happened in words, the group it belongs to, whether it can leave at once."""

    words: str
    group: Group
    may_be_at_once: bool = True


KINDS: Mapping[str, NotificationKind] = {
    "address-dead": NotificationKind("Your e-mail address", Group.DIRECTORY, may_be_at_once=False),
    "colleague-address-dead": NotificationKind("A colleague's e-mail address", Group.DIRECTORY, may_be_at_once=False),
    "mail-turned-away": NotificationKind("Letters of the hub", Group.DIRECTORY, may_be_at_once=False),
    "letters-stopped": NotificationKind("Letters stopped", Group.DIRECTORY, may_be_at_once=False),
    "request-received": NotificationKind("A request for you", Group.REQUESTS),
    "request-acknowledged": NotificationKind("Acknowledged", Group.REQUESTS),
    "request-message": NotificationKind("New message", Group.REQUESTS),
    "request-mention": NotificationKind("You are called by name", Group.REQUESTS),
    "request-opened": NotificationKind("Opened from outside the two states", Group.REQUESTS),
    "request-outcome": NotificationKind("Outcome recorded", Group.REQUESTS),
    "request-closed": NotificationKind("Ended", Group.REQUESTS),
    "request-step": NotificationKind("A step", Group.REQUESTS),
    "request-state": NotificationKind("A request to your state", Group.REQUESTS, may_be_at_once=False),
    "request-escalated": NotificationKind("Late, and passed on to you", Group.REQUESTS),
    "request-passed-on": NotificationKind("Late, and passed on", Group.REQUESTS, may_be_at_once=False),
    "overdue-list": NotificationKind("Overdue requests", Group.REQUESTS),
    "topic-new": NotificationKind("New topic", Group.BOARD),
    "topic-reply": NotificationKind("New reply", Group.BOARD),
    "suggestion-received": NotificationKind("A correction is suggested", Group.DIRECTORY),
    "suggestion-answered": NotificationKind("Your suggestion is answered", Group.DIRECTORY),
    "claim-received": NotificationKind("Somebody wants to keep an entry", Group.DIRECTORY, may_be_at_once=False),
    "claim-answered": NotificationKind("Your claim is answered", Group.DIRECTORY, may_be_at_once=False),
    "entries-due": NotificationKind("Entries to check", Group.DIRECTORY, may_be_at_once=False),
}
