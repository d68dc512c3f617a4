"""What is known of a state as of a date: shown with its history, and recorded by whoever answers for the state."""

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import signed_in
from coordhub.db import db
from coordhub.directory import actions, queries
from coordhub.directory.blueprint import bp
from coordhub.directory.forms.facts import FactForm, value_words
from coordhub.directory.kinds import FactKind
from coordhub.directory.models import StateProgram
from coordhub.directory.rules.facts import newest
from coordhub.directory.rules.sight import may_keep_state
from coordhub.directory.views.reader import the_reader
from coordhub.privacy.checks import PrivacyRefusal


@bp.route("/states/<code>/facts", methods=["GET", "POST"])
@signed_in
def state_facts(code: str) -> str | Response | tuple[str, int]:
    """Show what is known of a state, newest first, and record what a source says now."""
    program = queries.state_program(code.upper()) or flask.abort(404)
    if not may_keep_state(the_reader(), program.state_code):
        flask.abort(403)
    form = FactForm()
    if flask.request.method == "GET":
        return _page(program, form)
    if not form.validate():
        return _page(program, form), 422
    try:
        fact = actions.record_fact(
            program, form.kind, form.value, as_of=form.as_of.data, source=form.source.data,
            note=form.note.data or "", by=the_reader(),
        )  # fmt: skip
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return _page(queries.state_program(code.upper()) or program, form), 422
    db.session.commit()
    flask.flash("Recorded." if fact else "This is recorded already, with the same date.", "done" if fact else "note")
    return flask.redirect(flask.url_for("directory.state_facts", code=program.state_code), 303)


def _page(program: StateProgram, form: FactForm) -> str:
    facts = queries.facts_of(program.state_code)
    return flask.render_template(
        "directory/state_facts.html",
        program=program,
        form=form,
        now=[(kind, newest(facts, kind)) for kind in FactKind],
        facts=facts,
        value_words=value_words,
    )
