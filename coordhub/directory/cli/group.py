"""The group of the directory's commands, and how each of them ends."""

import click
from flask.cli import AppGroup

from coordhub.db import db

group = AppGroup("directory", help="The directory of state programs, offices, people and PASS sites.")


def finish(dry_run: bool) -> None:
    """Store what a command did; take it back and say so on a dry run."""
    if dry_run:
        db.session.rollback()
        click.echo("Dry run: nothing was stored.")
    else:
        db.session.commit()
