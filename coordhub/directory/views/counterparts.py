"""Who sends in one state, who receives in another."""

from collections.abc import Mapping
from urllib.parse import urlencode

import flask
from werkzeug.wrappers import Response

from coordhub import places
from coordhub.accounts.access import public
from coordhub.accounts.models import User
from coordhub.directory import queries
from coordhub.directory.blueprint import bp
from coordhub.directory.counterpart_pages import Answer, answer_to
from coordhub.directory.forms import CounterpartForm
from coordhub.directory.rules.sight import sight_of
from coordhub.directory.tasks import task_named
from coordhub.directory.views.exports import file_of
from coordhub.directory.views.reader import the_reader
from coordhub.formats import reader_today


@bp.route("/counterparts")
@public
def counterparts() -> str:
    """Show who sends and who receives between two states, why, and who is next in line."""
    form, answer = _asked()
    return flask.render_template("directory/counterparts.html", form=form, answer=answer, kept=_kept(form))


@bp.route("/counterparts.vcf")
@public
def counterparts_vcards() -> Response:
    """Hand out both counterparts as vCards; what makes no answer goes back to the page, which says why."""
    form, answer = _asked()
    if answer is None or not answer.chosen:
        return _to_page(_kept(form))
    name = f"counterparts-{form.sender.data}-{form.receiver.data}"
    return file_of([one.id for one in answer.chosen], "vcf", f"{name}.vcf", detail=name)


@bp.route("/from/<sender>/to/<receiver>")
@public
def counterparts_from_to(sender: str, receiver: str) -> Response:
    """Lead a short address that people can say on the phone to the page."""
    more = {name: value for name in ("county", "role") if (value := flask.request.args.get(name))}
    return _to_page({"from": sender, "to": receiver, **more})


def _asked() -> tuple[CounterpartForm, Answer | None]:
    """Return the form that the address fills, and its answer; None when the address asks nothing, or wrongly."""
    reader = the_reader()
    programs = queries.state_programs()
    form = CounterpartForm(flask.request.args).offer(programs)
    if not (form.sender.data or form.receiver.data):
        form.sender.data = _own_state(reader)
        return form, None
    if not form.validate():
        return form, None
    by_code = {one.state_code: one for one in programs}
    answer = answer_to(
        places.the_gazetteer(),
        by_code[form.sender.data],
        by_code[form.receiver.data],
        typed=form.county.data or "",
        task=task_named(form.role.data or ""),
        sight=sight_of(reader),
        today=reader_today(),
    )
    return form, answer


def _to_page(parts: Mapping[str, str]) -> Response:
    address = flask.url_for("directory.counterparts")
    return flask.redirect(f"{address}?{urlencode(parts)}", 303)


def _own_state(reader: User | None) -> str:
    return (reader.state_code or "") if reader is not None and reader.is_member else ""


def _kept(form: CounterpartForm) -> dict[str, str]:
    """Return the parts of the address that are filled, for links to other forms of the page."""
    parts = {one.name: one.data for one in (form.sender, form.receiver, form.county, form.role)}
    return {name: value for name, value in parts.items() if value}
