"""Forums, topics and posts, seen by all states."""

import flask

from coordhub.board.views import bp


def init_app(app: flask.Flask) -> None:
    """Add the pages."""
    app.register_blueprint(bp)
