"""Reading one row of a list against the entry that it is about."""

from collections.abc import Mapping
from typing import Any

from coordhub.directory.actions.known import Known
from coordhub.directory.actions.placing import place_row
from coordhub.directory.exchange.seen import seen_text
from coordhub.directory.fields import BY_NAME, CHANNELS, FIELDS, LINKS, WrongCell
from coordhub.directory.fields.free_text import free_text
from coordhub.directory.kinds import BY_PEOPLE, EntryKind, VerifiedHow
from coordhub.directory.models import Entry
from coordhub.directory.rules.ages import first_day
from coordhub.directory.rules.entries import default_visibility, out_of_state, problems_of
from coordhub.directory.rules.imports import (
    Alike,
    Doubt,
    Outcome,
    RowPlan,
    kind_of_row,
    names_alike,
    state_problem,
)
from coordhub.directory.rules.mending import county_codes, mended
from coordhub.formats import plain_day, reader_day
from coordhub.places.names import folded
from coordhub.privacy.checks import PrivacyRefusal, check_text
from coordhub.privacy.surfaces import Surface

_WHERE = frozenset({"lat", "lon", "state_code", "address_state_code"})


def read_row(plan: RowPlan, cells: Mapping[str, str], entry: Entry | None, known: Known) -> None:
    """Complete the plan of one row: values, differences, doubts and outcome."""
    if entry is not None and entry.visibility not in known.sight.seen:
        plan.name = cells.get("name", "").strip()[:200]
        plan.refuse("This key is that of an entry which only administrators of the hub may change.")
        return
    kind = _kind(plan, cells, entry)
    if kind is None or not _may_bring(plan, cells, entry, known):
        return
    plan.kind = kind
    plan.outcome = Outcome.UPDATE if entry else Outcome.CREATE
    if not _read_cells(plan, cells, entry, known):
        return
    if entry is None:
        _fill_new(plan, cells, known)
    place_row(plan, entry, known.wish.geocode)
    if entry is not None and not plan.diff:
        plan.outcome, plan.values = Outcome.SAME, {}
        return
    if not _check(plan, entry, known):
        return
    if not _check_texts(plan):
        return
    if entry is None:
        _look_for_alike(plan, known)
    else:
        _look_for_conflicts(plan, entry, known)
        _date(plan, entry, known)


def _kind(plan: RowPlan, cells: Mapping[str, str], entry: Entry | None) -> EntryKind | None:
    plan.name = entry.name if entry else cells.get("name", "").strip()[:200]
    text = mended("kind", cells.get("kind", "").strip())
    if text and text not in list(EntryKind):
        plan.refuse(f"The kind “{text[:60]}” is not one of: {', '.join(EntryKind)}.")
        return None
    if entry is not None:
        if text and text != entry.entry_kind:
            plan.refuse(f"The key “{entry.key}” is that of another kind of entry: {entry.entry_kind.one}.")
            return None
        return entry.entry_kind
    text = text or kind_of_row(cells)
    if not text:
        plan.refuse("Say in a column “kind” whether this is an office, a contact or a site.")
        return None
    return EntryKind(text)


def _may_bring(plan: RowPlan, cells: Mapping[str, str], entry: Entry | None, known: Known) -> bool:
    user = known.wish.by.user
    text = mended("state_code", cells.get("state_code", "").strip())
    given = text or (entry.state_code if entry else None if user is None else user.state_code)
    for code in [given, *([entry.state_code] if entry else [])]:
        if problem := state_problem(user, code):
            plan.refuse(problem)
            return False
    return True


def _read_cells(plan: RowPlan, cells: Mapping[str, str], entry: Entry | None, known: Known) -> bool:
    """Fill values and differences of a row, and say whether every cell could be read."""
    columns = {name: column for column, name in known.batch.mapping.items() if name}
    for name, cell in cells.items():
        field = BY_NAME[name]
        if name == "kind" or field.about_check or (name == "key" and (entry or plan.line in known.wish.merges)):
            continue
        current = seen_text(field, entry, known.sight) if entry else ""
        if (entry and cell == current) or (not cell.strip() and not (entry and current and known.batch.empties)):
            continue
        assert plan.kind is not None
        if plan.kind not in field.kinds:
            plan.reasons.append(
                f"Column “{columns[name]}” is left out: {field.label} is nothing of this kind of entry."
            )
            continue
        try:
            value = field.read(_text(name, cell.strip(), cells, entry, known))
        except WrongCell as error:
            plan.refuse(f"Column “{columns[name]}” {error}.")
            continue
        shown = field.show(value)
        if entry is None or shown != current:
            plan.values[name] = value
            plan.diff[name] = [current, shown]
    # An emptied cell would take an entry out of its state.
    if entry is not None and "state_code" in plan.values:
        problem = state_problem(known.wish.by.user, plan.values["state_code"])
        if problem:
            plan.refuse(problem)
    return not plan.is_refused


def _text(name: str, cell: str, cells: Mapping[str, str], entry: Entry | None, known: Known) -> str:
    if name != "counties" or not cell:
        return mended(name, cell)
    state = mended("state_code", cells.get("state_code", "").strip()) or (entry.state_code if entry else None)
    user = known.wish.by.user
    return county_codes(cell, state or (user.state_code if user else None), known.county_code)


def _fill_new(plan: RowPlan, cells: Mapping[str, str], known: Known) -> None:
    """Give a new entry what the list as a whole says: source, date, the importer's state."""
    values, batch, user = plan.values, known.batch, known.wish.by.user
    if "source" not in values:
        values["source"] = batch.source
        values.setdefault("source_date", batch.source_date or None)
    if user is not None and user.state_code and not values.get("state_code"):
        values["state_code"] = user.state_code
        plan.diff["state_code"] = ["", user.state_code]
    day = mended("verified_on", cells.get("verified_on", "").strip()) or values.get("source_date") or batch.source_date
    checked_on = first_day(day) if day else None
    if checked_on is not None and checked_on <= known.today:
        values |= {"verified_on": checked_on, "verified_how": VerifiedHow.IMPORT, "verified_by": known.wish.by.words}


def _date(plan: RowPlan, entry: Entry, known: Known) -> None:
    """Let a list that is newer than the last check stand for one."""
    day = first_day(known.batch.source_date)
    if day is not None and day <= known.today and (entry.verified_on is None or entry.verified_on < day):
        plan.values |= {"verified_on": day, "verified_how": VerifiedHow.IMPORT, "verified_by": known.wish.by.words}


def _check(plan: RowPlan, entry: Entry | None, known: Known) -> bool:
    assert plan.kind is not None
    complete: dict[str, Any] = {one.name: one.get(entry) for one in FIELDS} if entry and plan.values else {}
    complete |= {"visibility": default_visibility(plan.kind)} if entry is None else {}
    complete |= plan.values
    problems = problems_of(plan.kind, complete, known.state_codes, known.county_name, known.today)
    for name in LINKS:
        key = plan.values.get(name)
        if key and key not in known.keys_of_file and known.links.entry(key) is None:
            problems[name] = f"“{key}” is no entry of the directory or of this list."
    unknown = [key for key in plan.values.get("courses", ()) if known.links.course(key) is None]
    if unknown:
        problems["courses"] = f"No catalogue here has the course “{unknown[0]}”."
    for name, sentence in problems.items():
        plan.refuse(f"{BY_NAME[name].label}: {sentence}")
    if not problems and _WHERE & set(plan.values) and (problem := out_of_state(complete)):
        plan.doubts.add(Doubt.POINT)
        plan.reasons.append(problem)
    return not problems


def _check_texts(plan: RowPlan) -> bool:
    """Refuse a row that tells of a child or a family, ask about one that may, and say whether it can go on."""
    try:
        check_text(free_text(plan.values), Surface.PUBLIC)
    except PrivacyRefusal as refusal:
        sentences = [f"{BY_NAME[name].label}: {one}" for name, found in refusal.errors.items() for one in found]
        if refusal.may_be_confirmed:
            plan.doubts.add(Doubt.TEXT)
            plan.reasons += sentences
        else:
            plan.refuse(" ".join(sentences))
    return not plan.is_refused


def _look_for_conflicts(plan: RowPlan, entry: Entry, known: Known) -> None:
    people = known.by_people.get(entry.key, {})
    said = set()
    for name in plan.diff:
        if name in people:
            words, at = people[name]
            said.add(f"{words} changed {BY_NAME[name].label} on {plain_day(reader_day(at))}.")
    if entry.verified_how in BY_PEOPLE and entry.verified_on is not None:
        how = entry.verified_how.label
        said.add(f"It was confirmed {how} on {plain_day(entry.verified_on)}.")
    for channel in entry.channels:
        gone = [old for name in CHANNELS if name in plan.diff for old in plan.diff[name][:1]]
        if channel.verified_how in BY_PEOPLE and any(channel.value in old for old in gone):
            said.add(f"{channel.value} was confirmed by a person.")
    if said:
        plan.outcome = Outcome.CONFLICT
        plan.doubts.add(Doubt.CONFLICT)
        plan.reasons += sorted(said)


def _look_for_alike(plan: RowPlan, known: Known) -> None:
    """Offer entries that a row without a key may be about, unless somebody said that it is a new one."""
    assert plan.kind is not None
    if plan.key or plan.values.get("key"):
        return
    state, name = plan.values.get("state_code"), folded(plan.values["name"])
    found: dict[str, Alike] = {}
    for channel in (*plan.values.get("phones", ()), *plan.values.get("emails", ())):
        if hit := known.channels.get((state, plan.kind, channel.value, channel.extension)):
            found.setdefault(hit[0], Alike(*hit, f"has the same {channel.kind.label.lower()}"))
    pairs, names = known.names.get((state, plan.kind), ([], []))
    for at in names_alike(name, names):
        found.setdefault(pairs[at][0], Alike(*pairs[at], "has nearly the same name"))
    line = known.lines_by_name.setdefault((state or "", plan.kind, name), plan.line)
    if not found and line == plan.line:
        return
    plan.outcome, plan.alike = Outcome.DUPLICATE, list(found.values())
    plan.doubts.add(Doubt.DUPLICATE)
    plan.reasons += [f"“{one.name}” ({one.key}) {one.why}." for one in plan.alike]
    if line != plan.line:
        plan.reasons.append(f"Line {line} has the same name in the same state.")
