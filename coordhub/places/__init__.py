"""Places: states, counties, ZIP codes, points, distance, understanding a typed place. No pages."""

from pathlib import Path

import flask

from coordhub.places import cli
from coordhub.places.build import Built, build_gazetteer
from coordhub.places.gazetteer import Gazetteer
from coordhub.places.states import DATA, STATES

FILE = "gazetteer.db"


def init_app(app: flask.Flask) -> None:
    """Add the commands and the filter that writes a state's name."""
    app.cli.add_command(cli.commands)
    app.extensions["build_gazetteer"] = lambda: build(app)
    app.extensions["the_gazetteer"] = the_gazetteer
    app.add_template_filter(lambda code: STATES[code].name if code in STATES else code, "state_name")


def build(app: flask.Flask) -> Built:
    """Build the gazetteer of the app's data folder, if it is not up to date."""
    return build_gazetteer(DATA, Path(app.config["HUB_DATA"]) / FILE)


def the_gazetteer() -> Gazetteer:
    """Return the gazetteer of the app at hand, opened once; raises GazetteerMissing when it was never built."""
    app = flask.current_app
    found = app.extensions.get("gazetteer")
    if found is None:
        found = app.extensions["gazetteer"] = Gazetteer(Path(app.config["HUB_DATA"]) / FILE)
    return found
