"""Outbox, composing and delivery of letters."""

import flask


def init_app(app: flask.Flask) -> None:
    """Add this part to the app."""
