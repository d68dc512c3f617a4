"""What people want to hear, with defaults for those who never said."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.notifications import rules
from coordhub.notifications.models import DEFAULT_HOUR, DigestChoice, Preference


def preference_of(user: User) -> Preference:
    """Return the person's preferences, added with the defaults when there are none yet."""
    found = db.session.get(Preference, user.id)
    return found or add_defaults(user, clock.now())


def shown_preference_of(user: User) -> Preference:
    """Return the preferences for a page, which must not write: the defaults are not stored."""
    return db.session.get(Preference, user.id) or _defaults(user, clock.now())


def preferences_of(user_ids: list[int]) -> dict[int, Preference]:
    """Return the stored preferences of several people, by their ids."""
    found = db.session.scalars(select(Preference).where(Preference.user_id.in_(user_ids)))
    return {one.user_id: one for one in found}


def add_defaults(user: User, now: datetime) -> Preference:
    """Store the defaults of a person; the first digest comes at the next hour of theirs."""
    preference = _defaults(user, now)
    try:
        with db.session.begin_nested():
            db.session.add(preference)
    except IntegrityError:  # Somebody else told this person of something at the same moment.
        return db.session.get_one(Preference, user.id)
    return preference


def _defaults(user: User, now: datetime) -> Preference:
    return Preference(
        user_id=user.id,
        digest=DigestChoice.DAILY,
        digest_hour=DEFAULT_HOUR,
        at_once_requests=True,
        at_once_board=False,
        at_once_directory=True,
        next_digest_at=rules.next_digest_at(now, DEFAULT_HOUR, user.time_zone),
    )


def change(
    user: User,
    *,
    digest: DigestChoice,
    digest_hour: int,
    at_once_requests: bool,
    at_once_board: bool,
    at_once_directory: bool = True,
) -> Preference:
    """Store what a person chose, and when their next digest is due."""
    preference = preference_of(user)
    preference.digest, preference.digest_hour = digest, digest_hour
    preference.at_once_requests, preference.at_once_board = at_once_requests, at_once_board
    preference.at_once_directory = at_once_directory
    preference.next_digest_at = rules.next_digest_at(clock.now(), digest_hour, user.time_zone)
    return preference


def stop(user: User, scope: str) -> Preference:
    """Switch off what a letter offered to stop: requests, board, directory, digest or all."""
    preference = preference_of(user)
    if scope in ("requests", "all"):
        preference.at_once_requests = False
    if scope in ("board", "all"):
        preference.at_once_board = False
    if scope in ("directory", "all"):
        preference.at_once_directory = False
    if scope in ("digest", "all"):
        preference.digest = DigestChoice.OFF
    return preference
