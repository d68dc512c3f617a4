"""Outbox, composing and delivery of letters."""

from typing import Any

import flask
import flask_mail

from coordhub.mail.cli import commands
from coordhub.mail.letters import Letter
from coordhub.mail.outbox import put
from coordhub.mail.views import bp


class Mail(flask_mail.Mail):  # type: ignore[misc]
    """Flask-Mail's surface over the outbox: a package that sends by Flask-Mail only puts letters into the queue."""

    def send(self, message: Any) -> None:
        """Queue the message, a letter for each recipient; Flask-Mail's capture in tests sees it, too."""
        for address in sorted(message.send_to):
            letter = Letter(address, message.subject, message.msgId, message.as_bytes())
            put(letter, dedup_key=f"{message.msgId}:{address}", kind="package", user_id=None)
        flask_mail.email_dispatched.send(flask.current_app._get_current_object(), message=message)  # type: ignore[attr-defined]


def init_app(app: flask.Flask) -> None:
    """Add the outbox, its commands and, on practice hubs, its page."""
    Mail(app)
    app.cli.add_command(commands)
    app.register_blueprint(bp)
