"""The blueprint of the pages under /coordination/."""

import flask

bp = flask.Blueprint("coordination", __name__, url_prefix="/coordination")
