"""/dev/mail: what a practice hub would have sent. There is no such page anywhere else."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import flask

from coordhub.mail import queries
from coordhub.mail.models import OutgoingEmail

bp = flask.Blueprint("mail", __name__, url_prefix="/dev/mail")


@bp.before_request
def only_on_practice_hubs() -> None:
    """Answer 404 unless letters become files on a practice hub."""
    config = flask.current_app.config
    if not config["HUB_DEMO"] or config["MAIL_SERVER"]:
        flask.abort(404)


@bp.route("")
def letters() -> str:
    """List the newest letters."""
    return flask.render_template("mail/letters.html", letters=queries.letters())


@bp.route("/<int:letter_id>")
def letter(letter_id: int) -> str:
    """Show a letter's headers and text."""
    row = _letter_or_404(letter_id)
    parsed = _parsed(row)
    body = parsed.get_body(("plain",))
    headers = [
        (name, str(value)) for name, value in parsed.items() if name.lower() not in ("content-type", "mime-version")
    ]
    return flask.render_template(
        "mail/letter.html", letter=row, headers=headers, text=body.get_content() if body else ""
    )


@bp.route("/<int:letter_id>/html")
def html(letter_id: int) -> flask.Response:
    """Show the HTML part as a mail program would: styles allowed, scripts and outside requests not."""
    body = _parsed(_letter_or_404(letter_id)).get_body(("html",))
    response = flask.Response(
        body.get_content() if body else "", mimetype="text/plain" if body is None else "text/html"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups"
    return response


for view in (letters, letter, html):
    # The mail floor lies below accounts, which holds the decorators; the mark is the same.
    view.access = "public"  # type: ignore[union-attr]


def _letter_or_404(letter_id: int) -> OutgoingEmail:
    row = queries.letter(letter_id)
    if row is None:
        flask.abort(404)
    return row


def _parsed(row: OutgoingEmail) -> EmailMessage:
    parsed = message_from_bytes(row.content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed
