"""The blueprint of the pages under /directory."""

import flask

bp = flask.Blueprint("directory", __name__, url_prefix="/directory")
