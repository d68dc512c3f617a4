"""Adding and editing entries: one form for each kind, for whoever answers for it."""

from datetime import datetime

import flask
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from coordhub.accounts.access import signed_in
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory import actions, queries
from coordhub.directory.actions import Doer, Ticks, WrongFields
from coordhub.directory.blueprint import bp
from coordhub.directory.forms import EntryForm, entry_form
from coordhub.directory.forms.writing import data_of
from coordhub.directory.kinds import EntryKind
from coordhub.directory.models import Entry
from coordhub.directory.rules.entries import default_visibility
from coordhub.directory.rules.sight import may_keep_state, sight_of
from coordhub.directory.views.meanwhile import Meanwhile, meanwhile
from coordhub.directory.views.offering import offered_for
from coordhub.directory.views.reader import entry_to_edit, page_of, the_member
from coordhub.privacy.checks import PrivacyRefusal

Page = str | Response | tuple[str, int]
BETWEEN_STATES = "US"  # stands for no state in an address


@bp.route("/entries/<key>/edit", methods=["GET", "POST"])
@signed_in
def edit_entry(key: str) -> Page:
    """Show an entry in a form and store what was changed."""
    me, entry = the_member(), entry_to_edit(key)
    if flask.request.method == "GET":
        form = _form(me, entry, data_of(entry, sight_of(me)))
        return _edit_page(entry, form)
    form = _form(me, entry, flask.request.form)
    fine = form.validate()
    if form.changed_at.data != _stamp(entry):
        return _changed_meanwhile(me, entry, form)
    if not fine:
        return _edit_page(entry, form), 422
    try:
        change = actions.edit_entry(entry, form.values, by=Doer.of(me), ticks=_ticks(form))
    except (PrivacyRefusal, WrongFields) as refusal:
        db.session.rollback()
        return _edit_page(entry_to_edit(key), form, refusal), 422
    db.session.commit()
    flask.flash("Saved." if change else "Nothing was changed.", "done")
    return flask.redirect(page_of(entry), 303)


@bp.route("/entries/new", methods=["GET", "POST"])
@signed_in
def new_entry() -> Page:
    """Choose what to add and where, or fill in the form of it."""
    me = the_member()
    kind, state_code = _asked_kind(), _asked_state(me)
    if kind is None or not state_code:
        return _choose_page(me, kind, state_code)
    in_state = None if state_code == BETWEEN_STATES else state_code
    if not may_keep_state(me, in_state):
        flask.abort(403)
    if flask.request.method == "GET":
        empty = MultiDict({"visibility": default_visibility(kind).value, "address_state_code": in_state or ""})
        empty.update({"sends": "yes", "receives": "yes"})
        return _add_page(_new_form(me, kind, in_state, empty), kind, in_state)
    form = _new_form(me, kind, in_state, flask.request.form)
    if not form.validate():
        return _add_page(form, kind, in_state), 422
    try:
        entry = actions.add_by_hand(kind, in_state, form.values, by=Doer.of(me), ticks=_ticks(form))
    except (PrivacyRefusal, WrongFields) as refusal:
        db.session.rollback()
        return _add_page(form, kind, in_state, refusal), 422
    db.session.commit()
    flask.flash(f"{entry.name} stands in the directory now.", "done")
    return flask.redirect(page_of(entry), 303)


def _changed_meanwhile(me: User, entry: Entry, form: EntryForm) -> tuple[str, int]:
    """Show what somebody else changed beside what was typed; sending again stores the form as it then stands."""
    changes = queries.changes_after(entry.id, _instant(form.changed_at.data))
    found = meanwhile(entry, changes, form, flask.request.form, sight_of(me))
    found.data["changed_at"] = _stamp(entry)
    return _edit_page(entry, _form(me, entry, found.data), found=found), 409


def _form(me: User, entry: Entry, data: MultiDict[str, str]) -> EntryForm:
    sight = sight_of(me)
    return entry_form(entry.entry_kind, offered_for(entry.entry_kind, entry.state_code, sight, entry), data)


def _new_form(me: User, kind: EntryKind, state_code: str | None, data: MultiDict[str, str]) -> EntryForm:
    return entry_form(kind, offered_for(kind, state_code, sight_of(me)), data)


def _ticks(form: EntryForm) -> Ticks:
    return Ticks(nobody=form.confirmed.data, point=form.point_confirmed.data, how=form.how)


def _edit_page(
    entry: Entry,
    form: EntryForm,
    refusal: PrivacyRefusal | WrongFields | None = None,
    found: Meanwhile | None = None,
) -> str:
    if flask.request.method == "GET":
        form.changed_at.data = _stamp(entry)
    asks = _take_in(form, refusal)
    return flask.render_template("directory/edit_entry.html", form=form, entry=entry, meanwhile=found, **asks)


def _add_page(
    form: EntryForm, kind: EntryKind, state_code: str | None, refusal: PrivacyRefusal | WrongFields | None = None
) -> str:
    asks = _take_in(form, refusal)
    return flask.render_template("directory/add_entry.html", form=form, kind=kind, state_code=state_code, **asks)


def _take_in(form: EntryForm, refusal: PrivacyRefusal | WrongFields | None) -> dict[str, bool]:
    """Put a refusal beside the fields it is about, and return what the page asks to be ticked."""
    if isinstance(refusal, PrivacyRefusal):
        form.blame(refusal.errors)
    elif refusal is not None:
        form.blame({name: [words] for name, words in refusal.errors.items()})
    may_confirm = refusal is not None and refusal.may_be_confirmed
    return {
        "asks_point": may_confirm and isinstance(refusal, WrongFields),
        "asks_nobody": may_confirm and isinstance(refusal, PrivacyRefusal),
    }


def _choose_page(me: User, kind: EntryKind | None, state_code: str) -> str:
    if not may_keep_state(me, me.state_code):
        flask.abort(403)
    return flask.render_template(
        "directory/new_entry.html",
        kinds=EntryKind,
        kind=kind,
        state_code=state_code,
        programs=queries.state_programs() if me.is_administrator else [],
        between=BETWEEN_STATES,
    )


def _asked_kind() -> EntryKind | None:
    asked = flask.request.args.get("kind", "")
    return EntryKind(asked) if asked in set(EntryKind) else None


def _asked_state(me: User) -> str:
    """Return the state of the address, else the reader's own; empty when neither is one."""
    asked = flask.request.args.get("state", me.state_code or "").upper()
    return asked if asked == BETWEEN_STATES or asked in queries.state_codes() else ""


def _stamp(entry: Entry) -> str:
    return entry.changed_at.isoformat() if entry.changed_at else ""


def _instant(stamp: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(stamp or "")
    except ValueError:
        return None
    return at if at.tzinfo else None
