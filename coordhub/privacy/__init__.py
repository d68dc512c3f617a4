"""What may be said on which surface; the scanner of typed text. No pages."""

import flask

from coordhub.privacy.cli import commands


def init_app(app: flask.Flask) -> None:
    """Add the command."""
    app.cli.add_command(commands)
