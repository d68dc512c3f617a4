"""Figures for Prometheus."""

import hmac

import flask
from prometheus_client import CONTENT_TYPE_LATEST

from coordhub import clock
from coordhub.accounts.access import public
from coordhub.home.blueprint import bp
from coordhub.home.metrics import metrics as figures


@bp.route("/metrics")
@public
def metrics() -> flask.Response:
    """Answer who knows METRICS_TOKEN; without that setting there is no such page."""
    token: str = flask.current_app.config["METRICS_TOKEN"]
    if not token:
        flask.abort(404)
    given = flask.request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return flask.Response("A scrape needs the token.\n", 401, {"WWW-Authenticate": "Bearer"}, "text/plain")
    return flask.Response(figures(clock.now()), content_type=CONTENT_TYPE_LATEST)
