"""The inbox: what needs you, what changed, what is new, what waits for others."""

import flask
from flask_security import current_user

from coordhub import clock
from coordhub.accounts.access import signed_in
from coordhub.coordination import presenting
from coordhub.home.agenda import agenda_of
from coordhub.home.blueprint import bp
from coordhub.notifications import queries as notices


@bp.route("/inbox")
@signed_in
def inbox() -> str:
    """Show the desk of the reader, the worst first."""
    me, now = current_user._get_current_object(), clock.now()
    agenda = agenda_of(me, now)
    return flask.render_template(
        "home/inbox.html",
        agenda=agenda,
        notices=[group for group in notices.inbox(me.id) if group.about not in agenda.numbers],
        rows=lambda found: presenting.rows_of(found, agenda.desk, now) if agenda.desk else [],
        presenting=presenting,
    )
