"""Due dates as a calendar that other programs subscribe to (RFC 5545, RFC 7986): number, type, states, date, link."""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from coordhub.coordination.models import CoordinationRequest, Status
from coordhub.workdays import ONE_DAY

REFRESH_EVERY = timedelta(hours=4)


def calendar_of(requests: Sequence[CoordinationRequest], hub_url: str) -> bytes:
    """Return the calendar of `requests`: the target of each answer, and of each acknowledgment that is still missing.

    The same requests give the same bytes, so that a program need not fetch again what it has.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//coordhub//due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("name", "coordhub: due dates")
    calendar.add("x-wr-calname", "coordhub: due dates")
    calendar.add("refresh-interval", REFRESH_EVERY, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH_EVERY)
    for request in requests:
        if request.status == Status.SENT:
            calendar.add_component(_event(request, "acknowledge", request.acknowledge_by, hub_url))
        calendar.add_component(_event(request, "answer", request.due_on, hub_url))
    content: bytes = calendar.to_ical()
    return content


def _event(request: CoordinationRequest, target: str, day: date, hub_url: str) -> Event:
    event = Event()
    event.add("uid", f"{request.number}-{target}@{urlsplit(hub_url).hostname or 'localhost'}")
    event.add("summary", f"{request.number} {request.short_title}: {target} by")
    event.add("description", f"{hub_url}/coordination/{request.number}")
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)  # The end is not part of the event.
    # A calendar without a method says with both when its event was last changed (RFC 5545, section 3.8.7.2).
    event.add("dtstamp", request.changed_at)
    event.add("last-modified", request.changed_at)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
