"""Writing to the other state, and changing what was written."""

from typing import Any

import flask
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import me, member
from coordhub.coordination import actions, presenting, queries, rules
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import EditForm, MessageForm, position_in
from coordhub.coordination.models import CoordinationRequest, Deed, Step
from coordhub.coordination.views.showing import Posted, request_or_404, show, take
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.places.states import STATES
from coordhub.privacy.checks import PrivacyRefusal

SENT = "Sent. Only the two states can read it."
SENT_WITHOUT_CALL = (
    "Sent. After an @ stands somebody who is not of the two states: only people of these two can be called, "
    "so nobody was told by that name."
)
NO_SUCH_DEED = "This form asks for something that is no message. What you wrote still stands below."


@bp.route("/<number>/messages", methods=["POST"])
@member
def write(number: str) -> Response | tuple[str, int]:
    """Ask, answer, remark, say that an answer does not settle it, or why a request is opened again."""
    form = MessageForm()
    deed = presenting.deed_named(form.deed.data)
    if deed is None:
        refused = Posted(Deed.WRITE, form, problem=NO_SUCH_DEED)
        return show(request_or_404(number), refused), 403
    request = request_or_404(number)
    words = _said(request, deed)
    if "@" in (form.text.data or "") and rules.calls_a_stranger(form.text.data, queries.people_of(request)):
        words = SENT_WITHOUT_CALL
    return take(number, deed, lambda _: form, lambda request, form: _written(request, deed, form), words)


def _said(request: CoordinationRequest, deed: Deed) -> str:
    if deed == Deed.DISPUTE:
        return f"Sent back to {STATES[request.to_state].name} with your words."
    return "Open again. Both states read why." if deed == Deed.REOPEN else SENT


def _written(request: CoordinationRequest, deed: Deed, form: Any) -> Step:
    given = {"by": me(), "confirmed": form.confirmed.data, "quoted": position_in(form.quoted.data)}
    if deed == Deed.DISPUTE:
        return actions.dispute(request, form.text.data, **given)
    if deed == Deed.REOPEN:
        return actions.reopen(request, form.text.data, **given)
    return actions.write(request, deed, form.text.data, **given)


@bp.route("/<number>/messages/<int:position>/edit", methods=["GET", "POST"])
@member
def edit_message(number: str, position: int) -> str | Response | tuple[str, int]:
    """Change a message of one's own, within 15 minutes."""
    request = request_or_404(number)
    step = queries.step_at(request, position)
    if step is None or step.message is None:
        flask.abort(404)
    form = EditForm()
    if flask.request.method == "GET":
        if not rules.may_edit(me(), request, step, clock.now()):
            raise NotAllowed(actions.TOO_LATE)
        form.text.data = step.message.text
        return _edit_page(request, step, form)
    if not form.validate():
        return _edit_page(request, step, form), 422
    return _saved(request, step, form)


def _saved(request: CoordinationRequest, step: Step, form: Any) -> Response | tuple[str, int]:
    number, position = request.number, step.position
    try:
        actions.edit_message(
            request, step, form.text.data, by=me(), seen=position_in(form.seen.data) or 0, confirmed=form.confirmed.data
        )
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return _again(number, position, form, may_confirm=refusal.may_be_confirmed), 422
    except (NotAllowed, Conflict) as refusal:
        db.session.rollback()
        status = 403 if isinstance(refusal, NotAllowed) else 409
        return _again(number, position, form, problem=str(refusal)), status
    db.session.commit()
    flask.flash("Changed. What it said before is kept and can be read by both states.", "done")
    before = position + 1 if position <= request.last_position - queries.STEPS_SHOWN else None
    there = flask.url_for("coordination.detail", number=number, before=before, _anchor=f"step-{position}")
    return flask.redirect(there, 303)


def _again(number: str, position: int, form: Any, **more: Any) -> str:
    request = request_or_404(number)
    step = queries.step_at(request, position)
    if step is None or step.message is None:
        flask.abort(404)
    return _edit_page(request, step, form, **more)


def _edit_page(
    request: CoordinationRequest, step: Step, form: Any, *, problem: str = "", may_confirm: bool = False
) -> str:
    return flask.render_template(
        "coordination/edit_message.html",
        request_=request,
        step=step,
        form=form,
        problem=problem,
        may_confirm=may_confirm,
        until=step.at + rules.EDIT_WITHIN,
    )
