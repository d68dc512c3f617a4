"""Requests between two states: types, steps, clocks, routing, private messages."""

import flask

from coordhub.coordination import views
from coordhub.coordination.blueprint import bp

__all__ = ["bp", "init_app", "views"]


def init_app(app: flask.Flask) -> None:
    """Add this part to the app."""
    app.register_blueprint(bp)
