"""Notices as they stand in the inbox, from the fewest words."""

from itertools import count

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.notifications.kinds import KINDS, Way
from coordhub.notifications.models import Notification

_numbers = count(1)


def tell(user: User, about: str, kind: str = "topic-reply", *, times: int = 1, way: Way = Way.DAILY) -> int:
    """Store unread notices about a thing, and return the id of the last."""
    row = None
    for _ in range(times):
        row = Notification(
            user_id=user.id,
            event_key=f"{about}/{next(_numbers)}",
            kind=kind,
            subject=KINDS[kind].subject,
            way=way,
            about=about,
            title=f"About {about}",
            url="/board/",
            reason="you wrote in this topic",
            created_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
    assert row is not None
    last = row.id
    db.session.commit()
    return last
