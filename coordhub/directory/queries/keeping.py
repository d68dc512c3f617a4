"""Questions of those who keep entries: what waits for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from coordhub.accounts.models import Role, User
from coordhub.db import db
from coordhub.directory.models import (
    Change,
    Channel,
    Claim,
    ClaimStatus,
    Entry,
    Suggestion,
    SuggestionStatus,
)
from coordhub.directory.queries.loading import for_cards
from coordhub.directory.rules.sight import sight_of
from coordhub.directory.rules.suggestions import Sent

ENTRIES_LISTED = 50
WAITING_LISTED = 100
CHANGES_LISTED = 100


@dataclass(frozen=True)
class ToCheck:
    """Entries to check: a page of them, and how many there are."""

    entries: Sequence[Entry]
    total: int


def entries_to_check(user: User, today: date, *, state_code: str | None = None, page: int = 1) -> ToCheck:
    """Return what `user` may edit and should check: due, stale or never confirmed; by kind, longest due first."""
    due = _to_check(user, today, state_code)
    total = db.session.scalar(select(func.count()).select_from(Entry).where(due)) or 0
    # No day at all comes first on both databases: such an entry was never confirmed.
    order = (Entry.entry_kind, Entry.due_on.is_not(None), Entry.due_on, Entry.id)
    found = select(Entry).where(due).order_by(*order).offset((page - 1) * ENTRIES_LISTED).limit(ENTRIES_LISTED)
    found = found.options(*for_cards(sight_of(user))).execution_options(populate_existing=True)
    return ToCheck(db.session.scalars(found).all(), total)


def to_check_by_state(user: User, today: date) -> Mapping[str, int]:
    """Return how many entries wait for a check in each state of `user`’s; a state without any is left out."""
    found = select(Entry.state_code, func.count()).where(_to_check(user, today, None), Entry.state_code.is_not(None))
    rows = db.session.execute(found.group_by(Entry.state_code).order_by(Entry.state_code))
    return {code: number for code, number in rows if code}


def unreached(user: User, *, state_code: str | None = None) -> Sequence[tuple[Channel, Entry]]:
    """Return ways to reach an entry of `user`’s that letters came back from, or that somebody marked as wrong."""
    found = (
        select(Channel, Entry)
        .join(Entry, Entry.id == Channel.entry_id)
        .where(
            or_(Channel.bounced_at.is_not(None), Channel.wrong_on.is_not(None)),
            Channel.visibility.in_(sight_of(user).seen),
            _kept_by(user, state_code),
            Entry.replaced_on.is_(None),
        )
        .order_by(Entry.id, Channel.id)
        .limit(WAITING_LISTED)
    )
    return [(channel, entry) for channel, entry in db.session.execute(found)]


def waiting_suggestions(user: User | None, *, state_code: str | None = None) -> Sequence[Suggestion]:
    """Return suggestions that wait for `user`, or for anybody when that is None, oldest first, with their entries."""
    kept = true() if user is None else _kept_by(user, state_code)
    found = (
        select(Suggestion)
        .join(Suggestion.entry)
        .where(Suggestion.status == SuggestionStatus.WAITING, kept)
        .options(joinedload(Suggestion.entry))
        .order_by(Suggestion.id)
        .limit(WAITING_LISTED)
    )
    return db.session.scalars(found).all()


def waiting_claims(user: User, *, state_code: str | None = None) -> Sequence[Claim]:
    """Return claims that wait for `user`’s decision, oldest first, with entries and claimers."""
    found = _claims().join(Claim.entry).where(Claim.status == ClaimStatus.WAITING, _answers_for(user, state_code))
    return db.session.scalars(found.order_by(Claim.id).limit(WAITING_LISTED)).all()


def keeping_count(user: User, today: date) -> int:
    """Return how many things wait at the desk of `user`: entries to check, suggestions and claims."""
    parts = (
        select(func.count()).select_from(Entry).where(_to_check(user, today, None)),
        select(func.count())
        .select_from(Suggestion)
        .join(Suggestion.entry)
        .where(Suggestion.status == SuggestionStatus.WAITING, _kept_by(user, None)),
        select(func.count())
        .select_from(Claim)
        .join(Claim.entry)
        .where(Claim.status == ClaimStatus.WAITING, _answers_for(user, None)),
    )
    return sum(db.session.scalar(part) or 0 for part in parts)


def suggestion_by_token(token: str) -> Suggestion | None:
    """Return the suggestion whose status page has this token, with its entry; None for no token."""
    if not token.isascii() or not token.isprintable():
        return None  # PostgreSQL refuses a NUL, which an address can carry.
    found = select(Suggestion).where(Suggestion.token == token).options(joinedload(Suggestion.entry))
    return db.session.scalar(found)


def sent_by(visitor_hash: str, entry_id: int, now: datetime) -> Sent:
    """Return what a visitor has sent lately, and what of it waits about one entry."""
    theirs = Suggestion.visitor_hash == visitor_hash

    def count(*conditions: ColumnElement[bool]) -> int:
        return db.session.scalar(select(func.count()).select_from(Suggestion).where(theirs, *conditions)) or 0

    return Sent(
        last_hour=count(Suggestion.created_at > now - timedelta(hours=1)),
        last_day=count(Suggestion.created_at > now - timedelta(days=1)),
        waiting_here=count(Suggestion.entry_id == entry_id, Suggestion.status == SuggestionStatus.WAITING),
    )


def claim_of(entry: Entry, user: User) -> Claim | None:
    """Return the claim of a person on an entry; there is never more than one."""
    return db.session.scalar(select(Claim).where(Claim.entry_id == entry.id, Claim.user_id == user.id))


def claim_to_decide(claim_id: int) -> Claim | None:
    """Return a claim with its entry and claimer, locked until the transaction ends, where the database can."""
    db.session.execute(select(Claim.id).where(Claim.id == claim_id).with_for_update())
    return db.session.scalar(_claims().where(Claim.id == claim_id))


def changes_of(entry: Entry) -> Sequence[Change]:
    """Return what was done with an entry, newest first."""
    found = select(Change).where(Change.entry_id == entry.id).order_by(Change.id.desc()).limit(CHANGES_LISTED)
    return db.session.scalars(found).all()


def _claims() -> Select[Claim]:
    return select(Claim).options(joinedload(Claim.entry).joinedload(Entry.keeper), joinedload(Claim.user))


def _to_check(user: User, today: date, state_code: str | None) -> ColumnElement[bool]:
    return or_(Entry.due_on.is_(None), Entry.due_on <= today) & Entry.replaced_on.is_(None) & _kept_by(user, state_code)


def _kept_by(user: User, state_code: str | None) -> ColumnElement[bool]:
    """The same as rules.sight.may_edit, and of one state when that is given."""
    own = or_(_answers_for(user, None), Entry.keeper_id == user.id) if user.is_approved else false()
    own = own & Entry.visibility.in_(sight_of(user).seen)
    return own if state_code is None else own & (Entry.state_code == state_code)


def _answers_for(user: User, state_code: str | None) -> ColumnElement[bool]:
    """The same as rules.sight.may_keep_state, of entries that `user` sees."""
    if user.is_administrator:
        own: ColumnElement[bool] = true()
    elif user.is_approved and user.role == Role.DIRECTOR:
        own = Entry.state_code == user.state_code
    else:
        own = false()
    own = own & Entry.visibility.in_(sight_of(user).seen)
    return own if state_code is None else own & (Entry.state_code == state_code)
