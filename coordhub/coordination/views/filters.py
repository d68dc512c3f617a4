"""Views of the queue that a person saves under a name."""

from dataclasses import replace
from urllib.parse import urlencode

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import me, member
from coordhub.coordination import actions, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import FilterNameForm, StepForm
from coordhub.coordination.rules.queue import QueueFilter, queue_filter
from coordhub.coordination.views.queue import queue_page_of, to_queue, words_of_the_page
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.privacy.checks import PrivacyRefusal


@bp.route("/filters", methods=["POST"])
@member
def save_filter() -> str | Response | tuple[str, int]:
    """Keep the view that the form stood on."""
    form = FilterNameForm()
    asked = _stood_on()
    words = asked.words()
    if not form.validate():
        return queue_page_of(words, naming=form), 422
    try:
        actions.save_filter(form.name.data, urlencode(words), by=me(), confirmed=form.confirmed.data)
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


@bp.route("/filters/<int(max=2147483647):filter_id>/remove", methods=["POST"])
@member
def remove_filter(filter_id: int) -> Response | tuple[str, int]:
    """Take a saved view off the list; a second press finds it gone."""
    asked = _stood_on()
    if not StepForm().validate():
        return queue_page_of(asked.words()), 400
    kept = queries.filter_of(me(), filter_id)
    if kept is not None:
        actions.remove_filter(kept)
        db.session.commit()
        flask.flash(f"“{kept.name}” was removed.", "done")
    return to_queue(asked)


def _stood_on() -> QueueFilter:
    """Return the view on which the form stood; a number that was looked for is no part of a view."""
    return replace(queue_filter(words_of_the_page()), number="")
