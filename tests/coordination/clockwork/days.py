"""What the tests of clocks share: instants by the clock on a wall, what was passed on, a sweep that went well."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from coordhub.coordination import queries
from coordhub.coordination.models import CoordinationRequest, Deed, Escalation, Step
from coordhub.coordination.sweeping import Swept
from coordhub.db import db
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.models import Notification
from tests.telling import write_letters

DETROIT = "America/Detroit"
At = Callable[[datetime], None]


def wall(zone: str, year: int, month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    """The instant at which clocks in `zone` show this time."""
    return datetime(year, month, day, hour, minute, second, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def detroit(month: int, day: int, hour: int = 12, minute: int = 0, year: int = 2026) -> datetime:
    """The instant at which clocks in Detroit show this time of 2026."""
    return wall(DETROIT, year, month, day, hour, minute)


def done(swept: Swept) -> list[str]:
    """The lines of a sweep in which nothing failed."""
    assert swept.failed == 0, swept.lines
    return swept.lines


def again(request: CoordinationRequest) -> CoordinationRequest:
    """The request as it stands now, whole: a sweep ends with a rollback, which forgets what a test had loaded."""
    found = queries.request_to_change(request.id)
    assert found is not None
    return found


def passed_on(request: CoordinationRequest) -> list[tuple[str, str]]:
    """(level, target) of each escalation of a request, in order."""
    found = select(Escalation).where(Escalation.request_id == request.id).order_by(Escalation.id)
    return [(one.level.value, one.target_on.isoformat()) for one in db.session.scalars(found)]


def codes(request: CoordinationRequest, deed: Deed = Deed.ESCALATE) -> list[str]:
    """What the steps of a deed say, in order."""
    found = select(Step.code).where(Step.request_id == request.id, Step.deed == deed).order_by(Step.position)
    return list(db.session.scalars(found))


def told(kind: str) -> list[int]:
    """The keys of the people who were told of a kind, in order."""
    return list(db.session.scalars(select(Notification.user_id).where(Notification.kind == kind).order_by("id")))


def mailed(kind: str) -> list[OutgoingEmail]:
    """The letters of a kind, those that were still held as well."""
    write_letters()
    return list(db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == kind).order_by(OutgoingEmail.id)))
