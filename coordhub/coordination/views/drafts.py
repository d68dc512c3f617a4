"""Drafts of the reader: the list, saving while somebody types, deleting."""

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import me, member
from coordhub.coordination import actions, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import StepForm
from coordhub.coordination.types import TYPES
from coordhub.coordination.views import saving
from coordhub.coordination.views.composing import KEY, make_form
from coordhub.db import db


@bp.route("/drafts")
@member
def drafts() -> str:
    """The forms that the reader has not sent yet."""
    return flask.render_template(
        "coordination/drafts.html",
        drafts=queries.drafts_of(me()),
        types=TYPES,
        most=actions.DRAFTS_AT_MOST,
        days=actions.DRAFTS_KEPT_FOR.days,
        step_form=StepForm(formdata=None),
    )


@bp.route("/drafts", methods=["POST"])
@member
def keep_draft() -> Response | tuple[Response, int]:
    """Keep a form while somebody types; the answer is for the script."""
    type_ = TYPES.get(flask.request.args.get("type", ""))
    if type_ is None:
        return flask.jsonify(words="Not saved: this type of request is not known."), 422
    form = make_form(type_)
    if not KEY.fullmatch(form.sending_key.data or ""):
        return flask.jsonify(words="Not saved: load the page again."), 422
    saved = saving.save(type_, form, me())
    if saved.draft is None:
        return flask.jsonify(words=f"Not saved: {saved.words}"), 409
    words = f"Saved {saving.time_words(saved.draft, me())}."
    version = saved.draft.changed_at.isoformat()
    return flask.jsonify(words=f"{words} {saved.left_out}".strip(), version=version)


@bp.route("/drafts/<key>/delete", methods=["POST"])
@member
def delete_draft(key: str) -> Response:
    """Throw a draft away."""
    if not StepForm().validate():
        flask.abort(400)
    if actions.forget_draft(key, by=me()):
        db.session.commit()
        flask.flash("The draft is deleted.", "done")
    else:
        flask.flash("This draft is gone already.", "note")
    return flask.redirect(flask.url_for("coordination.drafts"), 303)
