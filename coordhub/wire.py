"""How answers travel: compressed where that gives no secret away, static files kept by browsers until they change.

Compressing a page that holds a secret and words of the request together lets a listener guess the secret by size (the
BREACH attack, 2013). So a page is compressed only for a visitor without any cookie and without a session in the making:
nothing in it is secret. Static files are the same for everybody. See docs/decisions/0004.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import flask
from flask_compress import Compress

compress = Compress()

_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\f\r"))
_UNPRINTABLE = re.compile(
    rb"\xc2[\x80-\x9f]|\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]|[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]"
)


def init_app(app: flask.Flask) -> None:
    """Compress what may be, and write the version of a static file into its address."""
    app.config.from_mapping(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br", "gzip"],
        COMPRESS_BR_LEVEL=6,
        COMPRESS_MIMETYPES=[
            "text/html", "text/css", "text/javascript", "text/csv", "text/vcard", "application/json",
            "application/geo+json", "application/atom+xml", "image/svg+xml",
        ],
    )  # fmt: skip
    compress.init_app(app)

    @app.after_request
    def make_small(response: flask.Response) -> flask.Response:
        if not _holds_no_secret():
            return response
        if response.is_streamed:
            # The compressed stream takes the file's place in the answer, so that nobody else would close it.
            response.call_on_close(getattr(response.response, "close", lambda: None))
        compress.after_request(response)  # changes the answer in place
        return response

    # The last hook added is the first to run, and compressed bytes have no characters any more.
    app.after_request(_clean)

    @app.after_request
    def keep(response: flask.Response) -> flask.Response:
        if flask.request.endpoint == "static":
            # Sign-in looked at the session, but the file is the same for all: browsers keep it across signing in.
            flask.session.accessed = False
            if response.status_code in (200, 304):
                _let_keep(response)
        return response

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        # `v=none` asks for the plain address, which an `import` in a script names too.
        if endpoint == "static" and "v" not in values:
            file = Path(app.static_folder or "") / values["filename"]
            if file.is_file():
                values["v"] = _version(file, file.stat().st_mtime_ns)


def _clean(response: flask.Response) -> flask.Response:
    if response.mimetype == "text/html" and not response.is_streamed:
        response.set_data(without_unprintable(response.get_data()))
    return response


def without_unprintable(page: bytes) -> bytes:
    """Return a page in UTF-8 without the characters that HTML cannot hold (WHATWG, “control” and “noncharacter”).

    A form gives back what was typed into it, and somebody may type anything.
    """
    return _UNPRINTABLE.sub(b"", page.translate(None, _CONTROLS))


def _holds_no_secret() -> bool:
    return flask.request.endpoint == "static" or not (flask.request.cookies or flask.session)


def _let_keep(response: flask.Response) -> None:
    if "v" in flask.request.args:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif flask.request.path.endswith(".woff2"):
        # The style sheet names the letters without a version; they have not changed in years.
        response.headers["Cache-Control"] = "public, max-age=604800"


@lru_cache(maxsize=1024)
def _version(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10]
