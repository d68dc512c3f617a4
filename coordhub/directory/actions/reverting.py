"""Taking an import back: each field that still has the value that the list gave gets its old one again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from coordhub import clock
from coordhub.audit.actions import record
from coordhub.db import db
from coordhub.directory.actions.entries import Doer, WrongFields, change_entry
from coordhub.directory.actions.imports import only_importers
from coordhub.directory.fields import BY_NAME, WrongCell, snapshot
from coordhub.directory.kinds import SEARCHED_AS, Visibility
from coordhub.directory.models import BatchStatus, Change, Entry, ImportBatch
from coordhub.directory.queries import exchange
from coordhub.directory.rules.sight import may_keep_state
from coordhub.errors import Conflict, NotAllowed
from coordhub.search import remove

_ADDED, _ALL = "added", Visibility.ADMINISTRATORS


@dataclass
class Reverted:
    """What taking a list back did: keys of entries that got old values or went, and sentences on what was kept."""

    put_back: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def revert_list(batch: ImportBatch, *, by: Doer) -> Reverted:
    """Undo what a list changed and remove what it added, as far as nobody changed it since.

    It can run twice; the second time does what the first one could not. Raises NotAllowed, and Conflict for a list that
    was never applied.
    """
    only_importers(by.user, batch)
    if batch.status == BatchStatus.UPLOADED:
        raise Conflict("This list was not applied, so there is nothing to take back.")
    by, done = Doer(by.user, by.words, batch.id), Reverted()
    by_entry: dict[int, list[Change]] = {}
    for change in exchange.changes_of(batch.id):
        by_entry.setdefault(change.entry_id, []).append(change)
    ids = sorted(by_entry)
    last = max((change.id for changes in by_entry.values() for change in changes), default=0)
    touched = exchange.changed_since(batch.id, ids, last)
    # New ones go last: what the list changed may name them.
    for entry in exchange.whole_entries_with(sorted(ids, key=lambda one: by_entry[one][0].deed == _ADDED), _ALL):
        if by_entry[entry.id][0].deed != _ADDED:
            _put_back(entry, by_entry[entry.id], by, done)
        elif entry.id in touched:
            done.kept.append(f"{entry.name} ({entry.key}) was changed since the list added it, so it stays.")
        else:
            _remove(entry, by, done)
    batch.status, batch.reverted_at = BatchStatus.REVERTED, clock.now()
    batch.outcome = {**batch.outcome, "reverted": asdict(done)}
    if by.user is not None:
        record(by.user.id, "list-reverted", f"list-{batch.id}", f"{len(done.removed)}+{len(done.put_back)}")
    return done


def _put_back(entry: Entry, changes: Sequence[Change], by: Doer, done: Reverted) -> None:
    before = {name: old for change in reversed(changes) for name, (old, _) in change.fields.items()}
    after = {name: new for change in changes for name, (_, new) in change.fields.items()}
    now = snapshot(entry)
    values = {}
    for name, old in before.items():
        current = now.get(name, "")
        if current == old:
            continue
        if current != after[name]:
            done.kept.append(f"{entry.name} ({entry.key}): {BY_NAME[name].label} was changed since, so it stays.")
            continue
        try:
            values[name] = BY_NAME[name].read(old)
        except WrongCell as wrong:
            done.kept.append(f"{entry.name} ({entry.key}): {BY_NAME[name].label} {wrong}, so it stays.")
    if not values:
        return
    try:
        change_entry(entry, values, by=by, deed=exchange.REVERTED, point_confirmed=True)
    except WrongFields as wrong:
        raise Conflict(f"{entry.name} ({entry.key}) cannot be put back: {wrong}. Nothing was taken back.") from wrong
    done.put_back.append(entry.key)


def _remove(entry: Entry, by: Doer, done: Reverted) -> None:
    if by.user is not None and not may_keep_state(by.user, entry.state_code):
        raise NotAllowed("Only a state’s director or a hub administrator removes its entries.")
    remove(SEARCHED_AS, entry.key)
    db.session.delete(entry)
    if by.user is not None:
        record(by.user.id, "entry-removed", entry.key)
    done.removed.append(entry.key)
