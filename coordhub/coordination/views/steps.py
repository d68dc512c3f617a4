"""The deeds that need a button and at most a choice and a note."""

from typing import Any

from werkzeug.wrappers import Response

from coordhub.accounts.access import me, member
from coordhub.accounts.models import User
from coordhub.coordination import actions, presenting, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import DeclineForm, NoteForm, StepForm
from coordhub.coordination.models import CoordinationRequest, Deed
from coordhub.coordination.views.showing import assign_form, take
from coordhub.errors import NotAllowed

Answer = Response | tuple[str, int]


@bp.route("/<number>/acknowledge", methods=["POST"])
@member
def acknowledge(number: str) -> Answer:
    """Tell the sender that we have it."""
    return take(
        number,
        Deed.ACKNOWLEDGE,
        lambda _: NoteForm(),
        lambda request, form: actions.acknowledge(request, by=me(), **_note(form)),
        "Acknowledged. The sender was told.",
    )


@bp.route("/<number>/start", methods=["POST"])
@member
def start(number: str) -> Answer:
    """Tell the sender that somebody works on it."""
    return take(
        number,
        Deed.START,
        lambda _: NoteForm(),
        lambda request, form: actions.start(request, by=me(), **_note(form)),
        "The sender was told that you are working on it.",
    )


@bp.route("/<number>/outcome", methods=["POST"])
@member
def record_outcome(number: str) -> Answer:
    """Say what happened."""
    return take(
        number,
        Deed.RECORD_OUTCOME,
        presenting.outcome_form,
        lambda request, form: actions.record_outcome(request, form.outcome.data, by=me(), **_note(form)),
        "Sent. The other state confirms it, then the request is closed.",
    )


@bp.route("/<number>/decline", methods=["POST"])
@member
def decline(number: str) -> Answer:
    """Say why our state cannot take it."""
    return take(
        number,
        Deed.DECLINE,
        lambda _: DeclineForm(),
        lambda request, form: actions.decline(request, form.reason.data, by=me(), **_note(form)),
        "Declined. The sender was told why.",
    )


@bp.route("/<number>/confirm", methods=["POST"])
@member
def confirm(number: str) -> Answer:
    """Agree with the outcome."""
    return take(
        number,
        Deed.CONFIRM,
        lambda _: StepForm(),
        lambda request, _: actions.confirm(request, by=me()),
        "Closed. Thank you for confirming.",
    )


@bp.route("/<number>/withdraw", methods=["POST"])
@member
def withdraw(number: str) -> Answer:
    """Take the request back."""
    return take(
        number,
        Deed.WITHDRAW,
        lambda _: NoteForm(),
        lambda request, form: actions.withdraw(request, by=me(), **_note(form)),
        "Withdrawn. The other state was told.",
    )


@bp.route("/<number>/assign", methods=["POST"])
@member
def assign(number: str) -> Answer:
    """Give the request to a colleague of our state."""
    return take(
        number,
        Deed.ASSIGN,
        lambda request: assign_form(request, queries.people_of(request)),
        lambda request, form: actions.assign(request, _colleague(request, form.colleague.data), by=me()),
        "Given to your colleague, who was told. So was the other state.",
    )


@bp.route("/<number>/hold", methods=["POST"])
@member
def hold(number: str) -> Answer:
    """Put a legal hold on the request."""
    return take(
        number,
        Deed.HOLD,
        lambda _: StepForm(),
        lambda request, _: actions.hold(request, by=me()),
        "Legal hold: nothing of this request is wiped until a director lifts it.",
    )


@bp.route("/<number>/release", methods=["POST"])
@member
def release(number: str) -> Answer:
    """Lift the legal hold."""
    return take(
        number,
        Deed.RELEASE,
        lambda _: StepForm(),
        lambda request, _: actions.release(request, by=me()),
        "The legal hold is lifted. Wiping follows its usual dates again.",
    )


def _note(form: Any) -> dict[str, Any]:
    return {"note": form.note.data or "", "confirmed": form.confirmed.data}


def _colleague(request: CoordinationRequest, user_id: str) -> User:
    for one in queries.people_of(request):
        if str(one.id) == user_id:
            return one
    raise NotAllowed("Choose somebody of your own state who works on the hub.")
