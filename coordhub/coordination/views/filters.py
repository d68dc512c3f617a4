"""Views of the queue that a person saves under a name."""

from urllib.parse import parse_qsl, urlencode

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub.accounts.access import member
from coordhub.accounts.models import User
from coordhub.coordination import actions, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import FilterNameForm, StepForm
from coordhub.coordination.rules.queue import queue_filter
from coordhub.coordination.views.queue import queue_page_of, to_queue
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.privacy.checks import PrivacyRefusal


@bp.route("/filters", methods=["POST"])
@member
def save_filter() -> str | Response | tuple[str, int]:
    """Keep the view that the form stood on."""
    form = FilterNameForm()
    words = dict(parse_qsl(flask.request.form.get("back", "")[:500]))
    asked = queue_filter(words)
    if not form.validate():
        return queue_page_of(words, naming=form), 422
    try:
        query = urlencode(asked.words(number=""))
        actions.save_filter(form.name.data, query, by=_me(), confirmed=form.confirmed.data)
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return queue_page_of(words, naming=form, may_confirm=refusal.may_be_confirmed), 422
    except (Conflict, NotAllowed) as refusal:
        db.session.rollback()
        form.add_errors({"name": [str(refusal)]})
        return queue_page_of(words, naming=form), 422
    db.session.commit()
    flask.flash(f"Saved as “{form.name.data}”. It stands above your requests from now on.", "done")
    return to_queue(asked)


@bp.route("/filters/<int:filter_id>/remove", methods=["POST"])
@member
def remove_filter(filter_id: int) -> Response | tuple[str, int]:
    """Take a saved view off the list; a second press finds it gone."""
    words = dict(parse_qsl(flask.request.form.get("back", "")[:500]))
    if not StepForm().validate():
        return queue_page_of(words), 400
    kept = queries.filter_of(_me(), filter_id)
    if kept is not None:
        actions.remove_filter(kept)
        db.session.commit()
        flask.flash(f"“{kept.name}” was removed.", "done")
    return to_queue(queue_filter(words))


def _me() -> User:
    return current_user._get_current_object()  # type: ignore[no-any-return]
