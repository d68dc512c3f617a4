"""Writing a letter: text and HTML from one context, headers that thread, stop and filter well."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

import flask

from coordhub import clock

DIGEST = "digest"  # the list of what comes once a day; mail programs may answer it with nothing
_POLICY = SMTP.clone(refold_source="none")  # A refolded List-Unsubscribe address is broken in two and stops nothing.


@dataclass(frozen=True)
class Letter:
    """A finished letter: what the list of letters shows, and the bytes that leave."""

    address: str
    subject: str
    message_id: str
    content: bytes


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
    mail = MIMEMultipart("alternative")
    mail.attach(MIMEText(_tidy(text), "plain", "utf-8"))
    mail.attach(MIMEText(html, "html", "utf-8"))
    host = urlsplit(config["HUB_URL"]).hostname or "localhost"
    message_id = f"<{_key(message_key)}@{host}>"
    headers = {
        "Subject": subject if subject.isascii() else Header(subject, "utf-8").encode(),
        "From": formataddr(parseaddr(config["MAIL_DEFAULT_SENDER"])),
        "To": formataddr((_one_line(name), address)),
        "Date": format_datetime(clock.now()),
        "Message-ID": message_id,
        "Auto-Submitted": "auto-generated" if answers is None else "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "List-Id": f"<{list_name}.{host}>",
    }
    if thread_key:
        headers["References"] = headers["In-Reply-To"] = f"<{_key(thread_key)}@{host}>"
    elif answers:
        headers["References"] = headers["In-Reply-To"] = answers
    if archive_url:
        headers["List-Archive"] = f"<{archive_url}>"
    if context.get("settings_url"):
        headers["List-Help"] = f"<{context['settings_url']}>"
    if list_name == DIGEST:
        headers["Precedence"] = "bulk"
    if reply_to:
        headers["Reply-To"] = reply_to
    if stop_url:
        headers["List-Unsubscribe"] = f"<{stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    for header, value in headers.items():
        mail[header] = value
    return Letter(address, subject, message_id, mail.as_bytes(policy=_POLICY))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _key(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.")
