"""The blueprint of the administrators' pages, and what all of them show."""

from typing import Any

import flask

from coordhub.admin.queries import stopped_hosts

bp = flask.Blueprint("admin", __name__, url_prefix="/admin")


@bp.context_processor
def _bar() -> dict[str, Any]:
    # A function, so that a page of errors, which shows no bar, does not ask.
    return {"stopped_hosts": stopped_hosts}
