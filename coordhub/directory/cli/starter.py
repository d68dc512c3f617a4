"""Loading the starter data."""

from pathlib import Path

import click

from coordhub.db import db
from coordhub.directory import actions
from coordhub.directory.cli.group import group


@group.command("import")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--starter", is_flag=True, help="Load the data that comes with coordhub (the default).")
@click.option("--dry-run", is_flag=True, help="Check everything and say what would happen; store nothing.")
def import_(folder: Path | None, starter: bool, dry_run: bool) -> None:
    """Load the five CSV files of FOLDER. Known rows are brought up to date; running it twice does no harm."""
    if folder is not None and starter:
        raise click.UsageError("Name a folder or --starter, not both.")
    try:
        imported = actions.import_starter(folder or actions.STARTER_FOLDER)
    except actions.BrokenRow as broken:
        db.session.rollback()
        place = f"{broken.file}, line {broken.line}" if broken.line else broken.file
        raise click.ClickException(f"{place}: {broken.reason} Nothing was loaded.") from broken
    for file in imported.files:
        click.echo(f"{file.file}: {file.created} new, {file.updated} changed, {file.same} as before")
        if file.outside:
            click.echo(f"  outside the outline of their state, please check: {', '.join(file.outside)}")
        if file.kept:
            click.echo(f"  changed by people since, so left as they are: {', '.join(file.kept)}")
    if dry_run:
        db.session.rollback()
        click.echo("Dry run: nothing was stored.")
    else:
        db.session.commit()
