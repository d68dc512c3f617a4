"""How the hub stands, and people who wait for approval."""

import flask
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts import actions as people
from coordhub.accounts.access import administrator, me
from coordhub.accounts.queries import user_by_id, waiting_people
from coordhub.admin.blueprint import bp
from coordhub.admin.forms import ButtonForm
from coordhub.db import db
from coordhub.mail import rules
from coordhub.mail.queries import outbox_state


@bp.route("/")
@administrator
def overview() -> str:
    """How the hub stands, and what needs somebody."""
    now = clock.now()
    state = outbox_state(now)
    return flask.render_template(
        "admin/overview.html",
        state=state,
        worker_is_silent=rules.worker_is_silent(state.worker_seen_at, now),
        waiting=waiting_people(),
        form=ButtonForm(formdata=None),
    )


@bp.route("/people/<int:user_id>/approve", methods=["POST"])
@administrator
def approve(user_id: int) -> Response:
    """Let somebody in."""
    user = user_by_id(user_id) if user_id < 2**31 else None
    if user is None or not ButtonForm().validate():
        flask.abort(404)
    people.approve(user, by=me())
    db.session.commit()
    flask.flash(f"{user.display_name} can work now.", "done")
    return flask.redirect(flask.url_for("admin.overview"), 303)
