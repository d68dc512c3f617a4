"""`flask privacy scan`: try the scanner on lines of text."""

import json
import sys

import click
from flask.cli import AppGroup

from coordhub.privacy.scan import scan
from coordhub.privacy.surfaces import Surface

commands = AppGroup("privacy", help="The privacy scanner.")


@commands.command("scan")
@click.option("--surface", type=click.Choice([one.value for one in Surface]), default="private", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def scan_command(surface: str, as_json: bool) -> None:
    """Read one text per line from standard input and print verdict and kinds; the text is not repeated.

    Each line that comes in, empty or not, is answered by one line; bytes that are no UTF-8 are unknown characters.
    """
    # Bytes, because Python's text mode would also end a line at a lone carriage return.
    for line in sys.stdin.buffer:
        found = scan(line.rstrip(b"\r\n").decode(errors="replace"), Surface(surface))
        kinds = [kind.value for kind in found.kinds]
        answer = {"verdict": found.verdict, "kinds": kinds}
        click.echo(json.dumps(answer) if as_json else " ".join([found.verdict, *kinds]))
