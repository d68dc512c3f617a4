"""Start page, one page per state, inbox, about, health: pages that mix features."""

import flask


def init_app(app: flask.Flask) -> None:
    """Add this part to the app."""
