"""New topics, more exactly: forums, specialties, states and words that have a way of their own."""

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import me, signed_in
from coordhub.accounts.models import Specialty, User
from coordhub.board import queries as board
from coordhub.db import db
from coordhub.errors import Conflict
from coordhub.home.blueprint import bp
from coordhub.home.forms import Forms, WayForm, interest_forms
from coordhub.notifications import interests as followed
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import InterestKind
from coordhub.notifications.preferences import wishes_of
from coordhub.notifications.words import WAY_WORDS
from coordhub.places.states import STATES

Page = str | Response | tuple[str, int]


@bp.route("/notifications/interests", methods=["GET", "POST"])
@signed_in
def interests() -> Page:
    """Show what the reader follows more exactly, and add to it."""
    reader = me()
    forums = [(row.forum.slug, row.forum.name) for row in board.forums()]
    forms = interest_forms(forums)
    if flask.request.method == "POST":
        kind = flask.request.form.get("kind", "")
        if kind not in list(InterestKind):
            flask.abort(400)
        if _add(reader, InterestKind(kind), forms):
            db.session.commit()
            flask.flash("Saved.", "done")
            return flask.redirect(flask.url_for("home.interests"), 303)
        return _page(reader, forms, dict(forums), InterestKind(kind)), 422
    return _page(reader, forms, dict(forums), None)


@bp.route("/notifications/interests/<int:interest_id>", methods=["POST"])
@signed_in
def change_interest(interest_id: int) -> Response:
    """Choose another way for one interest, or take it off."""
    interest = followed.interest_of(me(), interest_id)
    if interest is None:
        flask.abort(404)
    form = WayForm()
    if flask.request.form.get("deed") == "remove":
        db.session.delete(interest)
        flask.flash("Removed.", "done")
    elif form.validate():
        interest.way = Way(form.way.data)
        flask.flash("Saved.", "done")
    else:
        flask.abort(400)
    db.session.commit()
    return flask.redirect(flask.url_for("home.interests"), 303)


def _add(reader: User, kind: InterestKind, forms: Forms) -> bool:
    form = forms[kind]
    if not form.validate():
        return False
    try:
        followed.follow(reader, kind, form.value.data, Way(form.way.data))
    except Conflict as refusal:
        form.add_errors({"value": [str(refusal)]})
        return False
    return True


def _page(reader: User, forms: Forms, forums: dict[str, str], sent: InterestKind | None) -> str:
    names = {
        InterestKind.FORUM: forums,
        InterestKind.SPECIALTY: {one.value: one.label for one in Specialty},
        InterestKind.STATE: {code: one.name for code, one in STATES.items()},
        InterestKind.WORDS: {},
    }
    return flask.render_template(
        "home/interests.html",
        forms=forms,
        sent=sent,
        names=names,
        followed=followed.interests_of(reader),
        otherwise=WAY_WORDS[wishes_of([reader])[reader.id].way(Subject.TOPIC)],
        ways=WAY_WORDS,
    )
