"""The blueprint of events and updates."""

import flask

bp = flask.Blueprint("resources", __name__)
