"""Writing a request: choose the job, fill in the form, see who gets it, send."""

import re
import secrets
from datetime import date
from itertools import groupby
from typing import Any

import flask
from flask_security import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from coordhub import clock, places
from coordhub.accounts.access import me, member
from coordhub.accounts.queries import directors_of
from coordhub.coordination import actions, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import compose_form, details_of, facts_of
from coordhub.coordination.models import CoordinationRequest
from coordhub.coordination.types import TYPES, Part, RequestType
from coordhub.coordination.views import saving
from coordhub.coordination.views.answers import Destination, destination_of, look_for_similar
from coordhub.coordination.views.prefilling import (
    Chosen,
    Followed,
    asked_for,
    chosen_entry,
    fill_in,
    followed_request,
)
from coordhub.db import db
from coordhub.directory.queries import state_programs
from coordhub.formats import count
from coordhub.privacy.checks import PrivacyRefusal

MONTHS_BACK, MONTHS_AHEAD = 2, 9  # a move that has happened is told late at times; farther ahead nobody knows
KEY = re.compile(r"[\w-]{8,60}", re.ASCII)


@bp.route("/new", methods=["GET", "POST"])
@member
def new() -> str | Response | tuple[str, int]:
    """Choose the job, or fill in the form of one."""
    asked_type = TYPES.get(flask.request.args.get("type", ""))
    if flask.request.method == "POST" and asked_type is not None:
        return _posted(asked_type, make_form(asked_type))
    key = key_asked_for()
    draft = queries.draft_with(key, me()) if key else None
    type_ = TYPES.get(draft.type_code) if draft else asked_type
    if type_ is None:
        return _jobs()
    already = queries.request_sent_with(key, me()) if key else None
    if already:
        return _to(already)
    form = make_form(type_, given=MultiDict(draft.fields) if draft else None)
    form.sending_key.data = key or secrets.token_urlsafe(16)
    if draft is None:
        asked = asked_for()
        chosen = chosen_entry(asked.get("entry", ""), me())
        followed = followed_request(asked.get("follows", ""), me())
        fill_in(form, type_, chosen, followed, me(), _today())
        return _page(type_, form, _destination(type_, form, chosen, followed), notes=(chosen.problem, followed.problem))
    chosen, followed = _recipients(form)
    return _page(type_, form, _destination(type_, form, chosen, followed), draft=draft)


def key_asked_for() -> str:
    """Return the key of the form that the address names, empty for a new one."""
    key = flask.request.args.get("draft", "")
    return key if KEY.fullmatch(key) else ""


def keep_key(form: Any) -> None:
    """Give a form that came without a proper key a new one; then its sender looks again before it is sent."""
    if not KEY.fullmatch(form.sending_key.data or ""):
        form.sending_key.data, form.seen.data = secrets.token_urlsafe(16), ""
        form.sending_key.raw_data = [form.sending_key.data]


def make_form(type_: RequestType, given: Any = None) -> Any:
    """Return the form of a type with the other states and the months around today."""
    today = _today()
    return compose_form(type_, states=other_states(), months=months_around(today), today=today, given=given)


def other_states() -> list[tuple[str, str]]:
    """Return the states that can be asked, as (code, name) pairs."""
    own = current_user.state_code
    return [(one.state_code, one.name) for one in state_programs() if one.state_code != own]


def months_around(today: date) -> list[tuple[str, str]]:
    """Return the months a move may lie in as ("2026-06", "June 2026") pairs."""
    first = today.year * 12 + today.month - 1 - MONTHS_BACK
    found = [date(number // 12, number % 12 + 1, 1) for number in range(first, first + MONTHS_BACK + MONTHS_AHEAD + 1)]
    return [(f"{day:%Y-%m}", f"{day:%B %Y}") for day in found]


def _jobs() -> str:
    asked = asked_for()
    chosen = chosen_entry(asked.get("entry", ""), me())
    followed = followed_request(asked.get("follows", ""), me())
    if chosen.entry is None:
        asked.pop("entry", None)
    return flask.render_template(
        "coordination/new.html",
        groups=[(name, list(types)) for name, types in groupby(TYPES.values(), key=lambda type_: type_.group)],
        asked=asked,
        entry=chosen.entry,
        follows=followed.request,
        problems=[one for one in (chosen.problem, followed.problem) if one],
    )


def _posted(type_: RequestType, form: Any) -> str | Response | tuple[str, int]:
    keep_key(form)
    chosen, followed = _recipients(form)
    if "save" in flask.request.form:
        return _save(type_, form, chosen, followed)
    form.validate()
    destination = _destination(type_, form, chosen, followed)
    draft = _draft(type_, form, destination, followed)
    may_confirm = _add_what_forms_cannot_know(form, draft, destination)
    if form.errors:
        return _page(type_, form, destination, may_confirm=may_confirm), 422
    if destination.route is None or "send" not in flask.request.form:
        return _page(type_, form, destination, may_confirm=may_confirm)
    already = queries.request_sent_with(form.sending_key.data, me())
    if already:
        return _to(already)
    if form.seen.data != destination.fingerprint:
        # Nothing leaves before its sender has seen who gets it, by when, and what looks like it.
        destination.is_news = True
        return _page(type_, form, destination, may_confirm=may_confirm)
    return _send(form, draft, destination, followed)


def _add_what_forms_cannot_know(form: Any, draft: actions.Draft, destination: Destination) -> bool:
    """Add errors about the place, the number of MSIX IDs and the words; say whether the words may be confirmed."""
    if destination.problem and not {"to_state", "county"} & set(form.errors):
        # A type without a county field has nowhere else to say it.
        form.add_errors({destination.field if destination.field in form else "to_state": [destination.problem]})
    most = draft.type.msix_ids[1]
    if len(draft.msix_ids) > most and "msix_ids" not in form.errors:
        words = f"With those of the other request there are {len(draft.msix_ids)} MSIX IDs."
        form.add_errors({"msix_ids": [f"{words} Put at most {most} into one request."]})
    try:
        actions.check_draft(draft, confirmed=form.confirmed.data)
    except PrivacyRefusal as refusal:
        form.add_errors(refusal.errors)
        return refusal.may_be_confirmed
    return bool(form.confirmed.data)


def _send(form: Any, draft: actions.Draft, destination: Destination, followed: Followed) -> Response:
    assert destination.route is not None
    request = actions.send(
        draft, by=me(), to=destination.route, sending_key=form.sending_key.data, confirmed=form.confirmed.data
    )
    if followed.request is not None and form.same_ids.data:
        actions.carry_msix_ids(followed.request, request, by=me())
    actions.forget_draft(form.sending_key.data, by=me())
    db.session.commit()
    flask.flash(f"Sent. {destination.route.person.display_name} acknowledges by {destination.words}.", "done")
    return saving.tell_browser_that_it_is_sent(_to(request), form.sending_key.data)


def _save(type_: RequestType, form: Any, chosen: Chosen, followed: Followed) -> str | Response | tuple[str, int]:
    saved = saving.save(type_, form, me())
    if saved.went_well:
        flask.flash(saved.words, "done")
        return flask.redirect(flask.url_for("coordination.drafts"), 303)
    page = _page(type_, form, _destination(type_, form, chosen, followed), notes=(saved.words,), draft=saved.draft)
    return page if saved.draft else (page, 409)


def _recipients(form: Any) -> tuple[Chosen, Followed]:
    chosen = chosen_entry((form.entry.data or "").replace("\x00", ""), me())
    return chosen, followed_request((form.follows.data or "").replace("\x00", ""), me())


def _destination(type_: RequestType, form: Any, chosen: Chosen, followed: Followed) -> Destination:
    county = form.county.data or "" if Part.COUNTY in type_.parts else ""
    found = destination_of(
        form.to_state.data or "" if form.to_state.data != current_user.state_code else "",
        county.replace("\x00", ""),
        type_,
        places.the_gazetteer(),
        clock.now(),
        details=details_of(type_, form),
        entry=chosen.entry,
    )
    facts = facts_of(form)
    look_for_similar(
        found,
        me(),
        type_,
        children_count=facts.get("children_count", 0),
        move_month=facts.get("move_month"),
        msix_ids=_msix_ids(form, facts, followed),
    )
    return found


def _msix_ids(form: Any, facts: dict[str, Any], followed: Followed) -> list[str]:
    carried = followed.msix_ids if form.same_ids.data and "msix_ids" in facts else ()
    return list(dict.fromkeys([*facts.get("msix_ids", ()), *carried]))


def _draft(type_: RequestType, form: Any, destination: Destination, followed: Followed) -> actions.Draft:
    facts = facts_of(form)
    if "msix_ids" in facts:
        facts["msix_ids"] = _msix_ids(form, facts, followed)
    return actions.Draft(
        type=type_,
        to_state=form.to_state.data,
        time_zone=destination.time_zone,
        county_code=destination.county_code,
        county_name=destination.county_name,
        details=details_of(type_, form),
        follows_id=followed.request.id if followed.request else None,
        **facts,
    )


def _page(
    type_: RequestType,
    form: Any,
    destination: Destination,
    *,
    may_confirm: bool = False,
    notes: tuple[str, ...] = (),
    draft: Any = None,
) -> str:
    chosen, followed = _recipients(form)
    return flask.render_template(
        "coordination/compose.html",
        type=type_,
        form=form,
        destination=destination,
        directors=directors_of(destination.state_code) if destination.route else [],
        may_confirm=may_confirm,
        own_state=current_user.state_code,
        notes=[one for one in dict.fromkeys((*notes, chosen.problem, followed.problem)) if one],
        followed=followed.request,
        carried=count(len(followed.msix_ids), "MSIX ID", "MSIX IDs") if followed.msix_ids else "",
        draft=draft,
    )


def _today() -> date:
    return clock.today_in(current_user.time_zone)


def _to(request: CoordinationRequest) -> Response:
    return flask.redirect(flask.url_for("coordination.detail", number=request.number), 303)
