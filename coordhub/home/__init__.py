"""Start page, one page per state, inbox, about, health: pages that mix features."""

import flask

from coordhub.home import cli
from coordhub.home.blueprint import bp
from coordhub.home.views import hand_over, health, inbox, interests, public

__all__ = ["hand_over", "health", "inbox", "init_app", "interests", "public"]


def init_app(app: flask.Flask) -> None:
    """Add the pages and the command that sends digests."""
    app.register_blueprint(bp)
    cli.init_app(app)
