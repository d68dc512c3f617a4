"""Pages for the people who run the hub."""

import flask

from coordhub.admin.views import bp


def init_app(app: flask.Flask) -> None:
    """Add the pages."""
    app.register_blueprint(bp)
