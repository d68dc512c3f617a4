"""Pages for the people who run the hub."""

import flask


def init_app(app: flask.Flask) -> None:
    """Add this part to the app."""
