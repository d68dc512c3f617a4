"""`flask coordination`: what the worker does by itself, by hand; and legal holds for administrators."""

from collections.abc import Callable

import click
from flask.cli import AppGroup

from coordhub import clock
from coordhub.accounts.queries import user_with_email
from coordhub.coordination import actions, sweeping
from coordhub.coordination.actions.counting import codes_due, count_due
from coordhub.coordination.sweeping import Swept
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed

group = AppGroup("coordination", help="Requests between states: clocks, retention and figures.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would be done; store and send nothing.")
by_option = click.option("--by", "email", required=True, help="Your address: the hub administrator who orders it.")


@group.command("escalate")
@dry_run_option
def escalate(dry_run: bool) -> None:
    """Pass on missed targets and send the weekly lists, as the worker does every minute."""
    _sweep(sweeping.escalate, dry_run)


@group.command("close")
@dry_run_option
def close(dry_run: bool) -> None:
    """Close answered requests that nobody spoke up against, as the worker does every minute."""
    _sweep(sweeping.close, dry_run)


@group.command("wipe")
@dry_run_option
def wipe(dry_run: bool) -> None:
    """Wipe requests 90 days after their end, delete what is older than is kept, as the worker does every day."""
    _sweep(sweeping.wipe, dry_run)


@group.command("count")
@click.option("--all", "all_of_them", is_flag=True, help="Count every state, due or not.")
@click.option("--dry-run", is_flag=True, help="Say who would be counted; store nothing.")
def count(all_of_them: bool, dry_run: bool) -> None:
    """Count the requests of every state that is due, and of the nation (US); running it again changes nothing."""
    if dry_run:
        for code in codes_due(clock.now(), all_of_them=all_of_them)[0]:
            click.echo(f"{code}: would be counted")
        return
    for code in count_due(clock.now(), all_of_them=all_of_them):
        db.session.commit()
        click.echo(f"{code}: counted")


@group.command("hold")
@click.argument("number")
@by_option
def hold(number: str, email: str) -> None:
    """Put a legal hold on a request: nothing of it is wiped."""
    _set_hold(number, email, hold=True)


@group.command("release")
@click.argument("number")
@by_option
def release(number: str, email: str) -> None:
    """Lift the legal hold of a request."""
    _set_hold(number, email, hold=False)


def _sweep(sweep: Callable[..., Swept], dry_run: bool) -> None:
    swept = sweep(dry_run=dry_run)
    db.session.remove()
    for line in swept.lines:
        click.echo(line)
    click.echo(f"{len(swept.lines) - swept.failed} done, {swept.failed} failed")
    if dry_run:
        click.echo("Dry run: nothing was stored.")
    if swept.failed:
        raise SystemExit(1)


def _set_hold(number: str, email: str, *, hold: bool) -> None:
    by = user_with_email(email)
    if by is None:
        raise click.ClickException("Nobody on the hub has this address.")
    try:
        changed = actions.hold_for_the_hub(number, by=by, hold=hold)
    except (NotAllowed, Conflict) as error:
        db.session.rollback()
        raise click.ClickException(str(error)) from error
    db.session.commit()
    state = "held" if hold else "not held"
    click.echo(f"{number}: {'now' if changed else 'already'} {state}")
