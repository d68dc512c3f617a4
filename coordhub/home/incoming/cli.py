"""`flask mail receive` and `poll`, doors for mail that comes in; `bounced` and `forgive`, for addresses that failed.

They stand on this floor, since mail lies below what the messages are about; the group is that of the outbox.
"""

import sys

import click
import flask

from coordhub import clock
from coordhub.audit.actions import record
from coordhub.db import db
from coordhub.home.incoming.edge import TryLater, poll, receive
from coordhub.mail import bounces
from coordhub.mail.cli import commands
from coordhub.mail.incoming import SIZE_LIMIT, queries

TRY_LATER = 75  # EX_TEMPFAIL of sysexits.h: the mail system keeps the message and comes again
BLOCK = 64 * 1024


@commands.command("receive")
@click.option("--recipient", help="Whom the envelope names; else the headers are asked.")
@click.option("--sender", help="Who sent it, by the envelope; empty for a report about mail.")
def receive_command(recipient: str | None, sender: str | None) -> None:
    """Take in one message from standard input; safe to run twice. Ends with 0, or with 75 for "come again"."""
    try:
        words = receive(_typed_in(), recipient=recipient, sender=sender)
    except TryLater as error:
        click.echo(f"come again: {error}", err=True)
        raise SystemExit(TRY_LATER) from None
    click.echo(words)


@commands.command("poll")
def poll_command() -> None:
    """Take in what nobody has seen in the mailbox of MAIL_IMAP_SERVER; the worker does so every minute."""
    if not flask.current_app.config["MAIL_IMAP_SERVER"]:
        raise click.ClickException("MAIL_IMAP_SERVER names no mailbox. Set it first (docs/incoming-mail.md).")
    done = poll(clock.now())
    for line in done.lines:
        click.echo(line)
    click.echo(f"{len(done.lines)} messages")
    if done.error:
        raise click.ClickException(done.error)


@commands.command("bounced")
def bounced() -> None:
    """List the addresses that letters came back from."""
    for one in queries.bounced_addresses():
        stopped = f"no letters since {one.suppressed_at:%Y-%m-%d}" if one.suppressed_at else "letters still go there"
        click.echo(f"{one.address}: {one.reason} on {one.bounced_on}, {stopped}")


@commands.command("forgive")
@click.argument("address")
def forgive(address: str) -> None:
    """Write to an address again that letters came back from."""
    if not bounces.forgive(address):
        raise click.ClickException("No letter came back from this address.")
    record(None, "address-trusted", "mail")
    db.session.commit()
    click.echo("letters go there again")


def _typed_in() -> bytes:
    """Return the message, and one byte more than is read of any; the rest is taken away, or its sender would wait."""
    stream = sys.stdin.buffer
    raw = stream.read(SIZE_LIMIT + 1)
    while stream.read(BLOCK):
        pass
    return raw
