"""State programs, offices, PASS sites and finding them."""

import flask


def init_app(app: flask.Flask) -> None:
    """Add this part to the app."""
