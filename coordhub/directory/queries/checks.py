"""Questions about letters that ask for a check, about letters that came back, and about who wants none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Case, ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.base import ExecutableOption

from coordhub.accounts.models import Role, User
from coordhub.db import db
from coordhub.directory.kinds import ChannelKind, Visibility
from coordhub.directory.models import Channel, CheckLetter, CheckStop, Entry
from coordhub.directory.queries.loading import for_pages
from coordhub.directory.rules.checks import GOES_ALONG, STEPS, TOO_LATE
from coordhub.mail.models import Delivery, OutgoingEmail

ENTRIES_A_LOOK = 100  # Their letters are written in one transaction, which keeps other writers waiting.
BOUNCES_A_LOOK = 200


def entries_owed(today: date, *, limit: int = ENTRIES_A_LOOK) -> Sequence[Entry]:
    """Return whole entries about which a letter is owed today and somebody can be written to, longest due first."""
    found = select(Entry).where(_unasked(today), _reachable()).order_by(Entry.due_on, Entry.id).limit(limit)
    return db.session.scalars(found.options(*_whole()).execution_options(populate_existing=True)).all()


def entries_going_along(address: str, today: date) -> Sequence[Entry]:
    """Return whole entries with this address that are owed a letter within days, so that one letter asks for all."""
    theirs = select(Channel.entry_id).where(Channel.kind == ChannelKind.EMAIL, Channel.value == address, *_usable())
    found = (
        select(Entry).where(Entry.id.in_(theirs), _unasked(today + GOES_ALONG)).order_by(Entry.id).limit(ENTRIES_A_LOOK)
    )
    return db.session.scalars(found.options(*_whole()).execution_options(populate_existing=True)).all()


def stopped_addresses(entry_ids: Collection[int]) -> set[tuple[int, str]]:
    """Return (entry id, address in lower case) of those who want no letters about these entries."""
    found = select(CheckStop.entry_id, CheckStop.address).where(CheckStop.entry_id.in_(entry_ids))
    return {(entry_id, address) for entry_id, address in db.session.execute(found)}


def check_letter(letter_id: int, *, lock: bool = False) -> CheckLetter | None:
    """Return a letter that asked for a check, with its whole entry, which nobody else changes with `lock`."""
    letter = db.session.get(CheckLetter, letter_id)
    if letter is not None:
        if lock:
            # First of all, so that what is loaded below is what whoever was faster has left.
            db.session.execute(select(Entry.id).where(Entry.id == letter.entry_id).with_for_update())
        found = select(Entry).where(Entry.id == letter.entry_id).options(*_whole())
        entry = db.session.scalar(found.execution_options(populate_existing=True))
        set_committed_value(letter, "entry", entry)
    return letter


def asked_together(letter: CheckLetter) -> Sequence[CheckLetter]:
    """Return what stood in the same letter: one for each entry, with these, by id."""
    found = (
        select(CheckLetter)
        .where(CheckLetter.address == letter.address, CheckLetter.sent_at == letter.sent_at)
        .options(joinedload(CheckLetter.entry))
        .order_by(CheckLetter.id)
    )
    return db.session.scalars(found).all()


@dataclass(frozen=True)
class Returned:
    """A letter that a server refused for good, what it replied, and the entry's address that it went to."""

    channel: Channel
    entry: Entry
    letter_id: int
    reply: str


def returned_letters() -> list[Returned]:
    """Return the newest letters that came back from an address of an entry and are not counted there, oldest first."""
    found = (
        select(Channel, Entry, OutgoingEmail.id, OutgoingEmail.last_error)
        .join(Entry, Entry.id == Channel.entry_id)
        .join(OutgoingEmail, Channel.value.in_((OutgoingEmail.address, func.lower(OutgoingEmail.address))))
        .where(
            Channel.kind == ChannelKind.EMAIL,
            OutgoingEmail.status == Delivery.FAILED,
            OutgoingEmail.last_error.like("5%"),
            or_(Channel.bounced_letter_id.is_(None), Channel.bounced_letter_id < OutgoingEmail.id),
        )
        .order_by(OutgoingEmail.id.desc(), Channel.id)
        .limit(BOUNCES_A_LOOK)
        .with_for_update(of=Channel, skip_locked=True)  # another worker counts it; left out by SQLite
    )
    return [Returned(*row) for row in db.session.execute(found)][::-1]


def _whole() -> tuple[ExecutableOption, ...]:
    return for_pages(Visibility.ADMINISTRATORS)


def _unasked(day: date) -> ColumnElement[bool]:
    """Some step has come by `day`, and no letter was written for it or a later one."""
    asked = exists().where(
        CheckLetter.entry_id == Entry.id, CheckLetter.due_on == Entry.due_on, CheckLetter.step_days >= _step_by(day)
    )
    return (
        Entry.due_on.between(day - timedelta(days=STEPS[-1]) - TOO_LATE, day - timedelta(days=STEPS[0]))
        & Entry.replaced_on.is_(None)
        & (Entry.visibility != Visibility.ADMINISTRATORS)
        & ~asked
    )


def _step_by(day: date) -> Case[int]:
    return case(*((Entry.due_on <= day - timedelta(days=step), step) for step in reversed(STEPS[1:])), else_=STEPS[0])


def _usable() -> tuple[ColumnElement[bool], ...]:
    return (
        Channel.visibility != Visibility.ADMINISTRATORS,
        Channel.bounced_at.is_(None),
        Channel.wrong_on.is_(None),
        ~exists().where(CheckStop.entry_id == Channel.entry_id, CheckStop.address == func.lower(Channel.value)),
    )


def _reachable() -> ColumnElement[bool]:
    working = (User.active.is_(True), User.approved_at.is_not(None))
    return or_(
        exists().where(Channel.entry_id == Entry.id, Channel.kind == ChannelKind.EMAIL, *_usable()),
        exists().where(User.id == Entry.keeper_id, *working),
        exists().where(User.state_code == Entry.state_code, User.role == Role.DIRECTOR, *working),
    )
