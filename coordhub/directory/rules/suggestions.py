"""Decisions about suggested corrections: how many somebody may send, until when they are to be answered."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import ip_address, ip_network
from zoneinfo import ZoneInfo

from coordhub.workdays import add_working_days

AN_HOUR = 5
A_DAY = 20
OPEN_AT_ONCE = 3  # of one visitor about one entry
ANSWER_WITHIN = 5  # working days
_ZONE = ZoneInfo("America/New_York")  # a suggestion is answered by a state, but no state's clock binds it


@dataclass(frozen=True)
class Sent:
    """What a visitor has sent: within the last hour, within the last day, and what waits about this entry."""

    last_hour: int
    last_day: int
    waiting_here: int


def why_not_now(sent: Sent) -> str | None:
    """Return why a visitor cannot send another suggestion now and what to do, as a sentence; None when they can."""
    if sent.waiting_here >= OPEN_AT_ONCE:
        return "Your earlier suggestions about this entry still wait for an answer. Their pages say when it comes."
    if sent.last_day >= A_DAY:
        return f"That is {A_DAY} suggestions in a day. Go on tomorrow, or write all of them into one."
    if sent.last_hour >= AN_HOUR:
        return f"That is {AN_HOUR} suggestions within an hour. Wait an hour, or write several things into one."
    return None


def visitor_hash(address: str, today: date, secret: str) -> str:
    """Return what stands for a visitor's network address on one day; the address cannot be got back from it.

    Of an IPv6 address the network counts, since its owner has all of it (RFC 6177).
    """
    try:
        parsed = ip_address(address)
        seen = str(ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)
    except ValueError:
        seen = "nobody knows"
    return hmac.new(secret.encode(), f"{today.isoformat()} {seen}".encode(), hashlib.sha256).hexdigest()


def answer_due(created_at: datetime) -> date:
    """Return the day by which a suggestion is to be answered."""
    return add_working_days(created_at.astimezone(_ZONE).date(), ANSWER_WITHIN)


def is_overdue(created_at: datetime, now: datetime) -> bool:
    """Say whether a suggestion that still waits should have been answered."""
    return now.astimezone(_ZONE).date() > answer_due(created_at)
