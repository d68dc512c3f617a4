"""`flask places`: build the gazetteer, try a look-up."""

import json
import sys
from typing import Any

import click
import flask
from flask.cli import AppGroup

from coordhub.places.boundaries import state_at
from coordhub.places.build import BrokenRow
from coordhub.places.gazetteer import GazetteerMissing
from coordhub.places.locate import Located, locate

commands = AppGroup("places", help="The gazetteer.")


@commands.command("build")
def build() -> None:
    """Build the gazetteer from the data in the tree."""
    try:
        built = flask.current_app.extensions["build_gazetteer"]()
    except BrokenRow as error:
        raise click.ClickException(str(error)) from error
    words = (
        f"{built.zips} ZIP codes, {built.places} places, {built.counties} counties" if built.is_new else "up to date"
    )
    click.echo(f"gazetteer: {words}")


@commands.command("locate")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def locate_command(as_json: bool) -> None:
    """Read one typed place per line from standard input and say what it means."""
    try:
        gazetteer = flask.current_app.extensions["the_gazetteer"]()
    except GazetteerMissing as error:
        raise click.ClickException(str(error)) from error
    # Bytes in and out, so that no line and no terminal's encoding can stop the others.
    for line in sys.stdin.buffer:
        found = locate(gazetteer, line.decode("utf-8", "replace"))
        answer = json.dumps(as_plain(found)) if as_json else f"{found.query}: {found.message}"
        click.echo(answer.encode())  # writes at once, for somebody who types line by line


def as_plain(found: Located) -> dict[str, Any]:
    """Return the answer as JSON can carry it: all but the query, the offers and the message is None without a place."""
    place = found.place
    return {
        "query": found.query,
        "kind": found.kind if place else None,
        "state_code": (place.state_code or state_at(place.point)) if place else None,
        "lat": place.point.latitude if place else None,
        "lon": place.point.longitude if place else None,
        "label": place.label if place else None,
        "alternatives": [one.label for one in found.alternatives],
        "message": found.message,
    }
