"""Pages of the board."""

import flask
from markupsafe import Markup
from werkzeug.wrappers import Response

from coordhub.accounts.access import me, signed_in
from coordhub.board import actions, queries, rules
from coordhub.board.forms import ReplyForm, TopicForm
from coordhub.board.models import POSTS_A_PAGE, TOPICS_A_PAGE, Forum, Topic
from coordhub.db import db, start_writing
from coordhub.errors import Conflict, NotAllowed
from coordhub.markdown import to_html
from coordhub.notifications.actions import mark_read
from coordhub.privacy.checks import PrivacyRefusal

bp = flask.Blueprint("board", __name__, url_prefix="/board")


@bp.route("/")
@signed_in
def forums() -> str:
    """All forums."""
    return flask.render_template("board/forums.html", forums=queries.forums())


@bp.route("/<slug>")
@signed_in
def forum(slug: str) -> str:
    """The topics of a forum."""
    found = _forum_or_404(slug)
    page = _page_number()
    rows = queries.topics_of(found, me(), page=page)
    return flask.render_template(
        "board/forum.html",
        forum=found,
        rows=rows[:TOPICS_A_PAGE],
        page=page,
        has_more=len(rows) > TOPICS_A_PAGE,
        may_start=rules.may_start_topic(me(), found),
    )


@bp.route("/<slug>/new", methods=["GET", "POST"])
@signed_in
def new_topic(slug: str) -> str | Response | tuple[str, int]:
    """Start a topic."""
    found = _forum_or_404(slug)
    if not rules.may_start_topic(me(), found):
        raise NotAllowed(f"You can read {found.name}, but not start a topic there.")
    form = TopicForm()
    if flask.request.method == "GET":
        return _new_page(found, form)
    if not form.validate():
        return _new_page(found, form), 422
    if "preview" in flask.request.form:
        return _new_page(found, form, preview=to_html(form.text.data))
    try:
        topic = actions.start_topic(found, form.title.data, form.text.data, by=me(), confirmed=form.confirmed.data)
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return _new_page(_forum_or_404(slug), form, may_confirm=refusal.may_be_confirmed), 422
    db.session.commit()
    flask.flash("Posted. All states can read it.", "done")
    return flask.redirect(flask.url_for("board.topic", topic_id=topic.id), 303)


@bp.route("/topics/<int:topic_id>", methods=["GET", "POST"])
@signed_in
def topic(topic_id: int) -> str | Response | tuple[str, int]:
    """Read a topic, and reply to it."""
    if flask.request.method == "GET":
        start_writing()
    found = _topic_or_404(topic_id)
    form = ReplyForm()
    if flask.request.method == "GET":
        page = _topic_page(found, form)
        actions.mark_read(found, min(found.post_count, _shown_page(found) * POSTS_A_PAGE), by=me())
        mark_read(me(), found.key)
        db.session.commit()
        return page
    if not form.validate():
        return _topic_page(found, form), 422
    if "preview" in flask.request.form:
        return _topic_page(found, form, preview=to_html(form.text.data))
    return _reply(found, form)


def _reply(found: Topic, form: ReplyForm) -> Response | tuple[str, int]:
    topic_id = found.id
    try:
        post = actions.reply(found, form.text.data, by=me(), confirmed=form.confirmed.data)
    except (PrivacyRefusal, Conflict) as refusal:
        db.session.rollback()
        errors = refusal.errors if isinstance(refusal, PrivacyRefusal) else {"text": [str(refusal)]}
        form.add_errors(errors)
        may_confirm = isinstance(refusal, PrivacyRefusal) and refusal.may_be_confirmed
        return _topic_page(_topic_or_404(topic_id), form, may_confirm=may_confirm), 422
    number = post.number
    db.session.commit()
    page = (number - 1) // POSTS_A_PAGE + 1
    address = flask.url_for("board.topic", topic_id=topic_id, page=page if page > 1 else None)
    return flask.redirect(f"{address}#post-{number}", 303)


def _topic_page(found: Topic, form: ReplyForm, *, preview: Markup | None = None, may_confirm: bool = False) -> str:
    page = _shown_page(found)
    return flask.render_template(
        "board/topic.html",
        topic=found,
        posts=queries.posts_of(found, page=page),
        read_to=queries.read_to(found, me()),
        page=page,
        pages=(found.post_count - 1) // POSTS_A_PAGE + 1,
        may_reply=rules.may_reply(me(), found.forum),
        form=form,
        preview=preview,
        may_confirm=may_confirm,
    )


def _new_page(found: Forum, form: TopicForm, *, preview: Markup | None = None, may_confirm: bool = False) -> str:
    return flask.render_template(
        "board/new_topic.html", forum=found, form=form, preview=preview, may_confirm=may_confirm
    )


def _shown_page(found: Topic) -> int:
    return min(_page_number(), (found.post_count - 1) // POSTS_A_PAGE + 1)


def _page_number() -> int:
    return max(1, min(flask.request.args.get("page", 1, type=int), 1_000_000))


def _forum_or_404(slug: str) -> Forum:
    found = queries.forum_named(slug)
    if found is None:
        flask.abort(404)
    return found


def _topic_or_404(topic_id: int) -> Topic:
    found = queries.topic_by_id(topic_id) if topic_id < 2**31 else None
    if found is None:
        flask.abort(404)
    return found
