"""Pages that take files: each says how large one may be; all other pages keep the limit of the settings.

The limit is set before anything reads the form, which the check against forged requests does before the view runs.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import flask

View = TypeVar("View", bound=Callable[..., Any])
MEGABYTE = 1024 * 1024
# So much of a body that is too large is read and thrown away: a browser shows the answer only once it has sent all.
DRAINED_BYTES_AT_MOST = 64 * MEGABYTE


def takes_files(megabytes: int) -> Callable[[View], View]:
    """Let a view take a body of so many megabytes."""

    def mark(view: View) -> View:
        view.takes_bytes = megabytes * MEGABYTE  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: flask.Flask) -> None:
    """Watch over what is sent; must come before the check against forged requests."""

    @app.before_request
    def limit_body() -> None:
        request = flask.request
        view = app.view_functions.get(request.endpoint or "")
        if view is not None and hasattr(view, "takes_bytes"):
            request.max_content_length = view.takes_bytes
        limit, length = request.max_content_length, request.content_length
        if limit is not None and length is not None and length > limit:
            _drain(request, min(length, DRAINED_BYTES_AT_MOST))
            flask.abort(413)


def _drain(request: flask.Request, left: int) -> None:
    # Not request.stream, which refuses to be read beyond the limit.
    body = request.environ["wsgi.input"]
    while left > 0 and (some := body.read(min(left, MEGABYTE))):
        left -= len(some)
