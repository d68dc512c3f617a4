"""The page of a request."""

from coordhub import clock
from coordhub.accounts.access import me, member, signed_in
from coordhub.audit.actions import record
from coordhub.coordination import actions, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.views.glass import opened
from coordhub.coordination.views.showing import refuse, request_or_404, show
from coordhub.db import db, start_writing
from coordhub.notifications.actions import mark_read


@bp.route("/<number>")
@signed_in
def detail(number: str) -> str | tuple[str, int]:
    """Show the request to its two states, or to who broke the glass; to everybody else it does not exist."""
    start_writing()
    request = queries.request_head_for(me(), number)
    if request is None:
        through = queries.request_through_glass(me(), number, clock.now())
        if through is None:
            refuse(number)
        record(me().id, "glass-viewed", number)
        page = opened(*through)
    else:
        page = show(request)
        actions.mark_read(request, by=me())
        mark_read(me(), request.number)
    db.session.commit()
    return page


@bp.route("/<number>/msix-ids", methods=["POST"])
@member
def show_msix_ids(number: str) -> str | tuple[str, int]:
    """Show the MSIX IDs in full, once, and record that they were looked at."""
    request = request_or_404(number)
    page = show(request, msix_ids=actions.show_msix_ids(request, by=me()))
    db.session.commit()
    return page
