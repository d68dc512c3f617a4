"""Who may open a page: one decorator on every route, checked by a test over all routes; and who has opened it.

Only these four decorators exist. A route without one does not start the app.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import flask
from flask_security import current_user

from coordhub.accounts.models import User

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anybody, without an account."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Anybody with an account that a person vouched for; others are told what they wait for."""
    return _guarded(view, "signed in", lambda user: True)


def member(view: View) -> View:
    """People who act for a state."""
    return _guarded(view, "member", lambda user: user.is_member)


def administrator(view: View) -> View:
    """People who run the hub."""
    return _guarded(view, "administrator", lambda user: user.is_administrator)


def me() -> User:
    """Return who is signed in, for a page that only such people open."""
    return current_user._get_current_object()  # type: ignore[no-any-return]


def _guarded(view: View, access: str, allows: Callable[[Any], bool]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return flask.redirect(flask.url_for("security.login", next=_way_back()), 303)
        if not current_user.is_approved:
            return flask.redirect(flask.url_for("accounts.waiting"), 303)
        if not allows(current_user):
            flask.abort(403)
        return view(*args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def _way_back() -> str:
    # Only a page can be returned to: a form that is posted to its own page, but no deed that has none.
    rule = flask.request.url_rule
    return flask.request.full_path.rstrip("?") if rule and "GET" in (rule.methods or ()) else "/"


def check_routes(app: flask.Flask) -> None:
    """Raise RuntimeError for a route that nobody decided about. Flask's and Flask-Security's own are public."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint == "static" or rule.endpoint.startswith("security."):
            continue
        if not hasattr(view, "access"):
            raise RuntimeError(f"{rule.endpoint}: put @public, @signed_in, @member or @administrator on it")
