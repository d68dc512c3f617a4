"""The record of a request on paper: proof that somebody asked and somebody answered."""

import flask

from coordhub import clock
from coordhub.accounts.access import me, member
from coordhub.audit import actions as audit
from coordhub.coordination import presenting, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.views.showing import quoted_outside, reasons_of, request_or_404
from coordhub.db import db, start_writing


@bp.route("/<number>/record")
@member
def record(number: str) -> str:
    """Show the whole request for printing, with the messages only by choice, without MSIX IDs in any case."""
    start_writing()
    request = request_or_404(number)
    with_messages = flask.request.args.get("messages") == "yes" and request.wiped_at is None
    steps = queries.whole_timeline(request)
    around = presenting.Around(
        None, clock.now(), quoted=quoted_outside(request, steps), reasons=reasons_of(request, steps)
    )
    page = flask.render_template(
        "coordination/record.html",
        request_=request,
        page=presenting.present(request, steps, clock.today_in(request.time_zone), around),
        people={step.actor.id: step.actor for step in steps if step.actor is not None}.values(),
        with_messages=with_messages,
        made_at=clock.now(),
    )
    audit.record(me().id, "record-made", request.number, "with-messages" if with_messages else "")
    db.session.commit()
    return page
