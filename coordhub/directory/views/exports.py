"""A search as a file: for a spreadsheet, a map or an address book; one entry as a card."""

from collections.abc import Sequence

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import public
from coordhub.audit.actions import record
from coordhub.db import db, start_writing
from coordhub.directory import queries
from coordhub.directory.blueprint import bp
from coordhub.directory.exchange.files import WRITERS
from coordhub.directory.queries.exchange import whole_entries_with
from coordhub.directory.queries.finding import found_ids
from coordhub.directory.rules.sight import sight_of
from coordhub.directory.views.find import the_answer
from coordhub.directory.views.reader import the_reader
from coordhub.formats import reader_today

ENTRIES_AT_MOST = 5_000


@bp.route("/export.<any(csv,xlsx,geojson,vcf):form>")
@public
def export(form: str) -> Response:
    """Answer the address of a search with a file of all that it finds, as far as the reader sees."""
    _, answer = the_answer()
    ids = [answer.best.entry.id] if answer.best else []
    # Without a question it is the whole directory.
    if answer.found is not None or not answer.located.query:
        ids += [one for one in found_ids(answer.search, limit=ENTRIES_AT_MOST) if one not in ids]
    cut = f"-first-{ENTRIES_AT_MOST}" if len(ids) >= ENTRIES_AT_MOST else ""
    return file_of(ids, form, f"coordhub-directory-{reader_today()}{cut}.{form}", detail=str(len(ids)))


@bp.route("/entries/<key>.vcf")
@public
def card(key: str) -> Response:
    """Answer with one entry for an address book."""
    entry = queries.entry_by_key(key, sight=sight_of(the_reader())) or flask.abort(404)
    return file_of([entry.id], "vcf", f"{key}.vcf", detail=key)


def file_of(ids: Sequence[int], form: str, name: str, *, detail: str) -> Response:
    """Answer with entries as a file, as far as the reader sees; the audit keeps who took it."""
    reader = the_reader()
    sight = sight_of(reader)
    content = WRITERS[form].write(whole_entries_with(ids, sight), sight)
    if reader is not None:
        start_writing()
        record(reader.id, "directory-exported", form, detail)
        db.session.commit()
    response = flask.Response(content, content_type=WRITERS[form].media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
