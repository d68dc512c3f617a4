"""How days, times and counts are written on pages and in letters."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import flask

from coordhub import clock


def day(value: date) -> str:
    """Thu, June 18"""
    return f"{value:%a}, {value:%B} {value.day}"


def long_day(value: date) -> str:
    """Thursday, June 18, 2026"""
    return f"{value:%A}, {value:%B} {value.day}, {value.year}"


def plain_day(value: date) -> str:
    """June 18, 2026"""
    return f"{value:%B} {value.day}, {value.year}"


def moment(value: datetime, time_zone: str | None = None) -> str:
    """Thu, June 11, 4:12 PM, in the reader's time zone."""
    local = value.astimezone(ZoneInfo(time_zone or reader_time_zone()))
    return f"{day(local)}, {local:%I}".replace(", 0", ", ") + f":{local:%M} {local:%p}"


def ago(value: datetime, now: datetime) -> str:
    """2 hours ago; after a day the day, in the reader's time zone."""
    minutes = int((now - value).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{count(minutes, 'minute', 'minutes')} ago"
    if minutes < 24 * 60:
        return f"{count(minutes // 60, 'hour', 'hours')} ago"
    return f"on {day(reader_day(value))}"


def long_moment(value: datetime, time_zone: str | None = None) -> str:
    """Thursday, June 11, 2026, 4:12 PM EDT, in the reader's time zone: for what is kept for years."""
    local = value.astimezone(ZoneInfo(time_zone or reader_time_zone()))
    return f"{long_day(local)}, {local:%I}".replace(", 0", ", ") + f":{local:%M} {local:%p %Z}"


def moment_with_zone(value: datetime, time_zone: str) -> str:
    """Tue, November 24, 7:00 AM EST, for a letter: nobody knows which clock its reader looks at."""
    return f"{moment(value, time_zone)} {value.astimezone(ZoneInfo(time_zone)):%Z}"


def iso(value: date | datetime) -> str:
    """The machine's form, for <time datetime>."""
    return value.isoformat()


def count(number: int, one: str, many: str) -> str:
    """1 child, 3 children"""
    return f"{number:,} {one if number == 1 else many}"


def capitalize_first(text: str) -> str:
    """covers Leelanau County → Covers Leelanau County"""
    return text[:1].upper() + text[1:]


def reader_time_zone() -> str:
    """Return the IANA zone of the person who reads the page; Eastern Time for a visitor."""
    return str(flask.g.get("time_zone", "America/New_York")) if flask.has_app_context() else "America/New_York"


def reader_day(at: datetime) -> date:
    """Return the day on which an instant falls where the reader is."""
    return at.astimezone(ZoneInfo(reader_time_zone())).date()


def reader_today() -> date:
    """Return today's date where the reader is."""
    return clock.today_in(reader_time_zone())


def init_app(app: flask.Flask) -> None:
    """Make the formats filters of the templates."""
    for filter_ in (day, long_day, plain_day, moment, long_moment, iso, count, capitalize_first):
        app.add_template_filter(filter_)
