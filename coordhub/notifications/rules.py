"""When somebody is told: ways, holds, quiet hours and digests, in the member's own time zone."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from coordhub.accounts.models import User
from coordhub.clock import date_in
from coordhub.notifications.facts import states_of
from coordhub.notifications.kinds import KINDS, Way
from coordhub.notifications.models import DigestKind, Interest, InterestKind, Notification, Preference

LATE_AFTER = timedelta(hours=12)  # a digest that comes later says so, and is for the day on which it comes
HOLD = timedelta(minutes=4)  # a letter waits so long for more about the same thing (study "board and mail", section 8)
LETTERS_AN_HOUR = 20  # to one person; what is more leaves as one round-up


def next_digest_at(now: datetime, hour: int, time_zone: str) -> datetime:
    """Return the next instant, after `now`, at which clocks in `time_zone` show `hour`.

    An hour that the spring change leaves out is the first instant after the gap; one that autumn repeats is the first.
    """
    zone = ZoneInfo(time_zone)
    day = now.astimezone(zone).date()
    while True:
        at = _first_instant(day, hour, zone)
        if at > now:
            return at
        day += timedelta(days=1)


def digest_instant(day: date, hour: int, time_zone: str) -> datetime:
    """Return the first instant of a local date at which clocks show `hour`, or have jumped over it."""
    return _first_instant(day, hour, ZoneInfo(time_zone))


def _first_instant(day: date, hour: int, zone: ZoneInfo) -> datetime:
    wanted = datetime.combine(day, time(hour), zone)
    there = wanted.astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None) == wanted.replace(tzinfo=None):
        return wanted.astimezone(UTC)
    # The hour does not exist on this day.
    return _gap_end(wanted, zone)


def _gap_end(wanted: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant at which clocks jump over `wanted`."""
    low = (wanted - timedelta(hours=3)).astimezone(UTC)
    for minute in range(6 * 60):
        at = low + timedelta(minutes=minute)
        local = at.astimezone(zone).replace(tzinfo=None)
        if local >= wanted.replace(tzinfo=None):
            return at
    raise ValueError("no zone skips more than three hours")


def digest_date(due_at: datetime | None, now: datetime, time_zone: str) -> date:
    """Return the local date for which a digest is written: the one it was due on, unless that is half a day ago.

    So a digest due late in the evening that is written after midnight does not take the next day's place.
    """
    is_prompt = due_at is not None and timedelta() <= now - due_at <= LATE_AFTER
    return date_in(time_zone, due_at if due_at is not None and is_prompt else now)


def way_now(way: Way, kind: str, *, is_away: bool) -> Way:
    """Return the way on which a person is told now: who is away finds it in the digest after their return."""
    if way == Way.AT_ONCE and (is_away or not KINDS[kind].may_be_at_once):
        return Way.DAILY
    return way


def letter_at(way: Way, now: datetime, *, waits: bool) -> datetime | None:
    """Return when the letter of an event may leave; None when there is to be none. `waits` for more to come with it."""
    if way != Way.AT_ONCE:
        return None
    return now + HOLD if waits else now


def may_hear(user: User, rows: Sequence[Notification]) -> bool:
    """Say whether a letter about these may still leave to `user`, who may have left or moved since they were written.

    Requests are for the people of their two states, which stand in the facts; the rest is for everybody approved.
    """
    if not (user.active and user.is_approved):
        return False
    needed = [states for row in rows for states in states_of(row.facts)]
    return not needed or (user.is_member and all(user.state_code in states for states in needed))


def quiet_until(preference: Preference, now: datetime, time_zone: str) -> datetime | None:
    """Return the end of the quiet hours in which `now` lies; None when letters may leave.

    Quiet are the hours from `quiet_from` to `quiet_until`, over midnight when that is how they lie, and whole weekends.
    """
    end = now
    for _ in range(8):
        local = end.astimezone(ZoneInfo(time_zone))
        if preference.is_quiet_on_weekends and local.weekday() >= 5:
            end = _first_instant(local.date() + timedelta(days=1), 0, local.tzinfo)  # type: ignore[arg-type]
        elif preference.is_quiet_at_night and _is_between(local.hour, preference.quiet_from, preference.quiet_until):
            end = next_digest_at(end, preference.quiet_until, time_zone)
        else:
            break
    return end if end > now else None


def _is_between(hour: int, first: int, end: int) -> bool:
    return first <= hour < end if first <= end else hour >= first or hour < end


def digest_kind(due_at: datetime, now: datetime, weekly_day: int, time_zone: str) -> DigestKind:
    """Return which digest is written at `now` that was due at `due_at`: weekly when its day lies in between.

    So a weekly digest that is late is not lost: the first one after it is the weekly one.
    """
    return digest_kind_after(date_in(time_zone, due_at) - timedelta(days=1), date_in(time_zone, now), weekly_day)


def digest_kind_after(last: date, today: date, weekly_day: int) -> DigestKind:
    """Return which digest is written `today` when the last day that was looked into is `last`.

    Every day of the week lies in some such span, whatever hours and zones a member had in between.
    """
    days = (today - timedelta(days=gone) for gone in range(max(1, min((today - last).days, 7))))
    return DigestKind.WEEKLY if any(one.weekday() == weekly_day for one in days) else DigestKind.DAILY


def fits(interest: Interest, matter: Mapping[str, Any]) -> bool:
    """Say whether a new topic is what an interest asks for; words must all be there."""
    if interest.kind == InterestKind.FORUM:
        return bool(matter.get("forum") == interest.value)
    if interest.kind == InterestKind.SPECIALTY:
        return interest.value in matter.get("specialties", ())
    if interest.kind == InterestKind.STATE:
        return interest.value in matter.get("states", ())
    return set(interest.value.split()) <= set(matter.get("words", ()))


def reason_of(interest: Interest) -> str:
    """Return why somebody hears of a topic that fits an interest, as a clause that follows "because"."""
    if interest.kind == InterestKind.WORDS:
        return "it has words that you saved"
    return "you follow new topics of this kind"
