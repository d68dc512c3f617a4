"""Preferences, stop links, and marking as read."""

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub.accounts.access import public, signed_in
from coordhub.db import db
from coordhub.notifications import actions
from coordhub.notifications import preferences as chosen
from coordhub.notifications.forms import PreferenceForm, StopForm
from coordhub.notifications.models import DigestChoice
from coordhub.notifications.stopping import SCOPES, read_token

bp = flask.Blueprint("notifications", __name__, url_prefix="/notifications")


@bp.route("/preferences", methods=["GET", "POST"])
@signed_in
def preferences() -> str | Response | tuple[str, int]:
    """Show and change what the reader hears."""
    me = current_user._get_current_object()
    stored = chosen.shown_preference_of(me)
    form = PreferenceForm(obj=stored)
    if flask.request.method == "POST":
        if form.validate():
            chosen.change(
                me,
                digest=DigestChoice(form.digest.data),
                digest_hour=form.digest_hour.data,
                at_once_requests=form.at_once_requests.data,
                at_once_board=form.at_once_board.data,
                at_once_directory=form.at_once_directory.data,
            )
            db.session.commit()
            flask.flash("Saved.", "done")
            return flask.redirect(flask.url_for("notifications.preferences"), 303)
        return flask.render_template("notifications/preferences.html", form=form, stored=stored), 422
    return flask.render_template("notifications/preferences.html", form=form, stored=stored)


@bp.route("/read-all", methods=["POST"])
@signed_in
def read_all() -> Response:
    """Mark everything as read."""
    actions.mark_all_read(current_user._get_current_object())
    db.session.commit()
    flask.flash("Everything is marked as read.", "done")
    return flask.redirect(flask.url_for("home.inbox"), 303)


@bp.route("/stop/<token>", methods=["GET", "POST"])
@public
def stop(token: str) -> str | tuple[str, int]:
    """Ask on GET, since mail filters follow links; stop on POST, from the page or by a mail program (RFC 8058)."""
    found = read_token(token)
    if found is None:
        flask.abort(404)
    user, scope = found
    stopped = flask.request.method == "POST"
    if stopped:
        chosen.stop(user, scope)
        db.session.commit()
    return flask.render_template(
        "notifications/stop.html", words=SCOPES[scope], stopped=stopped, token=token, form=StopForm(formdata=None)
    )
