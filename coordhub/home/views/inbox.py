"""The inbox: what needs you, what is new, what waits for others."""

from datetime import date

import flask
from flask_security import current_user

from coordhub import clock
from coordhub.accounts.access import signed_in
from coordhub.coordination import presenting, queries
from coordhub.home.agenda import agenda_of
from coordhub.home.blueprint import bp
from coordhub.notifications import queries as notices


@bp.route("/inbox")
@signed_in
def inbox() -> str:
    """Show the desk of the reader, the worst first."""
    me = current_user._get_current_object()
    today: date = clock.today_in(me.time_zone)
    agenda = agenda_of(me, today)
    groups = notices.inbox(me.id)
    about_requests = {one.number for one in (*agenda.mine, *agenda.waiting, *agenda.others)}
    return flask.render_template(
        "home/inbox.html",
        agenda=agenda,
        notices=[group for group in groups if group.about not in about_requests],
        unread={group.about for group in groups if group.unread},
        read_to=queries.positions_read(me, [*agenda.mine, *agenda.waiting]),
        presenting=presenting,
        today=today,
    )
