"""Response headers that guard every page: a strict content policy, no framing, no sniffing, no referrer."""

from urllib.parse import urlsplit

import flask

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{tiles}; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def init_app(app: flask.Flask) -> None:
    """Add the headers to every answer."""
    tiles = urlsplit(app.config["MAP_TILES_URL"])
    host = f" {tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""
    policy = POLICY.format(tiles=host.replace("{s}", "*"))

    @app.after_request
    def guard(response: flask.Response) -> flask.Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()"
        if app.config["SESSION_COOKIE_SECURE"]:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if flask.request.endpoint == "static" and flask.request.path.startswith("/static/vendor/"):
            # The path carries the version, so that what it names never changes.
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        elif flask.request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response
