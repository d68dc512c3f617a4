"""Opening a request from outside its two states, with a reason that is recorded."""

from datetime import datetime
from typing import Any

import flask
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import me, signed_in
from coordhub.coordination import actions, presenting, queries, rules
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import BreakGlassForm, position_in
from coordhub.coordination.models import CoordinationRequest
from coordhub.coordination.views.showing import quoted_outside, reasons_of
from coordhub.db import db
from coordhub.privacy.checks import PrivacyRefusal


@bp.route("/break-glass", methods=["GET", "POST"])
@signed_in
def break_glass() -> str | Response | tuple[str, int]:
    """Ask for the number and the reason, then open the request for an hour."""
    if not rules.may_break_glass(me()):
        flask.abort(403)
    form = BreakGlassForm()
    if flask.request.method == "GET":
        form.number.data = flask.request.args.get("number", "")[:20]
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        glass = actions.break_glass(form.number.data, form.reason.data, by=me(), confirmed=form.confirmed.data)
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return _page(form, may_confirm=refusal.may_be_confirmed), 422
    db.session.commit()
    if glass is None:
        return _page(form, unknown=form.number.data), 422
    flask.flash("Open to you for an hour. Both states were told.", "note")
    return flask.redirect(flask.url_for("coordination.detail", number=form.number.data), 303)


def opened(request: CoordinationRequest, until: datetime) -> str:
    """Return what somebody from outside sees: no deed, no MSIX ID, and until when."""
    steps = queries.steps_shown(request, before=position_in(flask.request.args.get("before")))
    around = presenting.Around(
        None, clock.now(), quoted=quoted_outside(request, steps), reasons=reasons_of(request, steps)
    )
    return flask.render_template(
        "coordination/opened.html",
        request_=request,
        page=presenting.present(request, steps, clock.today_in(request.time_zone), around),
        until=until,
    )


def _page(form: Any, *, may_confirm: bool = False, unknown: str = "") -> str:
    return flask.render_template("coordination/break_glass.html", form=form, may_confirm=may_confirm, unknown=unknown)
