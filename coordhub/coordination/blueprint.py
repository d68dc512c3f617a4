"""The blueprint of the pages under /coordination/."""

import flask

bp = flask.Blueprint("coordination", __name__, url_prefix="/coordination")


@bp.before_request
def refuse_nulls() -> None:
    """Answer that there is nothing at an address with a NUL, which PostgreSQL cannot even look for."""
    if any("\x00" in str(one) for one in (flask.request.view_args or {}).values()):
        flask.abort(404)
