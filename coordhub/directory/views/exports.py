"""A search as a file: for a spreadsheet, a map or an address book; one entry as a card."""

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import public
from coordhub.audit.actions import record
from coordhub.db import db, start_writing
from coordhub.directory import queries
from coordhub.directory.blueprint import bp
from coordhub.directory.exchange.files import WRITERS
from coordhub.directory.exchange.vcards import vcards_of
from coordhub.directory.queries.exchange import whole_entries_with
from coordhub.directory.queries.finding import found_ids
from coordhub.directory.rules.sight import sight_of
from coordhub.directory.views.find import the_answer, the_reader
from coordhub.formats import reader_time_zone

ENTRIES_AT_MOST = 5_000


@bp.route("/export.<any(csv,xlsx,geojson,vcf):form>")
@public
def export(form: str) -> Response:
    """Answer the address of a search with a file of all that it finds, as far as the reader sees."""
    if current_user.is_authenticated:
        start_writing()
    _, answer = the_answer()
    ids = [answer.best.entry.id] if answer.best else []
    # Without a question it is the whole directory.
    if answer.found is not None or not answer.located.query:
        ids += [one for one in found_ids(answer.search, limit=ENTRIES_AT_MOST) if one not in ids]
    sight = sight_of(the_reader())
    content = WRITERS[form].write(whole_entries_with(ids, sight), sight)
    _record(form, str(len(ids)))
    cut = f"-first-{ENTRIES_AT_MOST}" if len(ids) >= ENTRIES_AT_MOST else ""
    return _file(content, form, f"coordhub-directory-{clock.today_in(reader_time_zone())}{cut}.{form}")


@bp.route("/entries/<key>.vcf")
@public
def card(key: str) -> Response:
    """Answer with one entry for an address book."""
    if current_user.is_authenticated:
        start_writing()
    sight = sight_of(the_reader())
    entry = queries.entry_by_key(key, sight=sight)
    if entry is None:
        flask.abort(404)
    content = vcards_of([entry], sight)
    _record("vcf", key)
    return _file(content, "vcf", f"{key}.vcf")


def _record(form: str, detail: str) -> None:
    reader = the_reader()
    if reader is not None:
        record(reader.id, "directory-exported", form, detail)
        db.session.commit()


def _file(content: bytes, form: str, name: str) -> Response:
    response = flask.Response(content, content_type=WRITERS[form].media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
