"""What people are told of: subjects, which they choose ways for, and kinds, which are the names of e-mail folders."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """A row of the table in which people choose what they hear, and how."""

    AGENDA = "agenda"
    TO_ME = "request-to-me"
    TO_OFFICE = "request-to-office"
    TO_STATE = "request-to-state"
    MINE = "step-on-mine"
    WATCHED = "step-on-watched"
    LATE = "late"
    MENTION = "mention"
    REPLY = "reply"
    TOPIC = "topic"
    ENTRY = "entry"
    DIRECTORY = "partners"
    EVENT = "event"
    UPDATE = "update"
    FIGURES = "figures"
    ACCOUNT = "account"


class Way(StrEnum):
    """How somebody hears of a subject, from nothing to at once. Everything but NOTHING also stands in the inbox."""

    NOTHING = "nothing"
    HUB = "hub"
    WEEKLY = "weekly"
    DAILY = "daily"
    AT_ONCE = "at-once"

    @property
    def rank(self) -> int:
        """How soon it reaches its reader: a higher rank is sooner."""
        return list(Way).index(self)


class List(StrEnum):
    """The lists by which mail programs file letters (RFC 2919)."""

    REQUESTS = "requests"
    BOARD = "board"
    DIRECTORY = "directory"
    NEWS = "news"

    @property
    def label(self) -> str:
        """The list in words, as the inbox names it."""
        return _LIST_LABELS[self]


_LIST_LABELS = {
    List.REQUESTS: "Requests",
    List.BOARD: "Board",
    List.DIRECTORY: "Directory",
    List.NEWS: "Federal site and hub",
}


@dataclass(frozen=True)
class NotificationKind:
    """A kind: what happened in words, the subject it belongs to unless its teller says otherwise, and its list.

    A kind that may not leave at once goes into the next digest of those who want its subject at once. One that is
    urgent waits for no burst and no quiet hours.
    """

    words: str
    subject: Subject
    list: List
    may_be_at_once: bool = True
    is_urgent: bool = False


def _request(words: str, subject: Subject, *, may_be_at_once: bool = True) -> NotificationKind:
    return NotificationKind(words, subject, List.REQUESTS, may_be_at_once)


def _of_account(words: str) -> NotificationKind:
    return NotificationKind(words, Subject.ACCOUNT, List.NEWS, may_be_at_once=False)


KINDS: Mapping[str, NotificationKind] = {
    "request-received": _request("A request for you", Subject.TO_ME),
    "request-acknowledged": _request("Acknowledged", Subject.MINE),
    "request-message": _request("New message", Subject.MINE),
    "request-mention": _request("You are called by name", Subject.MENTION),
    "request-opened": _request("Opened from outside the two states", Subject.MINE),
    "request-outcome": _request("Outcome recorded", Subject.MINE),
    "request-closed": _request("Ended", Subject.MINE),
    "request-step": _request("A step", Subject.MINE),
    "request-office": _request("A request to your office", Subject.TO_OFFICE),
    "request-state": _request("A request to your state", Subject.TO_STATE),
    "request-escalated": _request("Late, and passed on to you", Subject.LATE),
    "request-passed-on": _request("Late, and passed on", Subject.MINE, may_be_at_once=False),
    "overdue-list": _request("Overdue requests", Subject.LATE),
    "topic-new": NotificationKind("New topic", Subject.TOPIC, List.BOARD),
    "topic-reply": NotificationKind("New reply", Subject.REPLY, List.BOARD),
    "suggestion-received": NotificationKind("A correction is suggested", Subject.ENTRY, List.DIRECTORY),
    "suggestion-answered": NotificationKind("Your suggestion is answered", Subject.ENTRY, List.DIRECTORY),
    "claim-received": NotificationKind("Somebody wants to keep an entry", Subject.ENTRY, List.DIRECTORY, False),
    "claim-answered": NotificationKind("Your claim is answered", Subject.ENTRY, List.DIRECTORY, False),
    "entries-due": NotificationKind("Entries to check", Subject.ENTRY, List.DIRECTORY, False),
    "address-dead": _of_account("Your e-mail address"),
    "colleague-address-dead": _of_account("A colleague's e-mail address"),
    "mail-turned-away": _of_account("Letters of the hub"),
    "letters-stopped": _of_account("Letters stopped"),
    "directory-changed": NotificationKind("A change in the directory", Subject.DIRECTORY, List.DIRECTORY),
    "event-new": NotificationKind("New event", Subject.EVENT, List.NEWS),
    "event-changed": NotificationKind("An event has changed", Subject.EVENT, List.NEWS),
    "update-new": NotificationKind("New update", Subject.UPDATE, List.NEWS),
}


def kinds_of(which: List) -> tuple[str, ...]:
    """Return the names of the kinds that belong to a list."""
    return tuple(name for name, kind in KINDS.items() if kind.list == which)
