"""The blueprint of pages that mix features."""

import flask

bp = flask.Blueprint("home", __name__)
