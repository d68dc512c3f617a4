"""Deeds on one way to reach an entry: found right, found wrong, letters came back from it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from coordhub import clock
from coordhub.directory import queries
from coordhub.directory.actions.entries import Doer, mark_due, write_change
from coordhub.directory.fields.table import channel_value
from coordhub.directory.kinds import ChannelKind, VerifiedHow
from coordhub.directory.models import Channel, Entry
from coordhub.directory.rules import sight
from coordhub.directory.rules.checks import is_hard_bounce
from coordhub.errors import NotAllowed
from coordhub.formats import reader_time_zone


def confirm_channel(entry: Entry, channel: Channel, *, by: Doer, how: VerifiedHow) -> None:
    """Record that one number or address was found right today; the rest of the entry is as old as before."""
    _refuse_strangers(entry, by)
    channel.verified_on = clock.today_in(reader_time_zone())
    channel.verified_how, channel.verified_by = how, by.words
    channel.bounced_at = channel.wrong_on = None
    _write(entry, channel, by, "channel-confirmed")


def mark_channel_wrong(entry: Entry, channel: Channel, *, by: Doer) -> None:
    """Record that nobody is reached there, which makes the entry due for a check. It stays until somebody mends it."""
    _refuse_strangers(entry, by)
    if channel.wrong_on is not None:
        return
    today = clock.today_in(reader_time_zone())
    channel.wrong_on = today
    mark_due(entry, on=today)
    _write(entry, channel, by, "channel-wrong")


def take_in_bounces(now: datetime) -> Sequence[str]:
    """Mark the addresses that letters of whatever kind came back from, and make their entries due today.

    Each letter counts once, so that a later confirmation clears the mark for good. Returns the entries’ keys.
    """
    today = now.astimezone(ZoneInfo(reader_time_zone())).date()
    keys = []
    for letter in queries.returned_letters():
        if not is_hard_bounce(letter.last_error):
            continue
        for channel, entry in queries.channels_with_address(letter.address, not_counted=letter.id):
            channel.bounced_at, channel.bounced_letter_id = now, letter.id
            mark_due(entry, on=today)
            _write(entry, channel, Doer(), "bounced")
            keys.append(entry.key)
    return keys


def _refuse_strangers(entry: Entry, by: Doer) -> None:
    if by.user is not None and not sight.may_edit(by.user, entry):
        raise NotAllowed("Only who keeps this entry, the state’s director or a hub administrator checks it.")


def _write(entry: Entry, channel: Channel, by: Doer, deed: str) -> None:
    name = "emails" if channel.kind == ChannelKind.EMAIL else "phones"
    text = str(channel_value(channel))
    write_change(entry, {name: [text, text]}, by=by, deed=deed)
