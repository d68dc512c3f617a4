"""Asking to keep an entry, deciding who does, giving it up."""

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import signed_in
from coordhub.db import db
from coordhub.directory import actions, queries
from coordhub.directory.blueprint import bp
from coordhub.directory.forms.keeping import ButtonForm
from coordhub.directory.models import ClaimStatus
from coordhub.directory.rules.claims import may_end_keeping
from coordhub.directory.rules.sight import may_claim, may_see
from coordhub.directory.views.reader import page_of, the_member, whole_or_404
from coordhub.errors import NotAllowed


@bp.route("/entries/<key>/claim", methods=["GET", "POST"])
@signed_in
def claim(key: str) -> str | Response:
    """Ask to keep an entry, or see who does."""
    entry, me = whole_or_404(key), the_member()
    if flask.request.method == "POST":
        made = actions.claim_entry(entry, by=me)
        granted = made.status == ClaimStatus.GRANTED
        db.session.commit()
        words = "You keep this entry now." if granted else "Asked. You will hear in your inbox."
        flask.flash(words, "done")
        return flask.redirect(page_of(entry) if granted else flask.url_for("directory.claim", key=key), 303)
    if not may_claim(me, entry) and not may_end_keeping(me, entry):
        raise NotAllowed("Members of an entry’s state can ask to keep it. Anybody can suggest a correction.")
    made_before = queries.claim_of(entry, me)
    return flask.render_template(
        "directory/claim.html",
        entry=entry,
        waits=made_before is not None and made_before.status == ClaimStatus.WAITING,
        was_refused=made_before is not None and made_before.status == ClaimStatus.REFUSED,
        may_claim=may_claim(me, entry),
        may_end=may_end_keeping(me, entry),
        form=ButtonForm(formdata=None),
    )


@bp.route("/entries/<key>/end-keeping", methods=["POST"])
@signed_in
def end_keeping(key: str) -> Response:
    """Give an entry up, or take its keeper off."""
    entry = whole_or_404(key)
    actions.end_keeping(entry, by=the_member())
    db.session.commit()
    flask.flash("Nobody keeps this entry now, so its state’s director is asked to check it.", "done")
    return flask.redirect(page_of(entry), 303)


@bp.route("/claims/<int:claim_id>/decide", methods=["POST"])
@signed_in
def decide_claim(claim_id: int) -> Response:
    """Grant or refuse a claim."""
    found = queries.claim_to_decide(claim_id) if claim_id < 2**31 else None
    decision = flask.request.form.get("decision")
    if found is None or not may_see(the_member(), found.entry) or decision not in ("grant", "refuse"):
        flask.abort(404)
    actions.decide_claim(found, granted=decision == "grant", by=the_member())
    db.session.commit()
    flask.flash(f"{'Granted' if decision == 'grant' else 'Refused'}. {found.user.display_name} hears of it.", "done")
    return flask.redirect(flask.url_for("directory.keeping"), 303)
