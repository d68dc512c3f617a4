"""`flask mail`: deliver and retry by hand."""

import click
from flask.cli import AppGroup

from coordhub import clock
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.mail import actions, queries
from coordhub.mail.delivery import deliver

commands = AppGroup("mail", help="The outbox.")


@commands.command("deliver")
@click.option("--limit", default=500, show_default=True, help="At most so many letters.")
@click.option("--dry-run", is_flag=True, help="Name the letters that are due, send nothing.")
def deliver_command(limit: int, dry_run: bool) -> None:
    """Hand over the letters that are due; fails when one failed for good."""
    if dry_run:
        for letter_id in queries.waiting_ids(clock.now()):
            click.echo(f"letter {letter_id}: due")
        return
    done = deliver(clock.now(), owner="command", limit=limit)
    for line in done.lines:
        click.echo(line)
    click.echo(f"{done.sent} sent, {done.deferred} put off, {done.failed} failed, {done.uncertain} uncertain")
    if done.failed:
        raise SystemExit(1)


@commands.command("retry")
@click.argument("letter_ids", nargs=-1, type=int)
@click.option("--all", "all_of_them", is_flag=True, help="All that failed for good; not the uncertain ones.")
def retry(letter_ids: tuple[int, ...], all_of_them: bool) -> None:
    """Put dead letters back into the queue."""
    chosen = [queries.letter(one) for one in letter_ids]
    if all_of_them:
        chosen += [one for one in queries.dead_letters() if one.status == "failed"]
    for letter in chosen:
        if letter is None:
            raise click.ClickException("There is no letter with one of these numbers.")
        try:
            actions.try_again(letter)
        except NotAllowed as error:
            raise click.ClickException(f"letter {letter.id}: {error}") from error
        click.echo(f"letter {letter.id}: queued")
    db.session.commit()
