"""Deeds on one way to reach an entry: found right, found wrong, letters came back from it."""

from collections.abc import Sequence
from datetime import datetime

from coordhub.directory import queries
from coordhub.directory.actions.entries import Doer, mark_due, refuse_strangers, write_change
from coordhub.directory.fields.table import channel_value
from coordhub.directory.kinds import ChannelKind, VerifiedHow
from coordhub.directory.models import Channel, Entry
from coordhub.directory.rules.checks import is_hard_bounce
from coordhub.formats import reader_day, reader_today


def confirm_channel(entry: Entry, channel: Channel, *, by: Doer, how: VerifiedHow) -> None:
    """Record that one number or address was found right today; the rest of the entry is as old as before."""
    refuse_strangers(by.user, entry, "checks it")
    channel.verified_on = reader_today()
    channel.verified_how, channel.verified_by = how, by.words
    channel.bounced_at = channel.wrong_on = None
    _write(entry, channel, by, "channel-confirmed")


def mark_channel_wrong(entry: Entry, channel: Channel, *, by: Doer) -> None:
    """Record that nobody is reached there, which makes the entry due for a check. It stays until somebody mends it."""
    refuse_strangers(by.user, entry, "checks it")
    if channel.wrong_on is not None:
        return
    today = reader_today()
    channel.wrong_on = today
    mark_due(entry, on=today)
    _write(entry, channel, by, "channel-wrong")


def take_in_bounces(now: datetime) -> Sequence[str]:
    """Mark the addresses that letters of whatever kind came back from, and make their entries due today.

    Each letter counts once, so that a later confirmation clears the mark for good. Returns the entries’ keys.
    """
    returned = [one for one in queries.returned_letters() if is_hard_bounce(one.reply)]
    newest = {one.channel.id: one for one in returned}
    for one in newest.values():
        one.channel.bounced_at, one.channel.bounced_letter_id = now, one.letter_id
        mark_due(one.entry, on=reader_day(now))
        _write(one.entry, one.channel, Doer(), "bounced")
    return [one.entry.key for one in newest.values()]


def _write(entry: Entry, channel: Channel, by: Doer, deed: str) -> None:
    name = "emails" if channel.kind == ChannelKind.EMAIL else "phones"
    text = str(channel_value(channel))
    write_change(entry, {name: [text, text]}, by=by, deed=deed)
