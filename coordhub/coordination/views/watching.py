"""Watching a request of one's own state."""

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import me, member
from coordhub.coordination import actions
from coordhub.coordination.blueprint import bp
from coordhub.coordination.views.showing import request_or_404
from coordhub.db import db


@bp.route("/<number>/watch", methods=["POST"])
@member
def watch(number: str) -> Response:
    """Hear of every step."""
    actions.watch(request_or_404(number), by=me())
    return _back(number, "You watch this request: you hear of every step.")


@bp.route("/<number>/unwatch", methods=["POST"])
@member
def unwatch(number: str) -> Response:
    """Hear only of what concerns oneself."""
    actions.unwatch(request_or_404(number), by=me())
    return _back(number, "You do not watch this request any more.")


def _back(number: str, words: str) -> Response:
    db.session.commit()
    flask.flash(words, "done")
    return flask.redirect(flask.url_for("coordination.detail", number=number), 303)
