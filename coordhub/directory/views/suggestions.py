"""Suggesting a correction without an account, seeing what became of it, answering it."""

import flask
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import public, signed_in
from coordhub.db import db, start_writing
from coordhub.directory import actions, queries
from coordhub.directory.actions.entries import refuse_strangers
from coordhub.directory.actions.suggestions import about_for
from coordhub.directory.blueprint import bp
from coordhub.directory.check_links import letter_of
from coordhub.directory.forms.keeping import AnswerForm, SuggestForm
from coordhub.directory.models import Entry, Suggestion, SuggestionStatus, Wrong
from coordhub.directory.rules.sight import may_edit, may_see, name_for, sight_of
from coordhub.directory.rules.suggestions import answer_due, is_overdue
from coordhub.directory.views.reader import page_of, the_member, the_reader, whole_or_404
from coordhub.notifications.actions import mark_read
from coordhub.privacy.checks import PrivacyRefusal


@bp.route("/entries/<key>/suggest", methods=["GET", "POST"])
@public
def suggest(key: str) -> str | Response | tuple[str, int]:
    """Tell what is wrong with an entry."""
    entry, email = _entry_and_email(key)
    form = SuggestForm(email=email)
    if flask.request.method == "GET":
        return _suggest_page(entry, form)
    if not form.validate():
        return _suggest_page(entry, form), 422
    try:
        suggestion = actions.send_suggestion(
            entry,
            Wrong(form.wrong.data),
            form.text.data,
            email=form.email.data or "",
            by=the_reader(),
            network_address=flask.request.remote_addr or "",
            confirmed=form.confirmed.data,
        )
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return _suggest_page(_entry_and_email(key)[0], form, may_confirm=refusal.may_be_confirmed), 422
    except actions.TooMany as refusal:
        db.session.rollback()
        form.add_errors({"text": [str(refusal)]})
        return _suggest_page(_entry_and_email(key)[0], form), 429
    token = suggestion.token
    db.session.commit()
    flask.flash("Thank you. Keep the address of this page: it shows the answer.", "done")
    return flask.redirect(flask.url_for("directory.suggestion", token=token), 303)


@bp.route("/suggestions/<token>")
@public
def suggestion(token: str) -> Response:
    """Show what became of a suggestion, and let who keeps the entry answer it."""
    if the_reader() is not None:
        start_writing()
    found = _suggestion_or_404(token)
    reader = the_reader()
    if reader is not None:
        mark_read(reader, about_for(reader, found))
    page = _suggestion_page(found, AnswerForm(formdata=None))
    db.session.commit()
    response = flask.make_response(page)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.route("/suggestions/<token>/answer", methods=["POST"])
@signed_in
def answer_suggestion(token: str) -> Response | tuple[str, int]:
    """Accept or decline a suggestion."""
    found = _suggestion_or_404(token)
    if not may_see(the_reader(), found.entry):
        flask.abort(404)
    refuse_strangers(the_member(), found.entry, "answers")
    form = AnswerForm()
    if not form.validate():
        return _suggestion_page(found, form), 422
    accepted, key = form.decision.data == "accept", found.entry.key
    try:
        actions.answer_suggestion(
            found,
            accepted=accepted,
            answer=form.answer.data or "",
            by=the_member(),
            confirmed=form.confirmed.data,
        )
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return _suggestion_page(_suggestion_or_404(token), form, may_confirm=refusal.may_be_confirmed), 422
    db.session.commit()
    flask.flash("Accepted. Mend the entry now." if accepted else "Answered.", "done")
    path = flask.url_for("directory.edit_entry", key=key) if accepted else flask.url_for("directory.keeping")
    return flask.redirect(path, 303)


def _entry_and_email(key: str) -> tuple[Entry, str]:
    """Return the entry, and the address of the letter that led here; a letter shows its entry to its reader."""
    letter = letter_of(flask.request.args.get("check", ""))
    if letter is not None and letter.entry.key == key:
        return letter.entry, letter.address
    return whole_or_404(key), ""


def _suggestion_or_404(token: str) -> Suggestion:
    return queries.suggestion_by_token(token) or flask.abort(404)


def _suggest_page(entry: Entry, form: SuggestForm, *, may_confirm: bool = False) -> str:
    return flask.render_template(
        "directory/suggest.html",
        entry=entry,
        channels=[one for one in entry.channels if one.visibility in sight_of(the_reader()).seen],
        form=form,
        may_confirm=may_confirm,
        due_on=answer_due(clock.now()),
        may_edit=may_edit(the_reader(), entry),
    )


def _suggestion_page(found: Suggestion, form: AnswerForm, *, may_confirm: bool = False) -> str:
    reader = the_reader()
    is_seen = may_see(reader, found.entry)
    return flask.render_template(
        "directory/suggestion.html",
        suggestion=found,
        entry_name=name_for(reader, found.entry),
        entry_path=page_of(found.entry) if is_seen else "",
        due_on=answer_due(found.created_at),
        is_overdue=is_overdue(found.created_at, clock.now()),
        may_answer=found.status == SuggestionStatus.WAITING and is_seen and may_edit(reader, found.entry),
        form=form,
        may_confirm=may_confirm,
    )
