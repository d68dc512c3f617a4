"""Lists by command: the starter folder or a file in, files out, and taking an import back."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import IO

import click
import flask
from geopy.extra.rate_limiter import RateLimiter

from coordhub import places
from coordhub.db import db
from coordhub.directory import actions
from coordhub.directory.actions import imports
from coordhub.directory.actions.known import Wish
from coordhub.directory.actions.placing import Geocode
from coordhub.directory.actions.reverting import revert_list
from coordhub.directory.cli.group import finish, group
from coordhub.directory.exchange import UnreadableList
from coordhub.directory.exchange.files import WRITERS
from coordhub.directory.fields import BY_NAME
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import ImportBatch
from coordhub.directory.queries import exchange
from coordhub.directory.rules.ages import first_day
from coordhub.directory.rules.imports import Doubt, Outcome, RowPlan
from coordhub.errors import Conflict
from coordhub.places.geocoder import BundledGazetteer, geocoder_for
from coordhub.places.states import STATES

BAR_FROM = 1_000  # rows; below that a list is planned before a bar is drawn


@group.command("import")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--starter", is_flag=True, help="Load the data that comes with coordhub (the default).")
@click.option("--map", "mapped", multiple=True, metavar="COLUMN=FIELD", help="Read a column of FILE as a field.")
@click.option("--source", default="", help="Where the list comes from, for rows that do not say it.")
@click.option("--source-date", default="", help="When the list was made: 2026, 2026-05 or 2026-05-14.")
@click.option("--empties", is_flag=True, help="Let an empty cell empty its field.")
@click.option("--apply", "applied", is_flag=True, help="Store what FILE changes; without it nothing is stored.")
@click.option("--take-conflicts", is_flag=True, help="Overwrite what people changed or confirmed.")
@click.option("--accept-points", is_flag=True, help="Take points that lie outside their state.")
@click.option("--accept-texts", is_flag=True, help="Take texts in which nobody can be recognized, though it looks so.")
@click.option("--dry-run", is_flag=True, help="Check everything and say what would happen; store nothing.")
def import_(
    path: Path | None, starter: bool, mapped: Sequence[str], source: str, source_date: str, empties: bool,
    applied: bool, take_conflicts: bool, accept_points: bool, accept_texts: bool, dry_run: bool,
) -> None:  # fmt: skip
    """Bring a list into the directory: FILE (.csv or .xlsx), or the five starter files of a FOLDER.

    Of a file a line is printed for each row that changes something or cannot be taken, and nothing is stored without
    --apply. A folder is stored at once. Running it twice does no harm.
    """
    if path is not None and starter:
        raise click.UsageError("Name a file, a folder or --starter, and only one of them.")
    if applied and dry_run:
        raise click.UsageError("Choose --apply or --dry-run, not both.")
    if source_date and first_day(source_date) is None:
        raise click.UsageError("--source-date: write a year, a month or a day: 2026, 2026-05 or 2026-05-14.")
    if path is None or path.is_dir():
        _load_starter(path, dry_run)
        return
    accepted = {Doubt.CONFLICT} if take_conflicts else set()
    accepted |= {Doubt.POINT} if accept_points else set()
    accepted |= {Doubt.TEXT} if accept_texts else set()
    try:
        batch, note = imports.upload_list(
            path.read_bytes(), path.name, source=source or path.name, source_date=source_date, empties=empties, by=None
        )
        batch.mapping = {**batch.mapping, **_mapping(mapped, batch.header)}
        _import(batch, note, accepted, applied)
    except (UnreadableList, Conflict) as error:
        db.session.rollback()
        raise click.ClickException(f"{path.name}: {error} Nothing was stored.") from error


@group.command("export")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="csv", show_default=True)
@click.option("--state", type=click.Choice(list(STATES)), metavar="TX", help="Only the entries of one state.")
@click.option("--out", type=click.File("wb"), default="-", help="The file to write; - is the standard output.")
@click.option(
    "--sight", type=click.Choice([one.value for one in Visibility]), default=Visibility.PUBLIC.value, show_default=True,
    help="Whose view of the directory is written.",
)  # fmt: skip
def export(form: str, state: str | None, out: IO[bytes], sight: str) -> None:
    """Write the directory as a list that imports back, or for a map or an address book."""
    seen = Visibility(sight)
    entries = exchange.whole_entries_with(exchange.standing_ids(state, seen), seen)
    try:
        out.write(WRITERS[form].write(entries, seen))
    except Conflict as error:
        raise click.ClickException(str(error)) from error


@group.command("revert")
@click.argument("batch_id", metavar="BATCH", type=int)
@click.option("--dry-run", is_flag=True, help="Say what would be done; store nothing.")
def revert(batch_id: int, dry_run: bool) -> None:
    """Take back the import with the number BATCH, as far as nobody changed its entries since."""
    batch = exchange.import_batch(batch_id, to_change=True)
    if batch is None:
        raise click.ClickException(f"There is no import {batch_id}.")
    try:
        done = revert_list(batch, by=actions.Doer())
    except Conflict as error:
        raise click.ClickException(str(error)) from error
    for sentence in done.kept:
        click.echo(sentence)
    click.echo(f"{len(done.put_back)} entries have their old values again, {len(done.removed)} removed")
    finish(dry_run)


def _import(batch: ImportBatch, note: str, accepted: set[Doubt], applied: bool) -> None:
    if note:
        click.echo(note)
    wish = Wish(actions.Doer(words=f"import of {batch.file_name}"), geocode=_geocode(), watch=_watched)
    rows = imports.plan_list(batch, wish)
    for row in rows:
        if row.outcome != Outcome.SAME:
            click.echo(_line(row))
    counts = Counter(row.outcome for row in rows)
    click.echo(", ".join(f"{counts[one]} {one}" for one in Outcome))
    if applied:
        done = imports.apply_list(batch, wish, accepted=accepted)
        number = batch.id
        db.session.commit()
        click.echo(
            f"Import {number}: {len(done.created)} added, {len(done.updated)} changed, {len(done.left)} left out"
        )
        click.echo(f"Take it back: flask directory revert {number}")
    else:
        finish(dry_run=True)
    if counts[Outcome.REFUSED]:
        sys.exit(1)


def _line(row: RowPlan) -> str:
    changes = (
        [] if row.outcome == Outcome.CREATE else [f"{name}: {old!r} → {new!r}" for name, (old, new) in row.diff.items()]
    )
    return f"line {row.line}, {row.key or row.name}: {row.outcome}. {' '.join([*row.reasons, *changes])}".rstrip()


def _mapping(mapped: Sequence[str], header: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in mapped:
        column, _, name = one.rpartition("=")
        if column not in header:
            raise click.UsageError(f"--map: the list has no column “{column}”. It has: {', '.join(header)}.")
        if name and name not in BY_NAME:
            raise click.UsageError(f"--map: “{name}” is no field. Choose one of: {', '.join(BY_NAME)}.")
        found[column] = name
    return found


def _geocode() -> Geocode | None:
    """Return how the geocoder of the settings is asked; the bundled one is asked by ZIP code and town anyway.

    Each address is asked once, at most one a second, as public services want it.
    """
    geocoder = geocoder_for(flask.current_app.config, places.the_gazetteer())
    if isinstance(geocoder, BundledGazetteer):
        return None
    return cache(RateLimiter(geocoder.geocode, min_delay_seconds=1, max_retries=0))


def _watched(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    rows = list(rows)
    if len(rows) <= BAR_FROM:
        yield from rows
        return
    with click.progressbar(rows, file=sys.stderr, label=f"{len(rows):,} rows") as bar:
        yield from bar


def _load_starter(folder: Path | None, dry_run: bool) -> None:
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
    finish(dry_run)
