"""The requests of the reader's state."""

import flask
from flask_security import current_user

from coordhub import clock
from coordhub.accounts.access import member
from coordhub.coordination import queries, rules
from coordhub.coordination.blueprint import bp

SCOPES = (("mine", "Mine"), ("state", "My state’s"), ("ended", "Ended"))


@bp.route("/")
@member
def requests() -> str:
    """Open requests, mine or my state's, and ended ones."""
    scope = flask.request.args.get("show", "state")
    scope = scope if scope in dict(SCOPES) else "state"
    found = queries.ended_requests(current_user) if scope == "ended" else queries.open_requests(current_user)
    if scope == "mine":
        found = [one for one in found if current_user.id in (one.owner_id, one.sender_id)]
    return flask.render_template(
        "coordination/requests.html",
        requests=found,
        scope=scope,
        scopes=SCOPES,
        rules=rules,
        today=clock.today_in(current_user.time_zone),
    )
