"""The work queue: mine, my office's, my state's; to do, waiting, unread, overdue; and deeds on several rows at once."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import flask
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import me, member
from coordhub.accounts.queries import members_of
from coordhub.coordination import actions, presenting, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import FilterNameForm, StepForm
from coordhub.coordination.rules.queue import NUMBER_LENGTH, QueueFilter, Show, page_number, queue_filter
from coordhub.db import db


@bp.route("/")
@member
def requests() -> str:
    """Show a page of the queue."""
    return queue_page_of(flask.request.args)


@bp.route("/acknowledge", methods=["POST"])
@member
def acknowledge_several() -> Response | tuple[str, int]:
    """Acknowledge the checked rows, or the one whose button was pressed."""
    chosen = _chosen()
    if "stay" in flask.request.form:
        return _to_queue()
    if not StepForm().validate():
        return queue_page_of(words_of_the_page()), 400
    if not chosen:
        flask.flash("Check at least one row first.", "note")
        return _to_queue()
    found = actions.acknowledge_several(chosen, by=me())
    db.session.commit()
    _say(presenting.acknowledged_words(found, me()))
    return _to_queue()


@bp.route("/assign", methods=["POST"])
@member
def assign_several() -> str | Response | tuple[str, int]:
    """Ask to whom the checked rows go, then give them to that colleague."""
    chosen = _chosen()
    if not chosen:
        flask.flash("Check at least one row first.", "note")
        return _to_queue()
    colleagues = members_of(me().state_code or "")
    to_user = next((one for one in colleagues if str(one.id) == flask.request.form.get("colleague")), None)
    if not StepForm().validate() or to_user is None:
        asked = "colleague" in flask.request.form
        page = flask.render_template(
            "coordination/assign_several.html",
            numbers=chosen,
            colleagues=colleagues,
            back=queue_filter(words_of_the_page()).words(),
            problem="Choose a colleague." if asked else "",
        )
        return (page, 422) if asked else page
    found = actions.assign_several(chosen, to_user, by=me())
    db.session.commit()
    _say(presenting.assigned_words(found, to_user, me()))
    return _to_queue()


def queue_page_of(words: Mapping[str, str], *, naming: FilterNameForm | None = None, may_confirm: bool = False) -> str:
    """Return the page of the queue that the words of a query string ask for; `naming` is a form that was refused."""
    reader, now = me(), clock.now()
    desk = queries.desk_of(reader, now)
    assert desk is not None  # @member lets nobody else in
    asked = queue_filter(words)
    counts: Mapping[Show, int] = {}
    if asked.number:
        page = queries.QueuePage(queries.requests_numbered(desk, asked.number, now), 1, False)
    else:
        page = queries.queue_page(desk, asked, page_number(words.get("page", "")), now)
        counts = queries.counts(desk, asked, now, presenting.COUNTED)
    return flask.render_template(
        "coordination/requests.html",
        asked=asked,
        page=page,
        rows=presenting.rows_of(page.rows, desk, now),
        counts=counts,
        desk=desk,
        saved=queries.saved_filters(reader),
        naming=naming or FilterNameForm(formdata=None),
        may_confirm=may_confirm,
        presenting=presenting,
    )


def to_queue(asked: QueueFilter, page: str = "") -> Response:
    """Go to a page of the queue."""
    where: dict[str, Any] = asked.words() | ({"page": page} if page else {})
    return flask.redirect(flask.url_for("coordination.requests", **where), 303)


def _to_queue() -> Response:
    back = words_of_the_page()
    return to_queue(queue_filter(back), back.get("page", ""))


def words_of_the_page() -> Mapping[str, str]:
    """Return the words of the page that a form stood on; only known ones lead anywhere."""
    return dict(parse_qsl(flask.request.form.get("back", "")[:500]))


def _chosen() -> list[str]:
    """Return the numbers that were checked, or that of the one row whose button was pressed."""
    only = flask.request.form.get("only")
    chosen = [only] if only else flask.request.form.getlist("number")
    return [one for one in chosen if one and one.isprintable() and len(one) <= NUMBER_LENGTH][: actions.AT_ONCE]


def _say(sentences: list[tuple[str, str]]) -> None:
    for category, words in sentences:
        flask.flash(words, category)
