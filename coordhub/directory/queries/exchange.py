"""Questions of imports and exports: batches, what people changed, what may be there already, whole entries."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import defer

from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory.kinds import EntryKind, Visibility
from coordhub.directory.models import Change, Channel, Course, Entry, ImportBatch
from coordhub.directory.queries.loading import for_pages
from coordhub.directory.queries.nearby import standing

AT_ONCE = 500  # keys in one query
BATCHES_LISTED = 50
REVERTED = "reverted"


def import_batches(user: User) -> Sequence[ImportBatch]:
    """Return the newest lists that somebody brought, all of them for a hub administrator, without rows and plans."""
    found = select(ImportBatch).options(
        defer(ImportBatch.rows, raiseload=True), defer(ImportBatch.outcome, raiseload=True)
    )
    if not user.is_administrator:
        found = found.where(ImportBatch.by_id == user.id)
    return db.session.scalars(found.order_by(ImportBatch.id.desc()).limit(BATCHES_LISTED)).all()


def import_batch(batch_id: int, user: User | None = None, *, to_change: bool = False) -> ImportBatch | None:
    """Return a list that `user` may see: their own, or any for a hub administrator and for the hub itself.

    `to_change` locks it, where the database can, so that nobody applies or takes it back twice at once.
    """
    batch = db.session.get(ImportBatch, batch_id, with_for_update=to_change) if batch_id < 2**31 else None
    if batch is None or user is None or user.is_administrator or batch.by_id == user.id:
        return batch
    return None


def whole_entries_with(ids: Sequence[int], sight: Visibility) -> Iterator[Entry]:
    """Yield the entries with these ids in their order, with all that this reader may see of them."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        found = select(Entry).where(Entry.id.in_(some), Entry.visibility.in_(sight.seen)).options(*for_pages(sight))
        by_id = {one.id: one for one in db.session.scalars(found.execution_options(populate_existing=True))}
        yield from (by_id[one] for one in some if one in by_id)


def standing_ids(state_code: str | None, sight: Visibility) -> Sequence[int]:
    """Return the ids of all entries that stand in the directory, of one state or of all, in their order."""
    found = select(Entry.id).where(standing(sight))
    if state_code is not None:
        found = found.where(Entry.state_code == state_code)
    return db.session.scalars(found.order_by(Entry.id)).all()


def fields_changed_by_people(keys: Sequence[str]) -> dict[str, dict[str, tuple[str, datetime]]]:
    """Return who last changed which field, and when, of the entries with these keys: people only, no lists."""
    by_people = select(Entry.key, Change.fields, Change.actor_words, Change.at).where(
        Change.entry_id == Entry.id, Entry.key.in_(keys), Change.actor_id.is_not(None), Change.batch_id.is_(None)
    )
    found: dict[str, dict[str, tuple[str, datetime]]] = {}
    for key, fields, words, at in db.session.execute(by_people.order_by(Change.id)):
        found.setdefault(key, {}).update(dict.fromkeys(fields, (words, at)))
    return found


def names_in(
    state_codes: Sequence[str], sight: Visibility
) -> dict[tuple[str | None, EntryKind], list[tuple[str, str]]]:
    """Return key and name of the standing entries of some states, by state and kind; "" asks for those of no state."""
    found = select(Entry.state_code, Entry.entry_kind, Entry.key, Entry.name)
    found = found.where(standing(sight), _of_states(state_codes))
    by_state: dict[tuple[str | None, EntryKind], list[tuple[str, str]]] = {}
    for code, kind, key, name in db.session.execute(found.order_by(Entry.id)):
        by_state.setdefault((code, kind), []).append((key, name))
    return by_state


def channels_in(
    state_codes: Sequence[str], sight: Visibility
) -> dict[tuple[str | None, EntryKind, str, str], tuple[str, str]]:
    """Return key and name of an entry by state, kind, and the number with extension, or address, that reaches it."""
    found = (
        select(Entry.state_code, Entry.entry_kind, Channel.value, Channel.extension, Entry.key, Entry.name)
        .join(Channel, Channel.entry_id == Entry.id)
        .where(standing(sight), Channel.visibility.in_(sight.seen), _of_states(state_codes))
    )
    rows = db.session.execute(found.order_by(Entry.id.desc()))
    return {(code, kind, value, extension): (key, name) for code, kind, value, extension, key, name in rows}


def courses_by_key() -> dict[str, Course]:
    """Return all PASS courses by key."""
    return {one.key: one for one in db.session.scalars(select(Course))}


def changes_of(batch_id: int) -> Sequence[Change]:
    """Return what a list changed, in order, without what taking it back changed."""
    found = select(Change).where(Change.batch_id == batch_id, Change.deed != REVERTED)
    return db.session.scalars(found.order_by(Change.id)).all()


def changed_since(batch_id: int, entry_ids: Sequence[int], last: int) -> set[int]:
    """Return the ids of those entries that something else than a batch changed after the change `last`."""
    found: set[int] = set()
    for start in range(0, len(entry_ids), AT_ONCE):
        some = entry_ids[start : start + AT_ONCE]
        others = Change.batch_id.is_(None) | (Change.batch_id != batch_id)
        since = select(Change.entry_id).where(Change.entry_id.in_(some), Change.id > last, others)
        found |= set(db.session.scalars(since))
    return found


def _of_states(state_codes: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that an entry is of one of the states; "" is none."""
    found = Entry.state_code.in_(state_codes)
    return found | Entry.state_code.is_(None) if "" in state_codes else found
