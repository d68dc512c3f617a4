"""Pages about oneself."""

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub import places
from coordhub.accounts import actions, queries
from coordhub.accounts.access import public, signed_in
from coordhub.accounts.forms import ProfileForm
from coordhub.accounts.models import User
from coordhub.db import db

bp = flask.Blueprint("accounts", __name__)


@bp.route("/waiting")
@public
def waiting() -> str | Response:
    """Tell somebody who signed in before being approved what they wait for."""
    if not current_user.is_authenticated:
        return flask.redirect(flask.url_for("security.login"), 303)
    if current_user.is_approved:
        return flask.redirect(flask.url_for("home.inbox"), 303)
    return flask.render_template("accounts/waiting.html")


@bp.route("/people/me", methods=["GET", "POST"])
@signed_in
def profile() -> str | Response | tuple[str, int]:
    """Show and change what people may change about themselves."""
    me = queries.user_by_id(current_user.id)
    assert me is not None
    form = _form(me)
    if flask.request.method == "POST":
        if not form.validate():
            return flask.render_template("accounts/profile.html", me=me, form=form), 422
        actions.change_profile(
            me, phone=form.phone.data, time_zone=form.time_zone.data, county_codes=form.counties.data or []
        )
        db.session.commit()
        flask.flash("Saved.", "done")
        return flask.redirect(flask.url_for("accounts.profile"), 303)
    return flask.render_template("accounts/profile.html", me=me, form=form)


def _form(me: User) -> ProfileForm:
    counties = places.the_gazetteer().counties_of(me.state_code) if me.state_code else []
    form = ProfileForm(phone=me.phone, time_zone=me.time_zone, counties=[one.county_code for one in me.counties])
    form.offer(me.time_zone, [(one.county_code, one.long_name) for one in counties])
    return form
