"""Writing a letter: text and HTML from one context, headers that thread, stop and filter well."""

import re
from collections.abc import Mapping
from typing import Any

import flask

from coordhub.mail.assembling import DIGEST, Letter, assemble

__all__ = ["DIGEST", "Letter", "compose"]


def compose(
    kind: str,
    *,
    address: str,
    name: str,
    context: Mapping[str, Any],
    message_key: str,
    reason: str,
    list_name: str,
    thread_key: str | None = None,
    archive_url: str | None = None,
    stop_url: str | None = None,
    reply_to: str | None = None,
    answers: str | None = None,
) -> Letter:
    """Render `templates/email/<kind>/` for one reader.

    `message_key` makes the Message-ID, stable for the same deed and reader; `thread_key` the thread that mail programs
    group by. `reason` says why the reader gets it and `stop_url` how to stop (RFC 8058: one click, no sign-in).
    `archive_url` is the page of the thread. `reply_to` is the address that answers go to, None where nobody reads them.
    `answers` is given for a letter that a letter caused: its Message-ID, or nothing when it had none (RFC 3834: it
    must be answered by no program).
    """
    config = flask.current_app.config
    known = {**context, "reason": reason, "stop_url": stop_url, "hub_url": config["HUB_URL"], "name": name}
    known["reply_to"] = reply_to
    subject = _one_line(flask.render_template(f"email/{kind}/subject.txt", **known))
    text = flask.render_template(f"email/{kind}/body.txt", **known)
    html = flask.render_template(f"email/{kind}/body.html", subject=subject, **known)
    return assemble(
        address=address,
        name=name,
        subject=subject,
        text=_tidy(text),
        html=html,
        message_key=message_key,
        list_name=list_name,
        thread_key=thread_key,
        answers=answers,
        archive_url=archive_url,
        help_url=context.get("settings_url"),
        reply_to=reply_to,
        stop_url=stop_url,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
