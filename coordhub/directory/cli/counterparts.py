"""Asking for counterparts from a terminal."""

import json
from typing import Any

import click

from coordhub import places
from coordhub.directory import queries
from coordhub.directory.cli.group import group
from coordhub.directory.counterpart_pages import Answer, End, answer_to
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import Entry, StateProgram
from coordhub.directory.tasks import TASKS, Task, task_named
from coordhub.directory.words import number
from coordhub.formats import reader_today
from coordhub.places.states import state_named


@group.command("counterparts")
@click.option("--from", "sender", required=True, metavar="STATE", help="The state that the family leaves: TX or Texas.")
@click.option("--to", "receiver", required=True, metavar="STATE", help="The state that the family goes to.")
@click.option("--county", default="", help="A county, town or ZIP code there.")
@click.option("--role", default="", help=f"What it is about: {', '.join(one.value for one in TASKS)}.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
def counterparts_command(sender: str, receiver: str, county: str, role: str, as_json: bool) -> None:
    """Say who sends in one state and who receives in the other, as the public sees it."""
    leaves, goes_to = _program(sender, "--from"), _program(receiver, "--to")
    if leaves is goes_to:
        raise click.BadParameter("Name two different states.", param_hint="--to")
    answer = answer_to(
        places.the_gazetteer(),
        leaves,
        goes_to,
        typed=county,
        task=_task(role),
        sight=Visibility.PUBLIC,
        today=reader_today(),
    )
    if answer.where.problem:
        offers = "; ".join(one.label for one in answer.where.offers)
        raise click.BadParameter(f"{answer.where.problem} {offers}".strip(), param_hint="--county")
    if as_json:
        click.echo(json.dumps(_as_json(answer), ensure_ascii=False, indent=2))
        return
    for end in answer.ends:
        click.echo("\n".join(_lines(end)))


def _program(named: str, option: str) -> StateProgram:
    state = state_named(named)
    program = queries.state_program(state.code) if state else None
    if program is None:
        raise click.BadParameter(f"“{named}” is no state of the directory.", param_hint=option)
    return program


def _task(value: str) -> Task | None:
    task = task_named(value)
    if value and task is None:
        raise click.BadParameter(f"Name one of: {', '.join(one.value for one in TASKS)}.", param_hint="--role")
    return task


def _lines(end: End) -> list[str]:
    heading = f"Who {end.side} in {end.program.name}"
    answer = end.counterpart
    if answer is None:
        return [f"{heading}: no program there. Ask instead:", *(f"  {_entry_words(one)}" for one in end.instead)]
    passed = [f"  passed over: {entry.name}, {reason}" for entry, reason in answer.passed_over]
    lines = [heading, *passed, *([f"  {answer.fallback}"] if answer.fallback else [])]
    if answer.first:
        lines.append(f"  {answer.first.why}: {_entry_words(answer.first.entry)}")
    return lines + [f"  next: {one.why}: {_entry_words(one.entry)}" for one in answer.next_in_line]


def _entry_words(entry: Entry) -> str:
    phone = number(entry.phone) if entry.phone else None
    return ", ".join(part for part in (entry.name, phone, entry.email) if part)


def _as_json(answer: Answer) -> dict[str, Any]:
    return {
        "county_code": answer.where.county_code,
        "county_name": answer.where.county_name,
        "task": answer.task.value if answer.task else None,
        **{end.side.value: _end_as_json(end) for end in answer.ends},
    }


def _end_as_json(end: End) -> dict[str, Any]:
    found = end.counterpart
    line = [one for one in (found.first, *found.next_in_line) if one] if found else []
    passed = found.passed_over if found else []
    return {
        "state_code": end.program.state_code,
        "takes_part": end.program.takes_part,
        "line": [{"rung": one.rung.value, "why": one.why, **_entry_as_json(one.entry)} for one in line],
        "passed_over": [{"reason": reason, **_entry_as_json(one)} for one, reason in passed],
        "fallback": found.fallback if found else "",
        "instead": [_entry_as_json(one) for one in end.instead],
    }


def _entry_as_json(entry: Entry) -> dict[str, Any]:
    phone = number(entry.phone) if entry.phone else None
    return {"key": entry.key, "name": entry.name, "phone": phone, "email": entry.email}
