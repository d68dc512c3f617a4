"""Several move notices at once: one form, a row for each family, a plan, then all of them or none."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub import clock, places
from coordhub.accounts.access import me, member
from coordhub.coordination import actions, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import (
    FAMILIES_AT_MOST,
    ROWS_A_STEP,
    FamilyForm,
    batch_form,
    family_forms,
    filled,
)
from coordhub.coordination.forms.batch_list import COLUMNS, FamilyList, column_of, read_families
from coordhub.coordination.types import TYPES
from coordhub.coordination.views import saving
from coordhub.coordination.views.answers import Destination, destination_of, look_for_similar
from coordhub.coordination.views.composing import keep_key, key_asked_for, months_around, other_states
from coordhub.db import db
from coordhub.directory.exchange import UnreadableList
from coordhub.formats import count
from coordhub.privacy.checks import PrivacyRefusal
from coordhub.uploads import takes_files

MOVE = TYPES["MOVE"]
FILE_MEGABYTES = 1


@dataclass
class Batch:
    """The form, its rows, and what was worked out about them; `families` are the rows that hold one, by number."""

    form: Any
    rows: Sequence[FamilyForm]
    families: Mapping[int, FamilyForm]
    destinations: dict[int, Destination] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    may_confirm: bool = False
    is_planned: bool = False
    is_news: bool = False

    @property
    def fingerprint(self) -> str:
        """What the sender has seen of all rows together."""
        seen = "|".join(f"{row}:{one.fingerprint}" for row, one in self.destinations.items())
        return hashlib.sha256(seen.encode()).hexdigest()

    @property
    def similar(self) -> bool:
        """Whether some row looks like a request that is under way."""
        return any(one.similar for one in self.destinations.values())

    @property
    def wrong(self) -> Mapping[int, FamilyForm]:
        """The rows with something to fix."""
        return {row: form for row, form in self.families.items() if form.errors}

    @property
    def names_states(self) -> bool:
        """Whether some row says to which state it goes."""
        return any(form.to_state.data for form in self.rows)


@bp.route("/batch", methods=["GET", "POST"])
@takes_files(FILE_MEGABYTES)
@member
def batch() -> str | Response | tuple[str, int]:
    """Write several move notices, see who gets each, send all."""
    if flask.request.method == "GET":
        return _page(_fresh())
    form = _form()
    keep_key(form)
    if "fill" in flask.request.form:
        return _fill(form)
    if "more" in flask.request.form:
        form.rows.data = str(form.row_count + ROWS_A_STEP)
        return _page(_batch_of(form, flask.request.form))
    found = _batch_of(form, flask.request.form)
    if not _plan(found):
        return _page(found), 422
    already = queries.request_sent_with(actions.key_in_batch(form.sending_key.data, 1), me())
    if already:
        flask.flash("These move notices were sent already.", "note")
        return flask.redirect(flask.url_for("coordination.requests"), 303)
    if "send" not in flask.request.form:
        return _page(found)
    if form.seen.data != found.fingerprint:
        found.is_news = True
        return _page(found)
    return _send(found)


@bp.route("/batch/columns.csv")
@member
def batch_columns() -> Response:
    """An empty list with the names of its columns."""
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    text = "\ufeff" + ",".join(COLUMNS) + "\r\n"
    answer = flask.Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=families.csv"
    return answer


def _form() -> Any:
    today = clock.today_in(current_user.time_zone)
    return batch_form(states=other_states(), months=months_around(today), today=today)


def _fresh() -> Batch:
    form = _form()
    form.sending_key.data = key_asked_for() or secrets.token_urlsafe(16)
    form.to_state.data = flask.request.args.get("to", "").upper()
    form.move_month.data = f"{clock.today_in(current_user.time_zone):%Y-%m}"
    form.rows.data = flask.request.args.get("rows", "")
    return _batch_of(form, None)


def _batch_of(form: Any, posted: Any) -> Batch:
    rows = family_forms(form.row_count, posted, other_states())
    return Batch(form, rows, filled(rows))


def _fill(form: Any) -> str | tuple[str, int]:
    """Put a list into the table, in place of what stands there, for looking over."""
    file = form.file.data
    try:
        if not file:
            raise UnreadableList("Choose a file first: .csv or .xlsx.")
        found = read_families(file.read())
    except UnreadableList as error:
        form.add_errors({"file": [str(error)]})
        return _page(_batch_of(form, flask.request.form)), 422
    form.rows.data = str(len(found.lines))
    batch = _batch_of(form, found.fields)
    for one in batch.families.values():
        one.validate()
    batch.notes = [f"{count(len(batch.families), 'family is', 'families are')} in the table. Look them over."]
    batch.notes += [found.note] if found.note else []
    batch.notes += _by_line(batch, found)
    return _page(batch) if not batch.wrong else (_page(batch), 422)


def _by_line(batch: Batch, found: FamilyList) -> list[str]:
    return [
        f"Line {found.lines[row]}, column {column_of(name)}: {sentence}"
        for row, form in batch.wrong.items()
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def _plan(batch: Batch) -> bool:
    """Work out who gets each family, and say whether all of it may be sent."""
    fine = batch.form.validate()
    if not batch.families:
        batch.form.add_errors({"rows": ["Fill in at least one row, or bring a list."]})
        return False
    for row, form in batch.families.items():
        fine = form.validate() and fine
        batch.destinations[row] = _destination(batch, form)
        problem = batch.destinations[row].problem or ("" if _state_of(batch, form) else "Choose the state.")
        if problem and not {"to_state", "county"} & set(form.errors):
            form.add_errors({batch.destinations[row].field: [problem]})
            fine = False
    fine = _each_child_once(batch) and fine
    batch.is_planned = fine and _is_clean(batch)
    return batch.is_planned


def _state_of(batch: Batch, form: FamilyForm) -> str:
    return form.to_state.data or batch.form.to_state.data or ""


def _destination(batch: Batch, form: FamilyForm) -> Destination:
    state = _state_of(batch, form)
    found = destination_of(
        state if state != current_user.state_code else "",
        (form.county.data or "").replace("\x00", ""),
        MOVE,
        places.the_gazetteer(),
        clock.now(),
    )
    facts = form.facts()
    look_for_similar(
        found,
        me(),
        MOVE,
        children_count=facts["children_count"] or 0,
        move_month=batch.form.move_month.data,
        msix_ids=facts["msix_ids"],
    )
    return found


def _each_child_once(batch: Batch) -> bool:
    rows_of: dict[str, int] = {}
    fine = True
    for row, form in batch.families.items():
        ids = form.facts()["msix_ids"]
        twice = next((rows_of[one] for one in ids if one in rows_of), None)
        if twice is not None:
            form.add_errors({"msix_ids": [f"An MSIX ID of this family stands in family {twice} too."]})
            fine = False
        rows_of |= dict.fromkeys(ids, row)
    return fine


def _is_clean(batch: Batch) -> bool:
    try:
        actions.check_batch(_drafts(batch), confirmed=batch.form.confirmed.data)
    except PrivacyRefusal as refusal:
        batch.may_confirm = refusal.may_be_confirmed
        for row, form in batch.families.items():
            start = f"row{row}-"
            form.add_errors(
                {name.removeprefix(start): found for name, found in refusal.errors.items() if name.startswith(start)}
            )
        return False
    batch.may_confirm = bool(batch.form.confirmed.data)
    return True


def _drafts(batch: Batch) -> dict[int, actions.Draft]:
    shared = batch.form.facts()
    return {row: _draft(form, batch.destinations[row], shared) for row, form in batch.families.items()}


def _draft(form: FamilyForm, destination: Destination, shared: Mapping[str, Any]) -> actions.Draft:
    facts = form.facts()
    details = {**shared["details"], **facts.pop("details")}
    return actions.Draft(
        type=MOVE,
        to_state=destination.state_code,
        time_zone=destination.time_zone,
        county_code=destination.county_code,
        county_name=destination.county_name,
        **{**shared, **facts, "details": details},
    )


def _send(batch: Batch) -> Response:
    drafts = _drafts(batch)
    addressed = {
        row: actions.Addressed(drafts[row], one.route)
        for row, one in batch.destinations.items()
        if one.route is not None
    }
    sent = actions.send_batch(
        addressed, by=me(), batch_key=batch.form.sending_key.data, confirmed=batch.form.confirmed.data
    )
    db.session.commit()
    numbers = sent[0].number if len(sent) == 1 else f"{sent[0].number} to {sent[-1].number}"
    flask.flash(f"Sent: {count(len(sent), 'move notice', 'move notices')}, {numbers}.", "done")
    answer = flask.redirect(flask.url_for("coordination.requests"), 303)
    return saving.tell_browser_that_it_is_sent(answer, batch.form.sending_key.data)


def _page(batch: Batch) -> str:
    return flask.render_template(
        "coordination/batch.html",
        batch=batch,
        form=batch.form,
        move=MOVE,
        most=FAMILIES_AT_MOST,
        columns=COLUMNS,
        megabytes=FILE_MEGABYTES,
        own_state=current_user.state_code,
    )
