"""Pages of who keeps entries: the desk, confirming, one number, the history."""

import flask
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import signed_in
from coordhub.db import db, start_writing
from coordhub.directory import actions, history, queries
from coordhub.directory.actions import Doer
from coordhub.directory.blueprint import bp
from coordhub.directory.exchange.seen import seen_text
from coordhub.directory.fields import FIELDS
from coordhub.directory.forms.keeping import ButtonForm, HowForm
from coordhub.directory.kinds import VerifiedHow
from coordhub.directory.models import Channel, Entry
from coordhub.directory.queries.keeping import ENTRIES_LISTED
from coordhub.directory.rules import suggestions as suggestion_rules
from coordhub.directory.rules.claims import may_have_desk
from coordhub.directory.rules.sight import sight_of
from coordhub.directory.views.reader import entry_to_edit, page_of, the_member, whole_or_404
from coordhub.errors import NotAllowed
from coordhub.formats import reader_today
from coordhub.notifications.actions import mark_read

# Shown elsewhere on the page, or nothing that somebody could find right or wrong.
_NOT_ASKED = frozenset(
    {"key", "kind", "name", "phones", "emails", "visibility", "lat", "lon", "point_basis", "source_date_basis"}
)


@bp.route("/keeping")
@signed_in
def keeping() -> str:
    """Show what waits at the reader's desk."""
    start_writing()
    me = the_member()
    if not may_have_desk(me):
        raise NotAllowed("People of states keep entries, and the hub’s administrators. Your role reads them.")
    today = reader_today()
    states = queries.to_check_by_state(me, today) if me.is_administrator else {}
    state = flask.request.args.get("state", "")
    chosen = state if state in states else None
    page = max(1, min(flask.request.args.get("page", 1, type=int), 10_000))
    mark_read(me, "entry-check")
    shown = flask.render_template(
        "directory/keeping.html",
        to_check=queries.entries_to_check(me, today, state_code=chosen, page=page),
        page=page,
        a_page=ENTRIES_LISTED,
        states=states,
        chosen=chosen,
        unreached=queries.unreached(me, state_code=chosen),
        suggestions=queries.waiting_suggestions(me, state_code=chosen),
        claims=queries.waiting_claims(me, state_code=chosen),
        answer_due=suggestion_rules.answer_due,
        is_overdue=lambda one: suggestion_rules.is_overdue(one.created_at, clock.now()),
        form=ButtonForm(formdata=None),
    )
    db.session.commit()
    return shown


@bp.route("/entries/<key>/confirm", methods=["GET", "POST"])
@signed_in
def confirm(key: str) -> str | Response | tuple[str, int]:
    """Show an entry field by field, and record that it was found right."""
    entry = entry_to_edit(key)
    seen = [one for one in entry.channels if one.visibility in sight_of(the_member()).seen]
    form = HowForm()
    if flask.request.method == "GET":
        return _confirm_page(entry, form, seen)
    if not form.validate():
        return _confirm_page(entry, form, seen), 422
    ticked = set(flask.request.form.getlist("channels"))
    if "everything" in flask.request.form:
        # One click from the list says nothing of what somebody found wrong.
        ticked = {str(one.id) for one in seen if one.bounced_at is None and one.wrong_on is None}
    checked = [one for one in seen if str(one.id) in ticked]
    actions.confirm_entry(entry, by=Doer.of(the_member()), how=VerifiedHow(form.how.data), channels=checked)
    db.session.commit()
    flask.flash(f"{entry.name} is confirmed.", "done")
    return flask.redirect(_way_back(entry), 303)


@bp.route("/entries/<key>/channels/<int:channel_id>", methods=["POST"])
@signed_in
def check_channel(key: str, channel_id: int) -> Response:
    """Record of one number or address that it is right, or wrong."""
    entry = entry_to_edit(key)
    seen = sight_of(the_member()).seen
    channel = next((one for one in entry.channels if one.id == channel_id and one.visibility in seen), None)
    deed = flask.request.form.get("deed")
    if channel is None or deed not in ("right", "wrong"):
        flask.abort(404)
    if deed == "right":
        actions.confirm_channel(entry, channel, by=Doer.of(the_member()), how=VerifiedHow.PHONE)
        flask.flash(f"{channel.value} is confirmed. The rest of the entry is as old as before.", "done")
    else:
        actions.mark_channel_wrong(entry, channel, by=Doer.of(the_member()))
        flask.flash(f"{channel.value} is marked as wrong. The entry waits for a check until it is mended.", "done")
    db.session.commit()
    return flask.redirect(flask.url_for("directory.confirm", key=key), 303)


@bp.route("/entries/<key>/history")
@signed_in
def entry_history(key: str) -> str:
    """Show what was done with an entry, and how its words changed."""
    entry = whole_or_404(key)
    return flask.render_template(
        "directory/entry_history.html",
        entry=entry,
        changes=history.told(entry, queries.changes_of(entry), sight_of(the_member())),
    )


def _way_back(entry: Entry) -> str:
    if "desk" in flask.request.form:
        return flask.url_for("directory.keeping", state=flask.request.form.get("state") or None)
    return page_of(entry)


def _confirm_page(entry: Entry, form: HowForm, seen: list[Channel]) -> str:
    facts = [
        (one.label, history.shown_value(one.name, seen_text(one, entry, sight_of(the_member()))))
        for one in FIELDS
        if entry.entry_kind in one.kinds and one.name not in _NOT_ASKED and not one.about_check
    ]
    return flask.render_template(
        "directory/confirm.html",
        entry=entry,
        facts=[(label, text) for label, text in facts if text],
        channels=seen,
        form=form,
    )
