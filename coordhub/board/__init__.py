"""Forums, topics and posts, seen by all states."""

import flask


def init_app(app: flask.Flask) -> None:
    """Add this part to the app."""
