"""People, roles, approval, sign-in and who may open which page."""

import flask


def init_app(app: flask.Flask) -> None:
    """Add this part to the app."""
