"""`flask digests`, digests by hand and before they are sent, and `flask demo`, practice people with their entries."""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import click
import flask
from flask.cli import AppGroup

from coordhub import clock
from coordhub.accounts.demo import load_demo, remove_demo
from coordhub.accounts.models import User
from coordhub.accounts.queries import user_with_email
from coordhub.db import db
from coordhub.directory.demo import load_demo_entries, remove_demo_entries
from coordhub.errors import NotAllowed
from coordhub.home import actions
from coordhub.home.digest_lines import others
from coordhub.mail.delivery import deliver
from coordhub.notifications import digests
from coordhub.notifications.models import DigestKind

commands = AppGroup("digests", help="The daily and weekly digests.")
demo = AppGroup("demo", help="Practice people and their entries.")


@commands.command("send")
@click.option("--due", is_flag=True, help="Only those whose local hour has come, as the worker does every minute.")
@click.option("--member", "email", metavar="EMAIL", help="Only this person.")
@click.option("--dry-run", is_flag=True, help="Say who would be asked, send nothing.")
def send(due: bool, email: str | None, dry_run: bool) -> None:
    """Send today's digest to everybody who has not had it; running it again sends nothing twice."""
    now = clock.now()
    only = _person(email).id if email else None
    ids = [one for one in (digests.ids_due(now) if due else digests.ids_with_digest()) if only in (None, one)]
    if dry_run:
        for user_id in ids:
            click.echo(f"person {user_id}: would be asked")
        return
    sent = actions.due_digests(now, only=only) if due else actions.digests_of(ids, now)
    outcomes = Counter(_watched(sent, len(ids)))
    delivered = deliver(now, owner="digests-send", limit=outcomes["written"] + 1)
    db.session.remove()
    click.echo(f"{outcomes['written']} digests written, {delivered.sent} letters sent")
    if outcomes["failed"] or delivered.failed:
        raise SystemExit(1)


@commands.command("preview")
@click.option("--member", "email", required=True, metavar="EMAIL", help="Whose digest.")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="Of which day, as 2026-06-16; today without it.")
@click.option("--kind", type=click.Choice([one.value for one in DigestKind]), help="The one of that day without it.")
def preview(email: str, on: datetime | None, kind: str | None) -> None:
    """Print the text of somebody's digest of a day; sends and stores nothing."""
    member, now = _person(email), clock.now()
    day = on.date() if on else clock.date_in(member.time_zone, now)
    found = digests.preview(member, day, DigestKind(kind) if kind else None, others, now)
    click.echo(f"Subject: {found.parts.subject}\n")
    click.echo(found.parts.text)
    if found.is_empty:
        click.echo("Nothing in it is new or due by tomorrow, so that it would not be sent.")
    db.session.rollback()


def _watched(sent: Iterator[actions.DigestSent], number: int) -> Iterator[str]:
    """Yield the outcome of each digest; a terminal shows how far it is, anything else gets a line a person."""
    words = {"written": "digest written", "failed": "failed, is tried again", "empty": "nothing to send"}
    if sys.stdout.isatty():
        with click.progressbar(sent, length=number, label="Digests") as bar:
            yield from (_outcome(one) for one in bar)
        return
    for one in sent:
        outcome = _outcome(one)
        click.echo(f"person {one.user_id}: {words[outcome]}")
        yield outcome


def _outcome(one: actions.DigestSent) -> str:
    return "failed" if one.failed else "written" if one.sent else "empty"


def _person(email: str) -> User:
    found = user_with_email(email)
    if found is None:
        raise click.ClickException("Nobody has this e-mail address. Look it up under People.")
    return found


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
