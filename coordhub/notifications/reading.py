"""What a reader does with their notices: marking several read, one unread, and muting a thing."""

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.notifications import queries
from coordhub.notifications.kinds import List, Subject, Way, kinds_of
from coordhub.notifications.models import MutedThing, Notification


def mark_shown_read(user: User, *, which: List | None, newest_id: int | None) -> None:
    """Mark what a page showed as read: of one list or of all, and nothing that came after `newest_id`."""
    change = update(Notification).where(Notification.user_id == user.id, Notification.read_at.is_(None))
    if newest_id is not None:
        change = change.where(Notification.id <= newest_id)
    if which is not None:
        change = change.where(Notification.kind.in_(kinds_of(which)))
    marked = change.values(read_at=clock.now(), mail_at=None)
    db.session.execute(marked.execution_options(synchronize_session=False))


def mark_unread(user: User, about: str) -> None:
    """Mark the newest notice about a thing as unread; when no letter told of it, the next digest does."""
    latest = queries.newest_about(user.id, about)
    if latest is not None:
        latest.read_at = None
        if latest.way == Way.AT_ONCE:
            latest.way = Way.DAILY


def mute(user: User, about: str) -> bool:
    """Let no letter and no digest tell of a thing from now on, and say whether that is new.

    What is late is told all the same (see `defaults.FLOORS`), and the inbox keeps everything.
    """
    if queries.muted(about, [user.id]):
        return False
    try:
        with db.session.begin_nested():
            db.session.add(MutedThing(user_id=user.id, about=about))
    except IntegrityError:
        return False  # Another window did it at the same moment.
    # What was told or read, too: it may be told again, or be marked as unread.
    all_of_it = update(Notification).where(
        Notification.user_id == user.id, Notification.about == about, Notification.subject != Subject.LATE
    )
    quiet = all_of_it.values(way=Way.HUB, mail_at=None)
    db.session.execute(quiet.execution_options(synchronize_session=False))
    return True


def unmute(user: User, about: str) -> None:
    """Let letters tell of a thing again; what came meanwhile stays in the inbox alone."""
    gone = delete(MutedThing).where(MutedThing.user_id == user.id, MutedThing.about == about)
    db.session.execute(gone.execution_options(synchronize_session=False))
