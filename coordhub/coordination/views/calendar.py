"""The private calendar address: make it, see it once, revoke it; and the feed that it opens."""

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import me, member, public
from coordhub.coordination import actions, presenting, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms import StepForm
from coordhub.db import db


@bp.route("/calendar")
@member
def calendar() -> str:
    """Say what the feed holds, and offer to make, renew or revoke its address."""
    return _page()


@bp.route("/calendar/make", methods=["POST"])
@member
def make_calendar_address() -> str | tuple[str, int]:
    """Make a new address and show it, once."""
    if not StepForm().validate():
        return _page(), 400
    token = actions.make_calendar_address(me())
    db.session.commit()
    path = flask.url_for("coordination.calendar_feed", token=token)
    return _page(flask.current_app.config["HUB_URL"] + path)


@bp.route("/calendar/revoke", methods=["POST"])
@member
def revoke_calendar_address() -> Response | tuple[str, int]:
    """End the address."""
    if not StepForm().validate():
        return _page(), 400
    ended = actions.revoke_calendar_address(me())
    db.session.commit()
    flask.flash("Revoked. The address opens nothing any more." if ended else "You have no address.", "done")
    return flask.redirect(flask.url_for("coordination.calendar"), 303)


@bp.route("/calendar/<token>.ics")
@public
def calendar_feed(token: str) -> Response:
    """Answer a calendar program: whoever has the address is the person, as these programs cannot sign in."""
    person = queries.person_with_calendar(actions.hash_of(token))
    if person is None:
        flask.abort(404)
    requests = queries.calendar_requests(person, clock.today_in(person.time_zone))
    content = presenting.calendar_of(requests, flask.current_app.config["HUB_URL"])
    answer = flask.Response(content, mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.add_etag()
    return answer.make_conditional(flask.request)


def _page(address: str = "") -> str:
    return flask.render_template(
        "coordination/calendar.html",
        address=address,
        webcal=f"webcal:{address.partition(':')[2]}" if address else "",
        kept=queries.calendar_address_of(current_user),
    )
