"""The page of one entry, and the page about PASS."""

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import public
from coordhub.directory import queries
from coordhub.directory.blueprint import bp
from coordhub.directory.kinds import EntryKind, FactKind
from coordhub.directory.models import Entry
from coordhub.directory.rules.ages import is_due
from coordhub.directory.rules.claims import may_end_keeping
from coordhub.directory.rules.seasons import closed_until
from coordhub.directory.rules.sight import may_claim, may_edit, sight_of
from coordhub.directory.views.reader import the_reader
from coordhub.formats import reader_today
from coordhub.places.drawing import StateDrawing, state_drawing


@bp.route("/offices/<key>")
@public
def office(key: str) -> str | Response:
    """Show everything that is known about an office."""
    return _entry(key, EntryKind.OFFICE)


@bp.route("/contacts/<key>")
@public
def contact(key: str) -> str | Response:
    """Show everything that is known about a person in a role."""
    return _entry(key, EntryKind.CONTACT)


@bp.route("/sites/<key>")
@public
def site(key: str) -> str | Response:
    """Show everything that is known about a PASS site."""
    return _entry(key, EntryKind.SITE)


@bp.route("/pass")
@public
def pass_sites() -> str:
    """Explain PASS and list its sites and courses."""
    return flask.render_template(
        "directory/pass_sites.html",
        sites=queries.pass_sites(sight=sight_of(the_reader())),
        courses=queries.pass_courses(),
        states=dict(sorted(queries.newest_facts(FactKind.PASS).items())),
    )


def _entry(key: str, kind: EntryKind) -> str | Response:
    reader = the_reader()
    entry = queries.entry_by_key(key, sight=sight_of(reader))
    if entry is None or entry.entry_kind != kind:
        flask.abort(404)
    today = reader_today()
    courses = queries.courses_of(entry.state_code) if kind == EntryKind.SITE and entry.state_code else []
    return flask.render_template(
        f"directory/{kind}.html",
        entry=entry,
        courses=courses,
        drawing=_drawing_of(entry),
        closed_until=closed_until([(one.starts_on, one.ends_on) for one in entry.closures], today),
        is_due=is_due(entry.due_on, today),
        may_edit=may_edit(reader, entry),
        may_claim=may_claim(reader, entry),
        may_end_keeping=may_end_keeping(reader, entry),
        sees_history=reader is not None and reader.is_approved,
    )


def _drawing_of(entry: Entry) -> StateDrawing | None:
    """Draw where an entry stands and which counties it covers; None when there is neither or no state."""
    if entry.state_code is None or (entry.point is None and not entry.counties):
        return None
    pins = [(entry.point.latitude, entry.point.longitude, entry.entry_kind.value, entry.name)] if entry.point else []
    return state_drawing(entry.state_code, entry.county_codes, pins)
