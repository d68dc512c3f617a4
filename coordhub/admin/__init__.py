"""Pages for the people who run the hub."""

import flask

from coordhub.admin.blueprint import bp
from coordhub.admin.views import delivery, overview

__all__ = ["delivery", "init_app", "overview"]


def init_app(app: flask.Flask) -> None:
    """Add the pages."""
    app.register_blueprint(bp)
