"""Worker, outbox, dead letters, and people who wait for approval."""

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts import actions as people
from coordhub.accounts.access import administrator
from coordhub.accounts.queries import user_by_id, waiting_people
from coordhub.admin.forms import ButtonForm
from coordhub.db import db
from coordhub.mail import actions as mail
from coordhub.mail import queries, rules

bp = flask.Blueprint("admin", __name__, url_prefix="/admin")


@bp.route("/")
@administrator
def overview() -> str:
    """How the hub stands, and what needs somebody."""
    now = clock.now()
    state = queries.outbox_state(now)
    return flask.render_template(
        "admin/overview.html",
        state=state,
        worker_is_silent=rules.worker_is_silent(state.worker_seen_at, now),
        dead_letters=queries.dead_letters(),
        waiting=waiting_people(),
        form=ButtonForm(formdata=None),
    )


@bp.route("/letters/<int:letter_id>/try-again", methods=["POST"])
@administrator
def try_again(letter_id: int) -> Response:
    """Put a dead letter back into the queue."""
    letter = queries.letter(letter_id)
    if letter is None or not ButtonForm().validate():
        flask.abort(404)
    mail.try_again(letter)
    db.session.commit()
    flask.flash(f"Letter {letter_id} is in the queue again.", "done")
    return flask.redirect(flask.url_for("admin.overview"), 303)


@bp.route("/people/<int:user_id>/approve", methods=["POST"])
@administrator
def approve(user_id: int) -> Response:
    """Let somebody in."""
    user = user_by_id(user_id)
    if user is None or not ButtonForm().validate():
        flask.abort(404)
    people.approve(user, by=current_user._get_current_object())
    db.session.commit()
    flask.flash(f"{user.display_name} can work now.", "done")
    return flask.redirect(flask.url_for("admin.overview"), 303)
