"""Writing a request: choose the job, fill in the form, see who gets it, send."""

import secrets
from datetime import date
from typing import Any

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub import clock, places
from coordhub.accounts.access import member
from coordhub.accounts.queries import directors_of
from coordhub.coordination import actions, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import compose_form, msix_ids_in
from coordhub.coordination.types import TYPES, RequestType
from coordhub.coordination.views.answers import Destination, destination_of
from coordhub.db import db
from coordhub.directory.queries import state_programs
from coordhub.privacy.checks import PrivacyRefusal

MONTHS_BACK, MONTHS_AHEAD = 2, 9  # a move that has happened is told late at times; farther ahead nobody knows


@bp.route("/new", methods=["GET", "POST"])
@member
def new() -> str | Response | tuple[str, int]:
    """Choose the job, or fill in the form of one."""
    type_ = TYPES.get(flask.request.args.get("type", ""))
    if type_ is None:
        to_state = flask.request.args.get("to", "")
        county = flask.request.args.get("county", "")[:120]
        return flask.render_template("coordination/new.html", types=TYPES.values(), to_state=to_state, county=county)
    form = _form(type_)
    if flask.request.method == "GET":
        form.sending_key.data = secrets.token_urlsafe(16)
        return _page(type_, form, _destination(form))
    return _posted(type_, form)


def _posted(type_: RequestType, form: Any) -> str | Response | tuple[str, int]:
    fine = form.validate()
    destination = _destination(form)
    if destination.problem and "to_state" not in form.errors and "county" not in form.errors:
        form.add_errors({destination.field: [destination.problem]})
        fine = False
    if not fine:
        return _page(type_, form, destination), 422
    if destination.route is None or "send" not in flask.request.form:
        return _page(type_, form, destination)
    if form.seen.data != destination.fingerprint:
        # Nothing leaves before its sender has seen who gets it and by when.
        destination.is_news = True
        return _page(type_, form, destination)
    already = queries.request_sent_with(form.sending_key.data, current_user)
    if already:
        return flask.redirect(flask.url_for("coordination.detail", number=already.number), 303)
    return _send(type_, form, destination)


def _send(type_: RequestType, form: Any, destination: Destination) -> Response | tuple[str, int]:
    assert destination.route is not None
    try:
        request = actions.send(
            _draft(type_, form, destination),
            by=current_user._get_current_object(),
            to=destination.route,
            sending_key=form.sending_key.data,
            confirmed=form.confirmed.data,
        )
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return _page(type_, form, _destination(form), may_confirm=refusal.may_be_confirmed), 422
    db.session.commit()
    name = destination.route.person.display_name
    flask.flash(f"Sent. {name} acknowledges by {destination.words}.", "done")
    return flask.redirect(flask.url_for("coordination.detail", number=request.number), 303)


def _form(type_: RequestType) -> Any:
    own = current_user.state_code
    programs = state_programs()
    form = compose_form(
        type_,
        states=[(one.state_code, one.name) for one in programs if one.state_code != own],
        months=months_around(clock.today_in(current_user.time_zone)),
    )
    if flask.request.method == "GET":
        form.to_state.data = flask.request.args.get("to", "").upper()
        form.county.data = flask.request.args.get("county", "")[:120]
        if type_.asks_for_week:
            form.move_month.data = clock.today_in(current_user.time_zone).strftime("%Y-%m")
    return form


def months_around(today: date) -> list[tuple[str, str]]:
    """Return the months a move may lie in as ("2026-06", "June 2026") pairs."""
    first = today.year * 12 + today.month - 1 - MONTHS_BACK
    found = [date(number // 12, number % 12 + 1, 1) for number in range(first, first + MONTHS_BACK + MONTHS_AHEAD + 1)]
    return [(f"{day:%Y-%m}", f"{day:%B %Y}") for day in found]


def _destination(form: Any) -> Destination:
    code = form.to_state.data or ""
    type_ = TYPES[flask.request.args["type"]]
    return destination_of(code, form.county.data or "", type_, places.the_gazetteer(), clock.now())


def _draft(type_: RequestType, form: Any, destination: Destination) -> actions.Draft:
    children: dict[str, Any] = {}
    if type_.about_children:
        children = {
            "children_count": form.children_count.data,
            "grade_bands": form.grade_bands.data,
            "flags": form.flags.data or [],
            "msix_ids": msix_ids_in(form.msix_ids.data or ""),
            "msix_notice_sent": {"yes": True, "no": False}.get(form.msix_notice.data),
        }
    if type_.asks_for_week:
        children["move_month"] = form.move_month.data
        children["move_week"] = int(form.move_week.data) if form.move_week.data else None
    answers = {question.name: form[f"ask_{question.name}"].data for question in type_.questions}
    return actions.Draft(
        type=type_,
        to_state=form.to_state.data,
        time_zone=destination.time_zone,
        county_code=destination.county_code,
        county_name=destination.county_name,
        language=form.language.data or "",
        urgency=form.urgency.data,
        details={name: answer for name, answer in answers.items() if answer},
        note=form.note.data or "",
        **children,
    )


def _page(type_: RequestType, form: Any, destination: Destination, *, may_confirm: bool = False) -> str:
    return flask.render_template(
        "coordination/compose.html",
        type=type_,
        form=form,
        destination=destination,
        directors=directors_of(destination.state_code) if destination.route else [],
        may_confirm=may_confirm,
        own_state=current_user.state_code,
    )
