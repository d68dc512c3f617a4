"""Inbox rows, preferences, digests and stop links."""

import flask


def init_app(app: flask.Flask) -> None:
    """Add this part to the app."""
