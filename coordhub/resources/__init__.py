"""Events and updates, which all states read."""

import flask

from coordhub.resources.blueprint import bp
from coordhub.resources.views import events, updates

__all__ = ["events", "init_app", "updates"]


def init_app(app: flask.Flask) -> None:
    """Add the pages."""
    app.register_blueprint(bp)
