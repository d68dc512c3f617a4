"""Updates: the list, one, publishing."""

import flask
from markupsafe import Markup
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import me, signed_in
from coordhub.db import db, start_writing
from coordhub.errors import NotAllowed
from coordhub.markdown import to_html
from coordhub.notifications.actions import mark_read
from coordhub.privacy.checks import PrivacyRefusal
from coordhub.resources import actions, queries, rules
from coordhub.resources.blueprint import bp
from coordhub.resources.forms import UpdateForm, codes_of
from coordhub.resources.views.events import own_state, page_number


@bp.route("/updates")
@signed_in
def updates() -> str:
    """Updates, the newest first."""
    page = page_number()
    rows = queries.updates(page=page)
    return flask.render_template(
        "resources/updates.html",
        rows=rows[: queries.A_PAGE],
        page=page,
        has_more=len(rows) > queries.A_PAGE,
        may_publish=rules.may_publish(me()),
    )


@bp.route("/updates/<int:update_id>")
@signed_in
def update(update_id: int) -> str:
    """One update."""
    start_writing()
    found = queries.update_by_id(update_id) if update_id < 2**31 else None
    if found is None:
        flask.abort(404)
    page = flask.render_template("resources/update.html", update=found)
    mark_read(me(), found.key)
    db.session.commit()
    return page


@bp.route("/updates/new", methods=["GET", "POST"])
@signed_in
def new_update() -> str | Response | tuple[str, int]:
    """Publish an update."""
    if not rules.may_publish(me()):
        raise NotAllowed("State directors, OME and the hub’s administrators publish updates.")
    form = UpdateForm()
    form.offer(clock.today_in(me().time_zone))
    if flask.request.method == "GET":
        form.dated_on.data = form.today
        return _new_page(form)
    if not form.validate():
        return _new_page(form), 422
    if "preview" in flask.request.form:
        return _new_page(form, preview=to_html(form.text.data))
    codes = codes_of(form.states.data)
    try:
        found = actions.publish_update(
            form.title.data or "",
            form.text.data,
            dated_on=form.dated_on.data,
            link=form.link.data or "",
            state_code=own_state() or (codes[0] if codes else None),
            by=me(),
            confirmed=form.confirmed.data,
        )
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return _new_page(form, may_confirm=refusal.may_be_confirmed), 422
    db.session.commit()
    flask.flash("Published. Those whom it concerns hear of it on the way that each chose.", "done")
    return flask.redirect(flask.url_for("resources.update", update_id=found.id), 303)


def _new_page(form: UpdateForm, *, preview: Markup | None = None, may_confirm: bool = False) -> str:
    return flask.render_template(
        "resources/new_update.html", form=form, own_state=own_state(), preview=preview, may_confirm=may_confirm
    )
