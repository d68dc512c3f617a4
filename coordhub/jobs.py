"""Huey: tasks that only say "look" and call an action; no logic here."""

import flask


def init_app(app: flask.Flask) -> None:
    """Add this part to the app."""
