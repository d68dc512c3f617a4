"""`flask coordination`: what the worker does by itself, by hand."""

import click
from flask.cli import AppGroup

from coordhub import clock
from coordhub.coordination.actions.counting import codes_due, count_due
from coordhub.db import db

group = AppGroup("coordination", help="Requests between states: what the worker does by itself, by hand.")


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
