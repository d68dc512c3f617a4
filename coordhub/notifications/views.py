"""Preferences, stop links, and marking as read."""

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import me, public, signed_in
from coordhub.db import db
from coordhub.notifications import actions
from coordhub.notifications import preferences as chosen
from coordhub.notifications.defaults import subjects_for
from coordhub.notifications.forms import StopForm, name_of, preference_form
from coordhub.notifications.kinds import Way
from coordhub.notifications.stopping import SCOPES, read_token
from coordhub.notifications.stopping import stop as stop_scope

bp = flask.Blueprint("notifications", __name__, url_prefix="/notifications")

_TIMES = ("digest_hour", "weekly_day", "is_quiet_at_night", "quiet_from", "quiet_until", "is_quiet_on_weekends",
          "lets_emergencies_through")  # fmt: skip


@bp.route("/preferences", methods=["GET", "POST"])
@signed_in
def preferences() -> str | Response | tuple[str, int]:
    """Show and change what the reader hears, and when."""
    reader = me()
    subjects = subjects_for(reader.role)
    wishes, times = chosen.wishes_of([reader])[reader.id], chosen.shown_preference_of(reader)
    stored = {name_of(one): wishes.way(one).value for one in subjects}
    form = preference_form(subjects)(obj=times, **stored)
    if flask.request.method == "GET":
        return flask.render_template("notifications/preferences.html", form=form, subjects=subjects, name_of=name_of)
    if not form.validate():
        page = flask.render_template("notifications/preferences.html", form=form, subjects=subjects, name_of=name_of)
        return page, 422
    ways = {one: Way(form[name_of(one)].data) for one in subjects}
    chosen.choose(reader, {one: way for one, way in ways.items() if way != stored[name_of(one)]})
    chosen.choose_times(reader, **{name: form[name].data for name in _TIMES})
    db.session.commit()
    flask.flash("Saved.", "done")
    return flask.redirect(flask.url_for("notifications.preferences"), 303)


@bp.route("/read-all", methods=["POST"])
@signed_in
def read_all() -> Response:
    """Mark everything as read."""
    actions.mark_all_read(me())
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
        stop_scope(user, scope)
        db.session.commit()
    return flask.render_template(
        "notifications/stop.html", words=SCOPES[scope], stopped=stopped, token=token, form=StopForm(formdata=None)
    )
