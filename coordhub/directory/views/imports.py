"""Lists that come in: upload, columns, plan, ticks, apply, take back."""

from collections.abc import Mapping
from typing import Any

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import signed_in
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory.actions import Doer, imports
from coordhub.directory.actions.known import Wish
from coordhub.directory.actions.reverting import revert_list
from coordhub.directory.blueprint import bp
from coordhub.directory.exchange import UnreadableList
from coordhub.directory.fields import BY_NAME
from coordhub.directory.forms.imports import ColumnsForm, RowsForm, UploadForm, ticks_of_page
from coordhub.directory.models import ImportBatch
from coordhub.directory.queries import exchange
from coordhub.directory.rules.imports import Outcome
from coordhub.directory.views.reader import the_member
from coordhub.formats import count
from coordhub.uploads import takes_files

FILE_MEGABYTES = 10
ROWS_A_PAGE = 50


@bp.route("/imports", methods=["GET", "POST"])
@takes_files(FILE_MEGABYTES)
@signed_in
def import_lists() -> str | Response | tuple[str, int]:
    """The lists that were brought, and a form for the next one."""
    user = _importer()
    form = UploadForm()
    if flask.request.method == "GET":
        return _lists_page(form)
    if not form.validate():
        return _lists_page(form), 422
    try:
        batch, note = imports.upload_list(
            form.file.data.read(),
            form.file.data.filename or "",
            source=form.source.data,
            source_date=form.source_date.data,
            empties=form.empties.data,
            by=user,
        )
    except UnreadableList as error:
        form.add_errors({"file": [str(error)]})
        return _lists_page(form), 422
    imports.plan_list(batch, Wish(Doer.of(user)))
    db.session.commit()
    if note:
        flask.flash(note, "note")
    return flask.redirect(flask.url_for("directory.import_plan", batch_id=batch.id), 303)


@bp.route("/imports/<int:batch_id>")
@signed_in
def import_plan(batch_id: int) -> str:
    """What a list would change, row by row; once it is applied, what it changed."""
    batch = _batch_or_404(batch_id)
    return _plan_page(batch, ColumnsForm(formdata=None, columns=_columns(batch), empties=batch.empties))


@bp.route("/imports/<int:batch_id>/columns", methods=["POST"])
@signed_in
def import_columns(batch_id: int) -> Response | tuple[str, int]:
    """Read the columns another way and plan the list anew."""
    batch = _batch_or_404(batch_id)
    form = ColumnsForm()
    if not form.validate() or len(form.columns) != len(batch.header):
        return _plan_page(batch, form), 422
    imports.choose_columns(batch, form.mapping(batch.header), empties=form.empties.data, by=_importer())
    db.session.commit()
    flask.flash("Planned anew with these columns.", "done")
    return _to(batch)


@bp.route("/imports/<int:batch_id>/rows", methods=["POST"])
@signed_in
def import_rows(batch_id: int) -> Response:
    """Keep the ticks of the page, and apply the list when that button was pressed."""
    batch = _batch_or_404(batch_id)
    if not RowsForm().validate():
        flask.abort(400)
    shown, ticks = ticks_of_page(flask.request.form)
    imports.tick_rows(batch, shown, ticks, by=_importer())
    if "apply" in flask.request.form:
        done = imports.apply_list(batch, Wish(Doer.of(_importer())))
        flask.flash(
            f"Applied: {count(len(done.created), 'entry', 'entries')} added, {len(done.updated)} changed.", "done"
        )
    else:
        flask.flash("Your choices are kept. Nothing is stored in the directory yet.", "done")
    db.session.commit()
    return _to(batch, **{name: flask.request.args.get(name) for name in ("outcome", "page")})


@bp.route("/imports/<int:batch_id>/revert", methods=["POST"])
@signed_in
def import_revert(batch_id: int) -> Response:
    """Take a list back."""
    batch = _batch_or_404(batch_id)
    if not RowsForm().validate():
        flask.abort(400)
    done = revert_list(batch, by=Doer.of(_importer()))
    db.session.commit()
    flask.flash(
        f"Taken back: {len(done.put_back)} with their old values, {len(done.removed)} removed, {len(done.kept)} kept.",
        "done",
    )
    return _to(batch)


def _importer() -> User:
    user = the_member()
    imports.only_importers(user)
    return user


def _batch_or_404(batch_id: int) -> ImportBatch:
    batch = exchange.import_batch(batch_id, _importer(), to_change=flask.request.method == "POST")
    return batch or flask.abort(404)


def _to(batch: ImportBatch, **parts: Any) -> Response:
    return flask.redirect(flask.url_for("directory.import_plan", batch_id=batch.id, **parts), 303)


def _lists_page(form: UploadForm) -> str:
    user = _importer()
    return flask.render_template(
        "directory/import_lists.html",
        form=form,
        batches=exchange.import_batches(user),
        megabytes=FILE_MEGABYTES,
        fields=BY_NAME.values(),
    )


def _plan_page(batch: ImportBatch, form: ColumnsForm) -> str:
    outcome = flask.request.args.get("outcome", "")
    rows = [one for one in batch.outcome.get("plan", []) if not outcome or one["outcome"] == outcome]
    pages = max(1, -(-len(rows) // ROWS_A_PAGE))
    asked = flask.request.args.get("page", "")
    page = min(int(asked), pages) if asked.isascii() and asked.isdecimal() and len(asked) < 9 and int(asked) else 1
    return flask.render_template(
        "directory/import_plan.html",
        batch=batch,
        form=form,
        outcomes=[(one, batch.outcome.get("counts", {}).get(one.value, 0)) for one in Outcome],
        outcome=outcome,
        rows=rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE],
        page=page,
        pages=pages,
        ticks=imports.ticks_of(batch),
        fields=BY_NAME,
        labels={one.value: one.label for one in Outcome},
    )


def _columns(batch: ImportBatch) -> list[str]:
    mapping: Mapping[str, str] = batch.mapping
    return [mapping.get(column, "") for column in batch.header]
