"""Deeds on lists that come in: upload, choose columns, plan, tick, apply, take back."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions.entries import Doer, WrongFields, add_entry, change_entry
from coordhub.directory.actions.known import Known, Wish
from coordhub.directory.actions.news import tell_of_list
from coordhub.directory.actions.planning import planned
from coordhub.directory.exchange import read_list
from coordhub.directory.fields import BY_NAME, LINKS
from coordhub.directory.models import BatchStatus, Entry, ImportBatch
from coordhub.directory.rules.columns import guessed_mapping
from coordhub.directory.rules.imports import TAKEN_BY_PAGE, Doubt, Outcome, RowPlan, may_import
from coordhub.errors import Conflict, NotAllowed


@dataclass
class Applied:
    """What an import did: the keys of new and changed entries, and the rows that were left out, with their reasons."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    same: int = 0
    left: list[dict[str, Any]] = field(default_factory=list)


def upload_list(
    content: bytes, file_name: str, *, source: str, source_date: str = "", empties: bool = False, by: User | None
) -> tuple[ImportBatch, str]:
    """Keep a file's rows as a list to be planned, its columns guessed, and return it with a note on how it was read.

    Raises UnreadableList, and NotAllowed for somebody who brings no lists. `by` None is the hub's own command.
    """
    only_importers(by)
    found = read_list(content)
    header = [_shown(name) for name in found.header]
    batch = ImportBatch(
        file_name="".join(sign for sign in file_name if sign.isprintable())[:200] or "list",
        header=header,
        mapping=guessed_mapping(header),
        rows=[[line, list(cells)] for line, cells in found.rows],
        source=source,
        source_date=source_date,
        empties=empties,
        status=BatchStatus.UPLOADED,
        outcome={},
        by_id=by.id if by else None,
        created_at=clock.now(),
    )
    db.session.add(batch)
    db.session.flush()  # Changes and pages name the list by its id.
    if by is not None:
        record(by.id, "list-uploaded", f"list-{batch.id}", str(len(batch.rows)))
    return batch, found.note


def plan_list(batch: ImportBatch, wish: Wish) -> list[RowPlan]:
    """Plan every row of a list, keep the plan with it, and return it. Nothing of the directory changes."""
    rows = [plan for plan, _, _ in planned(batch, wish)]
    batch.outcome = {
        **batch.outcome,
        "plan": [_stored(one) for one in rows],
        "counts": dict(Counter(one.outcome.value for one in rows)),
        "needing": sum(1 for one in rows if one.doubts),
    }
    return rows


def choose_columns(batch: ImportBatch, mapping: Mapping[str, str], *, empties: bool, by: User) -> None:
    """Read the columns of a list another way and plan it anew; earlier ticks no longer hold. Raises NotAllowed."""
    _still_waiting(batch, by)
    batch.mapping = {column: mapping.get(column, "") for column in batch.header}
    batch.empties = empties
    batch.outcome = {}
    plan_list(batch, Wish(Doer.of(by)))


def tick_rows(batch: ImportBatch, shown: Collection[int], ticks: Mapping[int, str], *, by: User) -> None:
    """Remember which of the `shown` lines are to be taken: "" as they are, else as the entry with that key.

    Raises NotAllowed.
    """
    _still_waiting(batch, by)
    before = ticks_of(batch)
    after = {line: key for line, key in before.items() if line not in shown} | {
        line: key for line, key in ticks.items() if line in shown
    }
    batch.outcome = {**batch.outcome, "ticks": {str(line): key for line, key in after.items()}}
    if _merges(before) != _merges(after):
        plan_list(batch, Wish(Doer.of(by), _merges(after)))


def ticks_of(batch: ImportBatch) -> dict[int, str]:
    """Return the ticked lines of a list, each with the key of the entry that it is about, or ""."""
    return {int(line): key for line, key in batch.outcome.get("ticks", {}).items()}


def apply_list(batch: ImportBatch, wish: Wish, *, accepted: Collection[Doubt] = ()) -> Applied:
    """Apply the rows of a list that change something and of which no doubt is left open; all of them or none.

    Every row is planned anew, so that what a person changed in the meantime is not overwritten. Doubts of a kind in
    `accepted` need no tick. Raises NotAllowed, and Conflict with line and reason when a row cannot be stored.
    """
    _still_waiting(batch, wish.by.user)
    ticks = ticks_of(batch)
    counts = batch.outcome.get("counts", {})
    if wish.by.user is not None and counts.get("create", 0) + counts.get("update", 0) + len(ticks) > TAKEN_BY_PAGE:
        raise Conflict(
            f"A page applies up to {TAKEN_BY_PAGE:,} rows at once. Cut the list into parts, or ask who runs the hub to "
            "apply it by command."
        )
    wish = replace(wish, by=replace(wish.by, batch_id=batch.id), merges=_merges(ticks))
    done, later = Applied(), list[tuple[str, dict[str, Any]]]()
    known: Known | None = None
    for plan, entry, known in planned(batch, wish):
        if plan.outcome == Outcome.SAME:
            done.same += 1
        elif plan.is_taken(ticked=plan.line in ticks, accepted=accepted):
            links = _links_to_come(plan, known)
            key = _store(plan, entry, known)
            if links:
                later.append((key, links))
            (done.updated if entry else done.created).append(key)
        else:
            reasons = [_shown(one) for one in plan.reasons] or [plan.outcome.label]
            done.left.append({"line": plan.line, "name": _shown(plan.name), "reasons": reasons})
    if known is not None:
        _link(later, known, done)
    batch.status, batch.applied_at, batch.outcome = BatchStatus.APPLIED, clock.now(), asdict(done)
    tell_of_list(batch.id, actor_id=wish.by.user.id if wish.by.user else None)
    if wish.by.user is not None:
        record(wish.by.user.id, "list-applied", f"list-{batch.id}", f"{len(done.created)}+{len(done.updated)}")
    return done


def only_importers(by: User | None, batch: ImportBatch | None = None) -> None:
    """Raise NotAllowed for who brings no lists, or did not bring this `batch`; `by` None is the hub itself."""
    if by is None:
        return
    if not may_import(by):
        raise NotAllowed("Only a state’s director or a hub administrator brings lists into the directory.")
    if batch is not None and not by.is_administrator and batch.by_id != by.id:
        raise NotAllowed("This list is somebody else’s.")


def _store(plan: RowPlan, entry: Entry | None, known: Known) -> str:
    """Store a row whose doubts, that of its point too, were ticked or accepted; return the key of its entry."""
    by, links = known.wish.by, known.links
    try:
        if entry is not None:
            change_entry(entry, plan.values, by=by, links=links, deed="imported", point_confirmed=True)
            return entry.key
        assert plan.kind is not None
        return add_entry(plan.kind, plan.values, by=by, links=links, point_confirmed=True).key
    except WrongFields as wrong:
        name, sentence = next(iter(wrong.errors.items()))
        raise Conflict(f"Line {plan.line}, {BY_NAME[name].label}: {sentence} Nothing was stored.") from wrong


def _links_to_come(plan: RowPlan, known: Known) -> dict[str, Any]:
    """Take out of a row's values the links to entries that stand further down in the same list."""
    come = [name for name in LINKS if plan.values.get(name) and known.links.entry(plan.values[name]) is None]
    return {name: plan.values.pop(name) for name in come}


def _link(later: list[tuple[str, dict[str, Any]]], known: Known, done: Applied) -> None:
    entries = {one.key: one for one in queries.entries_with_keys([key for key, _ in later])}
    for key, links in later:
        there = {name: other for name, other in links.items() if known.links.entry(other) is not None}
        if there:
            change_entry(entries[key], there, by=known.wish.by, links=known.links, deed="imported")
        done.left += [
            {
                "line": 0,
                "name": key,
                "reasons": [f"{BY_NAME[name].label}: “{other}” was not taken, so it is not linked."],
            }
            for name, other in links.items()
            if name not in there
        ]


def _merges(ticks: Mapping[int, str]) -> dict[int, str]:
    return {line: key for line, key in ticks.items() if key}


def _stored(plan: RowPlan) -> dict[str, Any]:
    """Return a plan as a page shows it."""
    return {
        "line": plan.line,
        "outcome": plan.outcome.value,
        "key": _shown(plan.key),
        "kind": plan.kind.value if plan.kind else "",
        "name": _shown(plan.name),
        "reasons": [_shown(one) for one in plan.reasons],
        "diff": {name: [_shown(one) for one in two] for name, two in plan.diff.items()},
        "doubts": sorted(plan.doubts),
        "alike": [[one.key, one.name] for one in plan.alike],
    }


def _shown(text: str) -> str:
    """Return text of a file without the control characters that would break the page which shows it."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _still_waiting(batch: ImportBatch, by: User | None) -> None:
    only_importers(by, batch)
    if batch.status != BatchStatus.UPLOADED:
        raise Conflict("This list was applied already. Upload it again to plan it anew.")
