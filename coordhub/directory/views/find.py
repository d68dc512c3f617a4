"""The one search: who is near a place."""

import flask

from coordhub import places
from coordhub.accounts.access import public
from coordhub.directory import queries
from coordhub.directory.blueprint import bp
from coordhub.directory.forms import FindForm
from coordhub.directory.kinds import EntryKind
from coordhub.directory.views.answers import answer_to


@bp.route("")
@public
def find() -> str:
    """Answer a typed place with the offices and PASS sites around it; ask back when it is not clear."""
    form = FindForm(flask.request.args)
    form.validate()
    text = "" if form.near.errors else form.near.data or ""
    answer = answer_to(places.the_gazetteer(), text, asked_miles=form.asked_miles, kinds=form.kinds)
    return flask.render_template(
        "directory/find.html",
        form=form,
        answer=answer,
        kinds=EntryKind,
        programs=[] if answer.place else queries.state_programs(),
    )
