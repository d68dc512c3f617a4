"""One request: its page and the deeds on it. Every view loads, allows, asks the form, acts, commits, redirects."""

from collections.abc import Callable
from typing import Any

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import member, signed_in
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.coordination import actions, presenting, queries, rules
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import DeclineForm, MessageForm, StepForm
from coordhub.coordination.models import CoordinationRequest, Deed
from coordhub.db import db, start_writing
from coordhub.notifications.actions import mark_read
from coordhub.privacy.checks import PrivacyRefusal


@bp.route("/<number>")
@signed_in
def detail(number: str) -> str | tuple[str, int]:
    """Show the request to its two states; to everybody else it does not exist."""
    start_writing()
    request = _request_or_404(number)
    page = _page(request)
    actions.mark_read(request, by=_me())
    mark_read(_me(), request.number)
    db.session.commit()
    return page


@bp.route("/<number>/acknowledge", methods=["POST"])
@member
def acknowledge(number: str) -> Response | tuple[str, int]:
    """Tell the sender that we have it."""
    return _step(number, lambda request: actions.acknowledge(request, by=_me()), "Acknowledged. The sender was told.")


@bp.route("/<number>/confirm", methods=["POST"])
@member
def confirm(number: str) -> Response | tuple[str, int]:
    """Agree with the outcome."""
    return _step(number, lambda request: actions.confirm(request, by=_me()), "Closed. Thank you for confirming.")


@bp.route("/<number>/withdraw", methods=["POST"])
@member
def withdraw(number: str) -> Response | tuple[str, int]:
    """Take the request back."""
    return _step(number, lambda request: actions.withdraw(request, by=_me()), "Withdrawn. The other state was told.")


@bp.route("/<number>/outcome", methods=["POST"])
@member
def record_outcome(number: str) -> Response | tuple[str, int]:
    """Say what happened."""
    request = _request_or_404(number)
    form = presenting.outcome_form(request)
    if not form.validate():
        return _page(request, outcome=form), 422
    actions.record_outcome(request, form.outcome.data, by=_me())
    return _done(request, "Sent. The other state confirms it, then the request is closed.")


@bp.route("/<number>/decline", methods=["POST"])
@member
def decline(number: str) -> Response | tuple[str, int]:
    """Say why our state cannot take it."""
    request = _request_or_404(number)
    form = DeclineForm()
    if not form.validate():
        return _page(request, decline=form), 422
    actions.decline(request, form.reason.data, by=_me())
    return _done(request, "Declined. The sender was told why.")


@bp.route("/<number>/messages", methods=["POST"])
@member
def write(number: str) -> Response | tuple[str, int]:
    """Ask, answer, remark, or say that an outcome does not settle it."""
    request = _request_or_404(number)
    form = MessageForm()
    if not form.validate():
        return _page(request, message=form), 422
    deed = presenting.deed_named(form.deed.data)
    try:
        if deed == Deed.DISPUTE:
            actions.dispute(request, form.text.data, by=_me(), confirmed=form.confirmed.data)
        else:
            actions.write(request, deed, form.text.data, by=_me(), confirmed=form.confirmed.data)
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return _page(_request_or_404(number), message=form, may_confirm=refusal.may_be_confirmed), 422
    return _done(request, "Sent. Only the two states can read it.")


@bp.route("/<number>/msix-ids", methods=["POST"])
@member
def show_msix_ids(number: str) -> str | tuple[str, int]:
    """Show the MSIX IDs in full, once, and record that they were looked at."""
    request = _request_or_404(number)
    ids = actions.show_msix_ids(request, by=_me())
    page = _page(request, msix_ids=ids)
    db.session.commit()
    return page


def _step(number: str, act: Callable[[CoordinationRequest], Any], words: str) -> Response | tuple[str, int]:
    request = _request_or_404(number)
    if not StepForm().validate():
        return _page(request), 400
    act(request)
    return _done(request, words)


def _done(request: CoordinationRequest, words: str) -> Response:
    db.session.commit()
    flask.flash(words, "done")
    return flask.redirect(flask.url_for("coordination.detail", number=request.number), 303)


def _request_or_404(number: str) -> CoordinationRequest:
    """Load the request, or answer 404; somebody who tried another state's request is recorded."""
    request = queries.request_for(_me(), number)
    if request is None:
        if queries.exists(number):
            record(current_user.id, "request-refused", number)
            db.session.commit()
        flask.abort(404)
    return request


def _me() -> User:
    return current_user._get_current_object()  # type: ignore[no-any-return]


def _page(request: CoordinationRequest, **forms: Any) -> str:
    me = _me()
    today = clock.today_in(request.time_zone)
    read_to = queries.positions_read(me, [request]).get(request.id, 0)
    return flask.render_template(
        "coordination/detail.html",
        request_=request,
        page=presenting.present(request, me, today, read_to),
        deeds=rules.deeds_open_to(me, request, clock.now()),
        outcome_form=forms.get("outcome") or presenting.outcome_form(request),
        decline_form=forms.get("decline") or DeclineForm(formdata=None),
        message_form=forms.get("message") or MessageForm(formdata=None),
        step_form=StepForm(formdata=None),
        msix_ids=forms.get("msix_ids"),
        may_confirm=forms.get("may_confirm", False),
    )
