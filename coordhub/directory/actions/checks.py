"""Letters that ask for a check, and what their links do.

An office’s own mailbox gets a letter with a link for each entry, since nobody there needs an account. Keepers and
directors are told where they are told everything else; at their desk they confirm with one click, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions.entries import Doer, confirm_entry
from coordhub.directory.actions.recipients import DESK_PATH, directors_for, keeper_of
from coordhub.directory.check_links import check_url, stop_url
from coordhub.directory.kinds import ChannelKind, VerifiedHow, Visibility
from coordhub.directory.models import Channel, CheckLetter, CheckStop, Entry
from coordhub.directory.rules import checks
from coordhub.errors import NotAllowed
from coordhub.formats import reader_day, reader_today
from coordhub.mail import letters, outbox
from coordhub.notifications.actions import Recipient, notify

MAILBOX = "the office’s own mailbox"


@dataclass(frozen=True)
class Asked:
    """Who was asked about which entry, for which step."""

    key: str
    step_days: int
    by_letter: bool


@dataclass
class _People:
    """Who hears of entries at the desk: each once, why, and with the first entry that is theirs."""

    recipients: dict[int, Recipient] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        for one in keeper_of(entry, "you keep entries of the directory") or directors_for(entry):
            self.recipients.setdefault(one.user.id, one)


def send_due_checks(now: datetime, *, on: date | None = None) -> list[Asked]:
    """Ask for the checks that are owed on the day `on`, today unless given; can run twice and beside other workers.

    Each entry’s own mailbox is asked, else its keeper, else its state’s directors; the people also at the last step.
    Adds to the open transaction.
    """
    today = on or reader_day(now)
    owed = queries.entries_owed(today)
    mailboxes: dict[str, list[Entry]] = defaultdict(list)
    unreached = []
    for entry, address in _with_mailboxes(owed):
        if address is None:
            unreached.append(entry)
        else:
            mailboxes[address].append(entry)
    people = _People()
    asked: list[Asked] = []
    for address in mailboxes:
        along = [entry for entry, theirs in _with_mailboxes(queries.entries_going_along(address, today))
                 if theirs == address]  # fmt: skip
        entries = list({entry.id: entry for entry in (*mailboxes[address], *along)}.values())
        for first in range(0, len(entries), checks.ENTRIES_A_LETTER):
            asked += _write_letter(address, entries[first : first + checks.ENTRIES_A_LETTER], today, now, people)
    for entry in unreached:
        row = _claimed(entry, "", today, now)
        if row is not None:
            people.add(entry)
            asked.append(Asked(entry.key, row.step_days, by_letter=False))
    _tell(people, today)
    return asked


def mailbox_of(entry: Entry, stopped: set[tuple[int, str]]) -> str | None:
    """Return the address of an entry to which letters may go; None when it has none or wants none."""
    for one in entry.channels:
        if one.kind == ChannelKind.EMAIL and _may_be_written_to(one, stopped):
            return one.value
    return None


def state_of_link(letter: CheckLetter) -> checks.LinkState:
    """Return what the link of a letter opens now; needs its whole entry."""
    entry = letter.entry
    return checks.link_state(
        sent_on=reader_day(letter.sent_at),
        today=reader_today(),
        verified_on=entry.verified_on,
        replaced_on=entry.replaced_on,
        is_still_theirs=any(one.value == letter.address for one in entry.channels),
    )


def confirm_by_link(letter: CheckLetter) -> None:
    """Record that the reader of a letter found the entry right. Raises NotAllowed when its link opens nothing more.

    Only what the letter’s page shows counts as looked at: the public ways to reach it, and the mailbox itself.
    """
    if state_of_link(letter) != checks.LinkState.OPEN:
        raise NotAllowed("This link confirms nothing any more. Its page says why.")
    confirm_entry(letter.entry, by=Doer(words=MAILBOX), how=VerifiedHow.LINK, channels=shown_channels(letter))


def shown_channels(letter: CheckLetter) -> Sequence[Channel]:
    """Return the ways to reach an entry that the reader of a letter is shown."""
    return [
        one
        for one in letter.entry.channels
        if one.visibility == Visibility.PUBLIC or one.value == letter.address
    ]  # fmt: skip


def stop_letters(letter: CheckLetter) -> None:
    """Stop letters to this address about every entry of this letter; they can still be asked for at the desk."""
    address, entry_ids = letter.address.lower(), [one.entry_id for one in queries.asked_together(letter)]
    stopped = queries.stopped_addresses(entry_ids)
    try:
        with db.session.begin_nested():
            db.session.add_all(
                CheckStop(entry_id=one, address=address, stopped_at=clock.now())
                for one in entry_ids
                if (one, address) not in stopped
            )
    except IntegrityError:
        return  # The page and the mail program stop the same letters at once.


def _with_mailboxes(entries: Sequence[Entry]) -> Iterable[tuple[Entry, str | None]]:
    stopped = queries.stopped_addresses([entry.id for entry in entries])
    return [(entry, mailbox_of(entry, stopped)) for entry in entries]


def _may_be_written_to(channel: Channel, stopped: set[tuple[int, str]]) -> bool:
    return (
        channel.visibility != Visibility.ADMINISTRATORS
        and channel.bounced_at is None
        and channel.wrong_on is None
        and (channel.entry_id, channel.value.lower()) not in stopped
    )


def _claimed(entry: Entry, address: str, today: date, now: datetime) -> CheckLetter | None:
    """Take a step of an entry for this worker; None when another one has it, or when none is owed."""
    step = checks.step_asked(entry.due_on, today) if entry.due_on else None
    if step is None:
        return None
    row = CheckLetter(entry=entry, due_on=entry.due_on, step_days=step, address=address, sent_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return None
    return row


def _write_letter(address: str, entries: Sequence[Entry], today: date, now: datetime, people: _People) -> list[Asked]:
    rows = [row for entry in entries if (row := _claimed(entry, address, today, now)) is not None]
    if not rows:
        return []
    for row in rows:
        if row.step_days == checks.LAST_STEP:
            people.add(row.entry)
    names = " and ".join(row.entry.name for row in rows[:2]) if len(rows) < 3 else f"{len(rows)} entries"
    letter = letters.compose(
        "entry-check",
        address=address,
        name=rows[0].entry.name if len(rows) == 1 else "",
        context=_context(rows),
        message_key=f"entry-check.{rows[0].id}",
        list_name="entry-check",
        stop_url=stop_url(rows[0]),
        reason=f"You get this because this address stands in coordhub’s directory for {names}.",
    )
    outbox.put(letter, dedup_key=f"entry-check:{rows[0].id}", kind="entry-check", user_id=None)
    return [Asked(row.entry.key, row.step_days, by_letter=True) for row in rows]


def _context(rows: Sequence[CheckLetter]) -> Mapping[str, object]:
    return {
        "asked": [(row.entry, shown_channels(row), check_url(row)) for row in rows],
        "is_last": any(row.step_days == checks.LAST_STEP for row in rows),
        "settings_url": None,
    }


def _tell(people: _People, today: date) -> None:
    notify(
        list(people.recipients.values()),
        kind="entries-due",
        about="entry-check",
        title="Entries of the directory wait for your check",
        url=DESK_PATH,
        event_key=f"entries-due/{today.isoformat()}",
        actor_id=None,
    )
