"""Commands that keep the directory in order."""

import click

from coordhub.directory.actions.indexing import reindex
from coordhub.directory.cli.group import finish, group


@group.command("reindex")
@click.option("--dry-run", is_flag=True, help="Say what would be done; store nothing.")
def reindex_command(dry_run: bool) -> None:
    """Derive what searching needs anew from every entry: places on the grid, filters, full text."""
    click.echo(f"{reindex()} entries indexed")
    finish(dry_run)
