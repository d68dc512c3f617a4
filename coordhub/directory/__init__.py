"""State programs, offices, PASS sites and finding them."""

import flask

from coordhub.directory import cli, views, words
from coordhub.directory.blueprint import bp

__all__ = ["bp", "init_app", "views"]


def init_app(app: flask.Flask) -> None:
    """Add the pages, the commands and the filters that say how old an entry is."""
    words.init_app(app)
    app.register_blueprint(bp)
    # A mail program that stops letters by one click has no session, and so no token (RFC 8058).
    app.extensions["csrf"].exempt(views.checks.stop_letters)
    app.cli.add_command(cli.group)
