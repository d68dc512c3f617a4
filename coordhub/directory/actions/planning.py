"""Planning an import: what each row of a list would change, and why it cannot or should not. Stores nothing.

Entries are loaded some hundred at a time, so that a list of thousands of rows costs few queries and little memory.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from coordhub.directory import queries
from coordhub.directory.actions.known import Known, Wish
from coordhub.directory.actions.reading_rows import read_row
from coordhub.directory.models import Entry, ImportBatch
from coordhub.directory.queries import exchange
from coordhub.directory.rules.entries import may_be_key
from coordhub.directory.rules.imports import Outcome, RowPlan
from coordhub.directory.rules.mending import mended


def planned(batch: ImportBatch, wish: Wish) -> Iterator[tuple[RowPlan, Entry | None, Known]]:
    """Yield what would become of each row, with the entry that it changes; a list may be applied as it is planned."""
    cells_of = _cells_by_field(batch)
    known = _known(batch, wish, cells_of)
    rows = iter(wish.watch([(line, cells) for line, cells in batch.rows]))
    while some := [(line, cells_of(cells)) for line, cells in islice(rows, exchange.AT_ONCE)]:
        keys = [key for line, cells in some if (key := _key_of(line, cells, wish))]
        known.entries = {one.key: one for one in queries.entries_with_keys(keys)}
        known.by_people = exchange.fields_changed_by_people(keys)
        for line, cells in some:
            plan = RowPlan(line, key=_key_of(line, cells, wish) or cells.get("key", "").strip()[:80])
            entry = known.entries.get(plan.key)
            if plan.key in known.lines_by_key:
                plan.outcome = Outcome.DUPLICATE
                other = known.lines_by_key[plan.key]
                plan.reasons.append(f"Line {other} has the same key. Take one of the two out of the file.")
            else:
                read_row(plan, cells, entry, known)
            if plan.key:
                known.lines_by_key.setdefault(plan.key, line)
            yield plan, entry, known


def _cells_by_field(batch: ImportBatch) -> Callable[[Sequence[str]], dict[str, str]]:
    wanted = [(at, batch.mapping.get(column, "")) for at, column in enumerate(batch.header)]
    used = [(at, name) for at, name in wanted if name]
    return lambda cells: {name: cells[at] for at, name in used}


def _known(batch: ImportBatch, wish: Wish, cells_of: Callable[[Sequence[str]], dict[str, str]]) -> Known:
    keys: dict[str, int] = {}
    states = set()
    for line, row in batch.rows:
        cells = cells_of(row)
        key = _key_of(line, cells, wish)
        if key:
            keys.setdefault(key, line)
        else:
            states.add(mended("state_code", cells.get("state_code", "").strip()))
    if wish.by.user is not None and wish.by.user.state_code:
        states.add(wish.by.user.state_code)
    return Known(wish, batch, keys, sorted(states))


def _key_of(line: int, cells: Mapping[str, str], wish: Wish) -> str:
    key = wish.merges.get(line) or cells.get("key", "").strip()
    return key if may_be_key(key) else ""
