"""What a deed may refuse with, and the pages that say so."""

import logging
import sqlite3

import flask
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, default_exceptions

log = logging.getLogger("coordhub.errors")


class NotAllowed(Exception):
    """The rule says no; the message is a sentence for the person who asked."""


class Conflict(Exception):
    """Somebody else was faster, or the row is already there; the message says what to do now."""


class CannotStart(Exception):
    """The hub cannot be brought up; the message says what to do."""


def init_app(app: flask.Flask) -> None:
    """Answer every error with a page that says what happened and what to do."""
    for code in (400, 403, 404, 405, 413, 429, 500, 503):
        app.register_error_handler(default_exceptions[code], _page)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(DBAPIError, _database_error)


def _page(error: Exception) -> tuple[str, int]:
    code = error.code if isinstance(error, HTTPException) and error.code else 500
    return flask.render_template(f"errors/{code}.html", reason=None), code


def _expired_form(error: CSRFError) -> tuple[str, int]:
    return flask.render_template("errors/400.html", reason=error.description), 400


def _not_allowed(error: NotAllowed) -> tuple[str, int]:
    _roll_back()
    return flask.render_template("errors/403.html", reason=str(error)), 403


def _conflict(error: Conflict) -> tuple[str, int]:
    _roll_back()
    return flask.render_template("errors/409.html", reason=str(error)), 409


def _database_error(error: DBAPIError) -> tuple[str, int]:
    """Tell a database that cannot answer now (503) from a defect of ours (500)."""
    _roll_back()
    words = str(error.orig).lower()
    unavailable = isinstance(error.orig, sqlite3.OperationalError) or error.connection_invalidated or "connect" in words
    log.error("database error: %s", type(error.orig).__name__ + (": " + words if unavailable else ""))
    if not unavailable:
        return flask.render_template("errors/500.html", reason=None), 500
    # Not render_template: that asks, for every page, who is signed in, and the database does not answer.
    page = flask.current_app.jinja_env.get_template("errors/503.html")
    return page.render(reason=_reason(words)), 503


def _reason(words: str) -> str:
    if "locked" in words or "busy" in words:
        return "Too many people are writing at this moment. Nothing of yours was stored; try again in a minute."
    if "readonly" in words or "read-only" in words:
        return "The hub's database can only be read at the moment. Nothing of yours was stored."
    return "The hub's database does not answer. Nothing of yours was stored."


def _roll_back() -> None:
    flask.current_app.extensions["sqlalchemy"].session.rollback()
