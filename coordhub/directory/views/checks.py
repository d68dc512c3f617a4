"""What the links in letters open: one click confirms, another stops the letters. Nobody needs an account."""

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import public
from coordhub.db import db
from coordhub.directory import actions
from coordhub.directory.actions.checks import shown_channels
from coordhub.directory.blueprint import bp
from coordhub.directory.check_links import letter_of
from coordhub.directory.forms.keeping import ButtonForm
from coordhub.directory.models import CheckLetter
from coordhub.directory.rules.checks import LinkState
from coordhub.errors import NotAllowed


@bp.route("/check/<token>", methods=["GET", "POST"])
@public
def check(token: str) -> str | Response | tuple[str, int]:
    """Show the entry that a letter asks about; confirm it on POST only, since mail filters follow links."""
    letter = letter_of(token, lock=flask.request.method == "POST")
    if letter is None:
        return _page(None, token), 404
    if flask.request.method == "POST":
        try:
            actions.confirm_by_link(letter)
        except NotAllowed:
            return _page(letter, token)
        db.session.commit()
        return flask.redirect(flask.url_for("directory.check", token=token, thanks=1), 303)
    return _page(letter, token)


@bp.route("/check/<token>/stop", methods=["GET", "POST"])
@public
def stop_letters(token: str) -> str | tuple[str, int]:
    """Ask on GET; stop on POST, from the page or by a mail program (RFC 8058)."""
    letter = letter_of(token, lock=flask.request.method == "POST")
    if letter is None:
        return _page(None, token), 404
    stopped = flask.request.method == "POST"
    if stopped:
        actions.stop_letters(letter)
        db.session.commit()
    return flask.render_template("directory/stop_letters.html", letter=letter, stopped=stopped, token=token)


def _page(letter: CheckLetter | None, token: str) -> str:
    state = actions.state_of_link(letter) if letter else None
    return flask.render_template(
        "directory/check.html",
        entry=letter.entry if letter else None,
        channels=shown_channels(letter) if letter and state == LinkState.OPEN else [],
        state=state.value if state else "forged",
        thanks="thanks" in flask.request.args,
        token=token,
        form=ButtonForm(formdata=None),
    )
