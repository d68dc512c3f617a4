"""One foreground command that prepares the hub and runs web server and worker."""

import flask


def init_app(app: flask.Flask) -> None:
    """Add this part to the app."""
