"""`flask digests`, the daily letter by hand, and `flask demo`, practice people with their entries."""

import click
import flask
from flask.cli import AppGroup

from coordhub import clock
from coordhub.accounts.demo import load_demo, remove_demo
from coordhub.db import db
from coordhub.directory.demo import load_demo_entries, remove_demo_entries
from coordhub.errors import NotAllowed
from coordhub.home import actions
from coordhub.mail.delivery import deliver
from coordhub.notifications import digests as daily

commands = AppGroup("digests", help="The daily digests.")
demo = AppGroup("demo", help="Practice people and their entries.")


@commands.command("send")
@click.option("--due", is_flag=True, help="Only those whose local hour has come, as the worker does every minute.")
@click.option("--dry-run", is_flag=True, help="Say who would be asked, send nothing.")
def send(due: bool, dry_run: bool) -> None:
    """Send today's digest to everybody who has not had it; running it again sends nothing twice."""
    now = clock.now()
    if dry_run:
        for user in daily.people_due(now) if due else daily.people_with_digest():
            click.echo(f"person {user.id}: would be asked")
        return
    done = actions.send_due_digests(now) if due else actions.send_digests(now)
    for one in done:
        click.echo(f"person {one.user_id}: {'digest written' if one.sent else 'nothing to send'}")
    delivered = deliver(now, owner="digests-send", limit=len(done) + 1)
    db.session.remove()
    click.echo(f"{sum(one.sent for one in done)} digests written, {delivered.sent} letters sent")
    if delivered.failed:
        raise SystemExit(1)


@demo.command("load")
def load() -> None:
    """Add the practice people and entries that are missing."""
    try:
        people, entries = load_demo(), load_demo_entries()
    except NotAllowed as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"{people} practice people added")
    click.echo(f"{entries} practice entries added")


@demo.command("remove")
def remove() -> None:
    """Close the accounts of the practice people and take their entries out of the directory."""
    people, entries = remove_demo(), remove_demo_entries()
    db.session.commit()
    click.echo(f"{people} practice people closed")
    click.echo(f"{entries} practice entries removed")


def init_app(app: flask.Flask) -> None:
    """Add the commands."""
    app.cli.add_command(commands)
    app.cli.add_command(demo)
