"""Commands that keep entries right: letters that ask, suggestions that wait, confirming by hand."""

from datetime import datetime

import click

from coordhub import clock
from coordhub.directory import actions, queries
from coordhub.directory.actions import Doer
from coordhub.directory.cli.group import finish, group
from coordhub.directory.kinds import WAYS, VerifiedHow, Visibility
from coordhub.directory.models.entries import NAME_LENGTH
from coordhub.directory.rules.suggestions import answer_due, is_overdue


@group.command("remind")
@click.option("--dry-run", is_flag=True, help="Say what would be asked; store and send nothing.")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day.")
def remind(dry_run: bool, on: datetime | None) -> None:
    """Ask for the checks that are owed, as the worker does every minute."""
    asked = actions.send_due_checks(clock.now(), on=on.date() if on else None)
    for one in asked:
        whom = "a letter to its own mailbox" if one.by_letter else "told its keeper or directors"
        click.echo(f"{one.key}: day {one.step_days:+d}, {whom}")
    click.echo(f"{len(asked)} entries asked about")
    finish(dry_run)


@group.command("suggestions")
def suggestions() -> None:
    """List the suggestions that wait for an answer, oldest first."""
    waiting = queries.waiting_suggestions(None)
    for one in waiting:
        late = ", overdue" if is_overdue(one.created_at, clock.now()) else ""
        click.echo(f"{one.id}: {one.entry.key}, {one.wrong}, answer by {answer_due(one.created_at)}{late}")
    click.echo(f"{len(waiting)} waiting")


@group.command("confirm")
@click.argument("key")
@click.option("--how", required=True, type=click.Choice([one.value for one in WAYS]), help="How it was checked.")
@click.option("--by", "by", required=True, help="Who checked it, as the entry will say.")
@click.option("--dry-run", is_flag=True, help="Say what would be confirmed; store nothing.")
def confirm(key: str, how: str, by: str, dry_run: bool) -> None:
    """Record that the entry KEY and all its numbers were found right today."""
    entry = queries.whole_entry(key, sight=Visibility.ADMINISTRATORS)
    if entry is None:
        raise click.ClickException(f"No entry has the key {key!r}.")
    if not by.strip() or len(by) > NAME_LENGTH:
        raise click.ClickException(f"Say who checked it, in at most {NAME_LENGTH} characters.")
    actions.confirm_entry(entry, by=Doer(words=by.strip()), how=VerifiedHow(how))
    click.echo(f"{entry.key}: confirmed {VerifiedHow(how).label}, {len(entry.channels)} numbers and addresses with it")
    finish(dry_run)
