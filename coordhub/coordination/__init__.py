"""Requests between two states: types, steps, clocks, routing, private messages."""

import flask


def init_app(app: flask.Flask) -> None:
    """Add this part to the app."""
