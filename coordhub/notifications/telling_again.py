"""Telling again, in the next digest, what nobody knows to have arrived: never by sending the letter twice."""

from datetime import datetime, timedelta

from sqlalchemy import case, or_, select, update

from coordhub.db import db
from coordhub.mail.queries import unsettled
from coordhub.notifications.kinds import Way
from coordhub.notifications.models import Digest, Notification

AFTER = timedelta(hours=2)  # a report or the relay's log may settle it until then


def tell_again(now: datetime) -> int:
    """List in the next digest what uncertain letters told, unless it was read or is wanted in the hub alone by now.

    Returns how many things that is.

    Each letter is looked at once. Adds to the open transaction.
    """
    letters = unsettled(now - AFTER)
    if not letters:
        return 0
    ids = [one.id for one in letters]
    told_by_digest = Notification.digest_id.in_(select(Digest.id).where(Digest.letter_id.in_(ids)))
    again = db.session.scalars(
        update(Notification)
        .where(
            or_(Notification.letter_id.in_(ids), told_by_digest),
            Notification.read_at.is_(None),
            Notification.way != Way.HUB,
        )
        .values(
            told_at=None,
            letter_id=None,
            digest_id=None,
            is_told_again=True,
            way=case((Notification.way == Way.WEEKLY, Way.WEEKLY.value), else_=Way.DAILY.value),
        )
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    ).all()
    for one in letters:
        one.told_again_at = now
    return len(again)
