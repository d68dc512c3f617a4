"""`flask mail`: deliver, retry, pause and settle by hand. Each can run twice; none prints an address."""

import sys
from pathlib import Path

import click
import flask
from flask.cli import AppGroup

from coordhub import clock
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.mail import actions, queries
from coordhub.mail.delivery import Delivered, deliver
from coordhub.mail.hosts import hosts_of
from coordhub.mail.models import EVERY_HOST, Delivery
from coordhub.mail.relay_log import fates

LETTERS_WITH_A_BAR = 100  # from so many on, a terminal shows a bar instead of a line for each
IDS_AT_ONCE = 500

commands = AppGroup("mail", help="The outbox.")


@commands.command("deliver")
@click.option("--limit", type=click.IntRange(min=1), default=500, show_default=True, help="At most so many letters.")
@click.option("--dry-run", is_flag=True, help="Name the letters that are due, send nothing.")
def deliver_command(limit: int, dry_run: bool) -> None:
    """Hand over the letters that are due; fails when one failed for good."""
    now = clock.now()
    if dry_run:
        for letter_id in queries.waiting_ids(now, limit):
            click.echo(f"letter {letter_id}: due")
        return
    number = min(limit, queries.number_due(now))
    if number >= LETTERS_WITH_A_BAR and sys.stdout.isatty():
        done = _deliver_with_bar(number)
    else:
        done = deliver(now, owner="command", limit=limit)
        for line in done.lines:
            click.echo(line)
    click.echo(f"{done.sent} sent, {done.deferred} put off, {done.failed} failed, {done.uncertain} uncertain")
    if done.failed:
        raise SystemExit(1)


@commands.command("retry")
@click.argument("letter_ids", nargs=-1, type=int)
@click.option("--all", "all_of_them", is_flag=True, help="All that failed for good; not the uncertain ones.")
def retry(letter_ids: tuple[int, ...], all_of_them: bool) -> None:
    """Put dead letters back into the queue, or none when one of those named cannot be."""
    if not letter_ids and not all_of_them:
        raise click.UsageError("Name letters by their numbers, as /admin/delivery shows them, or say --all.")
    lines = []
    for letter_id in letter_ids:
        letter = queries.letter(letter_id)
        if letter is None:
            raise click.ClickException(f"There is no letter {letter_id}. None was queued.")
        if letter.status == Delivery.QUEUED:
            lines.append(f"letter {letter_id}: is in the queue already")
            continue
        try:
            actions.try_again(letter)
        except NotAllowed as error:
            raise click.ClickException(f"letter {letter_id}: {error} None was queued.") from error
        lines.append(f"letter {letter_id}: queued")
    if all_of_them:
        lines += [f"letter {letter_id}: queued" for letter_id in actions.try_all_again()]
    db.session.commit()
    for line in lines or ["no letter failed for good"]:
        click.echo(line)


@commands.command("pause")
@click.option("--host", help="Only this one, as host:port; all when none is named.")
@click.option("--resume", is_flag=True, help="Let letters leave again, and end a rest after refusals.")
def pause(host: str | None, resume: bool) -> None:
    """Stop letters from leaving; what workers have in their hands still leaves, and nothing is lost."""
    known = [one.name for one in hosts_of(flask.current_app.config)]
    # A host that the settings do not name any more may still be stopped, and can be resumed.
    if host is not None and host not in known and not resume:
        raise click.ClickException(f"The settings name no host {host}. They name: {', '.join(known)}.")
    chosen = EVERY_HOST if host is None else host
    changed = actions.start_mail(chosen) if resume else actions.stop_mail(chosen)
    db.session.commit()
    name = "all hosts" if host is None else f"host {host}"
    state = "letters leave again" if resume else "stopped"
    click.echo(f"{name}: {state}" if changed else f"{name}: {'was not stopped' if resume else 'was stopped before'}")


@commands.command("settle")
@click.option(
    "--log",
    "log_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
    help="The relay's log, as Postfix writes it.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be settled, settle nothing.")
def settle(log_file: Path, dry_run: bool) -> None:
    """Settle uncertain letters by what the relay's log says of them."""
    with log_file.open(encoding="utf-8", errors="replace") as lines:
        known = fates(lines)
    message_ids, settled = sorted(known), 0
    for start in range(0, len(message_ids), IDS_AT_ONCE):
        for letter in queries.uncertain_by_message_id(message_ids[start : start + IDS_AT_ONCE]):
            fate = known[letter.message_id]
            actions.settle(letter, arrived=fate.arrived, words=fate.words)
            settled += 1
            click.echo(f"letter {letter.id}: {'sent' if fate.arrived else 'failed'}, {fate.words}")
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()
    left = queries.number_uncertain()
    click.echo(f"{settled} {'would be ' if dry_run else ''}settled, {left} uncertain")


def _deliver_with_bar(number: int) -> Delivered:
    done = Delivered()
    with click.progressbar(length=number, label="Letters", file=sys.stderr) as bar:
        while number > 0:
            part = deliver(clock.now(), owner="command", limit=min(number, LETTERS_WITH_A_BAR))
            done.add(part)
            dealt_with = part.sent + part.deferred + part.failed + part.uncertain
            if not dealt_with:
                break  # Hosts rest, are stopped, or get no more in this minute.
            bar.update(dealt_with)
            number -= dealt_with
    for line in done.lines:
        if not line.endswith(": sent"):
            click.echo(line)
    return done
