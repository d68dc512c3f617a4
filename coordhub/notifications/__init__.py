"""Inbox rows, preferences, digests and stop links."""

import flask
from flask_security import current_user

from coordhub.notifications import queries, views


def init_app(app: flask.Flask) -> None:
    """Add the pages, and the count that every page shows."""
    app.register_blueprint(views.bp)
    # A mail program posts to the stop link without cookies, so without a token; the link itself is the proof.
    app.extensions["csrf"].exempt(views.stop)
    app.extensions["csrf"].exempt(views.undo)

    @app.context_processor
    def counts() -> dict[str, object]:
        return {"unread_count": _unread_count}


def _unread_count() -> int:
    """Return the reader's count, asked once a page."""
    if not current_user.is_authenticated:
        return 0
    if "unread_count" not in flask.g:
        flask.g.unread_count = queries.unread_count(current_user.id)
    return int(flask.g.unread_count)
