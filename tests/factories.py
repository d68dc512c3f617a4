"""Factories: each makes a valid row from the fewest arguments and flushes it."""

from itertools import count
from typing import Any

from coordhub import clock
from coordhub.accounts.models import CoveredCounty, PersonSpecialty, Role, Specialty, User
from coordhub.db import db
from coordhub.mail import letters, outbox
from coordhub.mail.models import OutgoingEmail

_numbers = count(1)

GRAND_TRAVERSE = "26055"
LEELANAU = "26089"


def a_person(
    name: str = "",
    *,
    role: Role = Role.COORDINATOR,
    state_code: str | None = "TX",
    counties: tuple[str, ...] = (),
    specialties: tuple[Specialty, ...] = (),
    approved: bool = True,
    time_zone: str = "America/Chicago",
    **more: object,
) -> User:
    """A person who can work at once: confirmed, approved, active."""
    number = next(_numbers)
    name = name or f"Person {number}"
    user = User(
        email=f"{name.split()[0].lower()}.{number}@example.org",
        display_name=name,
        role=role,
        state_code=None if role in (Role.OBSERVER, Role.ADMINISTRATOR) else state_code,
        fs_uniquifier=f"unique-{number}",
        time_zone=time_zone,
        created_at=clock.now(),
        confirmed_at=clock.now(),
        approved_at=clock.now() if approved else None,
        active=True,
        counties=[CoveredCounty(county_code=code) for code in counties],
        specialties=[PersonSpecialty(specialty=one) for one in specialties],
        **more,
    )
    db.session.add(user)
    db.session.flush()
    return user


def a_topic_letter(**more: Any) -> letters.Letter:
    """A written letter about a new topic on the board."""
    given = {
        "address": "ben@example.org",
        "name": "Ben Okafor",
        "context": {"words": "New topic", "title": more.pop("title", "Bus lines"), "url": "u", "settings_url": "s"},
        "message_key": f"letter-{next(_numbers)}",
        "list_name": "board",
        "reason": "You get this because you asked.",
    }
    return letters.compose("topic-new", **(given | more))


def a_waiting_letter(**more: Any) -> OutgoingEmail:
    """A letter in the outbox."""
    row = outbox.put(a_topic_letter(**more), dedup_key=f"key-{next(_numbers)}", kind="topic-new", user_id=None)
    assert row is not None
    return row
