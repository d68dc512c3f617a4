"""Commands that keep the directory in order."""

import click

from coordhub.db import db
from coordhub.directory.actions.indexing import reindex
from coordhub.directory.cli.group import group


@group.command("reindex")
@click.option("--dry-run", is_flag=True, help="Say what would be done; store nothing.")
def reindex_command(dry_run: bool) -> None:
    """Derive what searching needs anew from every entry: places on the grid, filters, full text."""
    number = reindex()
    if dry_run:
        db.session.rollback()
        click.echo(f"{number} entries would be indexed. Dry run: nothing was stored.")
        return
    db.session.commit()
    click.echo(f"{number} entries indexed")
