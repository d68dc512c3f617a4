"""Start page, one page per state, inbox, about, health: pages that mix features."""

import flask

from coordhub.home import cli
from coordhub.home.blueprint import bp
from coordhub.home.incoming import cli as incoming_cli
from coordhub.home.views import digest, hand_over, health, inbox, interests, metrics, public

__all__ = ["digest", "hand_over", "health", "inbox", "incoming_cli", "init_app", "interests", "metrics", "public"]


def init_app(app: flask.Flask) -> None:
    """Add the pages and the command that sends digests."""
    app.register_blueprint(bp)
    cli.init_app(app)
