"""What people hear, and when, in the words of the pages."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from coordhub.accounts.models import Role
from coordhub.formats import count, day
from coordhub.notifications.defaults import FLOORS, usual_ways
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.preferences import Source, Wishes

HOURS = [(hour, f"{hour % 12 or 12} {'AM' if hour < 12 else 'PM'}") for hour in range(24)]
DAYS = list(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")))
SUBJECT_WORDS = {
    Subject.AGENDA: "What needs you, and what waits for others",
    Subject.TO_ME: "A request to me",
    Subject.TO_OFFICE: "A request to my office",
    Subject.TO_STATE: "A request to my state",
    Subject.MINE: "A step on a request I sent or answer",
    Subject.WATCHED: "A step on a request I watch",
    Subject.LATE: "A late request that is passed on to me",
    Subject.MENTION: "Somebody calls me by name",
    Subject.REPLY: "An answer where I wrote on the board",
    Subject.TOPIC: "A new topic on the board",
    Subject.ENTRY: "An entry of the directory that I answer for",
    Subject.DIRECTORY: "Changes of the directory in my partner states",
    Subject.EVENT: "Events",
    Subject.UPDATE: "Updates",
    Subject.FIGURES: "My state’s figures",
}
HINTS = {
    Subject.AGENDA: "The list at the top of your inbox, in the digest.",
    Subject.TO_ME: "You cover the county or the specialty, or stand in.",
    Subject.TO_OFFICE: "A colleague of your office has it.",
    Subject.TO_STATE: "Another office of your state has it.",
    Subject.MINE: "Acknowledged, asked, answered, ended.",
    Subject.LATE: "Its target has passed.",
    Subject.TOPIC: "Forums, specialties, states and words can have their own way.",
    Subject.ENTRY: "Corrections, claims, and when it should be checked.",
    Subject.FIGURES: "How requests from and to your state went.",
}
FLOOR_WORDS = {
    Subject.TO_ME: "A request to you always reaches the hub.",
    Subject.MINE: "A step on a request of yours always reaches the hub.",
    Subject.LATE: "A late request always reaches the hub.",
    Subject.MENTION: "Being called by name always reaches the hub.",
}
WAY_WORDS = {
    Way.NOTHING: "Nothing",
    Way.HUB: "In the hub",
    Way.WEEKLY: "Weekly digest",
    Way.DAILY: "Daily digest",
    Way.AT_ONCE: "E-mail at once",
}
_ROLES = {
    Role.DIRECTOR: "state directors",
    Role.COORDINATOR: "coordinators",
    Role.RECRUITER: "recruiters",
    Role.SITE_MANAGER: "PASS site managers",
    Role.INTERSTATE: "interstate offices",
    Role.OBSERVER: "federal observers",
    Role.ADMINISTRATOR: "hub administrators",
}
# What clocks call themselves in the zones of the states and territories (IANA abbreviations).
_ZONES = {
    "EST": "Eastern", "EDT": "Eastern", "CST": "Central", "CDT": "Central", "MST": "Mountain", "MDT": "Mountain",
    "PST": "Pacific", "PDT": "Pacific", "AKST": "Alaska", "AKDT": "Alaska", "HST": "Hawaii", "HDT": "Hawaii",
    "AST": "Atlantic", "ChST": "Guam", "SST": "Samoa",
}  # fmt: skip


def source_words(wishes: Wishes, subject: Subject) -> str:
    """Return who said how somebody hears of a subject."""
    source = wishes.source(subject)
    if source == Source.OWN:
        return "Your choice"
    return "Your state’s choice" if source == Source.STATE else f"Usual for {_ROLES[wishes.user.role]}"


def usual_words(subject: Subject) -> str:
    """Return how the people of a state usually hear of a subject, roles that differ named."""
    usual = sorted(usual_ways(subject).items(), key=lambda one: -len(one[1]))
    first, *others = usual
    if len(first[1]) == 1 and not others:
        return f"{WAY_WORDS[first[0]]}, for {_ROLES[first[1][0]]} only"
    differing = [f"{' and '.join(_ROLES[role] for role in roles)}: {WAY_WORDS[way].lower()}" for way, roles in others]
    return "; ".join([WAY_WORDS[first[0]], *differing])


def summary(wishes: Wishes, subjects: Sequence[Subject]) -> str:
    """Return how many subjects reach somebody each way by e-mail, in one sentence."""
    ways = [wishes.way(one) for one in subjects]
    parts = [
        f"{number} {words}"
        for way, words in (
            (Way.AT_ONCE, "by e-mail at once"),
            (Way.DAILY, "in the daily digest"),
            (Way.WEEKLY, "in the weekly digest"),
        )
        if (number := ways.count(way))
    ]
    if not parts:
        return "No letters reach you now. Your inbox has what you chose to find in the hub."
    return f"Of {count(len(ways), 'subject', 'subjects')}, you hear {', '.join(parts)}."


def has_digest(wishes: Wishes, subjects: Sequence[Subject]) -> bool:
    """Say whether any subject comes in a digest."""
    return any(wishes.way(one) in (Way.DAILY, Way.WEEKLY) for one in subjects)


def instant_words(at: datetime, time_zone: str) -> str:
    """Tuesday, June 17, 7 AM Eastern"""
    local = at.astimezone(ZoneInfo(time_zone))
    name = local.tzname() or ""
    zone = _ZONES.get(name) or time_zone.split("/")[-1].replace("_", " ") + " time"
    hour = f"{local:%I}".lstrip("0") + (f":{local:%M}" if local.minute else "") + f" {local:%p}"
    return f"{local:%A}, {day(local).split(', ')[1]}, {hour} {zone}"


def floor_words(subjects: Sequence[Subject]) -> list[str]:
    """Return what reaches the hub whatever was chosen, as sentences."""
    return [FLOOR_WORDS[one] for one in subjects if one in FLOORS]
